import type { Incident, Notification } from '../domain/incident.js';
import { messageOf } from './message.js';

/** Slack: "Reference: Blocks": a header holds 150 characters, a section 3000 or ten fields of 2000 each. */
const limits = { header: 150, section: 3000, field: 2000, fields: 10 } as const;

/** Slack: "Formatting text for app surfaces": these three are escaped, so nothing from outside becomes a mention. */
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** As much of the text as fits when each character is spelt so; never half a character or half an escape. */
function fitted(text: string, most: number, spell: (char: string) => string): string {
  let kept = '';
  for (const char of text) {
    const spelt = spell(char);
    if (kept.length + spelt.length >= most) return `${kept}…`;
    kept += spelt;
  }
  return kept;
}

// Control characters, and those that reorder text or hide in it.
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\u{fffd}');

const lines = (text: string): string => text.split('\n').map(oneLine).join('\n');

interface Markdown {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Slack must not turn names and addresses in the text into mentions and links. */
  readonly verbatim: true;
}

const markdown = (text: string, most: number): Markdown => ({
  type: 'mrkdwn',
  text: fitted(text, most, (char) => escapes[char] ?? char),
  verbatim: true,
});

type Block =
  | { readonly type: 'header'; readonly text: { readonly type: 'plain_text'; readonly text: string } }
  | { readonly type: 'section'; readonly text: Markdown }
  | { readonly type: 'section'; readonly fields: readonly Markdown[] };

/** What is posted: Slack shows `blocks`, and `text` where it cannot show them. */
export interface SlackBody {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** The body of one notification, within Slack's limits. The same incident and notification give the same body. */
export function slackBody(incident: Incident, { kind }: Notification): SlackBody {
  const { headline, facts, texts } = messageOf(incident, kind);
  const fields = Object.entries(facts).map(([name, value]) =>
    markdown(`*${name}*\n${oneLine(value)}`, limits.field),
  );
  const pages = Array.from({ length: Math.ceil(fields.length / limits.fields) }, (_, page) =>
    fields.slice(page * limits.fields, (page + 1) * limits.fields),
  );
  const title = oneLine(headline);
  return {
    text: markdown(`[${incident.severity}] ${title} (${incident.id})`, limits.section).text,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: fitted(title, limits.header, String) } },
      ...pages.map((page) => ({ type: 'section' as const, fields: page })),
      ...Object.entries(texts).map(([name, value]) => ({
        type: 'section' as const,
        text: markdown(`*${name}*\n${lines(value)}`, limits.section),
      })),
    ],
  };
}
