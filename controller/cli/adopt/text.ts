import { stringify } from 'yaml';
import type { Desired } from '../../domain/observation.js';
import type { BucketTarget } from '../../domain/target.js';
import type { Weakness } from './weakness.js';

/** A baseline before it is text. */
interface BaselineText {
  readonly name: string;
  readonly base?: string;
  /** Missing for a layer that others extend. */
  readonly found?: { readonly target: BucketTarget };
  readonly held: ReadonlyMap<string, Desired>;
  readonly left: readonly { readonly aspect: string; readonly desired?: Desired; readonly note: Weakness }[];
}

/** A baseline as a person would write it: what is held, and in comments what is not, why, and what to write instead. */
export function textOf({ name, base, found, held, left }: BaselineText): string {
  const select =
    found === undefined ? {} : { select: { buckets: [found.target.name], accounts: [found.target.account] } };
  const head = { name, ...(base === undefined ? {} : { extends: base }), ...select };
  const aspects = [...held].map(([aspect, desired]) => indented(demand(aspect, desired)));
  const comments = left.map(({ aspect, desired, note }) =>
    commented([
      `${aspect} is not held: ${note.why}. Write instead: ${note.instead}`,
      ...(desired === undefined ? [] : ['As found:', ...demand(aspect, desired).trimEnd().split('\n')]),
    ]),
  );
  const body = aspects.length === 0 ? '' : `\naspects:\n${aspects.join('\n')}`;
  return `${yaml(head)}${body}${comments.length === 0 ? '' : `\n${comments.join('\n')}`}`;
}

const yaml = (value: unknown): string => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });

const demand = (aspect: string, desired: Desired): string =>
  yaml({ [aspect]: desired.kind === 'absent' ? 'absent' : desired.value });

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ');

/** Whatever a live bucket holds, it stays inside its comment. */
const commented = (lines: readonly string[]): string =>
  lines.map((line) => `  # ${line.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')}\n`).join('');
