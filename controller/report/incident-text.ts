import pc from 'picocolors';
import { targetName } from '../domain/target.js';
import { type Instant, millisBetween } from '../domain/time.js';
import { answerTexts } from './answer-text.js';
import { utc } from './human-time.js';
import type { IncidentDocument } from './incident-json.js';
import { counted, indent, labelled, type Row } from './lines.js';
import { printable } from './printable.js';
import type { RelatedCall } from './related.js';
import type { Screen } from './screen.js';
import { severityPaint } from './severity-paint.js';
import { stateNames } from './state.js';
import { table } from './table.js';

/** Related calls that are shown; the JSON document has all. */
const most = 30;

/** The part of a key or an ARN that names the thing; its account is in the JSON document. */
const lastPart = (name: string, separator: string): string => name.slice(name.lastIndexOf(separator) + 1);

function relatedLines(
  related: readonly RelatedCall[],
  detectedAt: Instant,
  screen: Screen,
): readonly string[] {
  if (related.length === 0) return ['none known'];
  const distance = (call: RelatedCall): number => Math.abs(millisBetween(call.at, detectedAt));
  const nearest = related.toSorted((a, b) => distance(a) - distance(b)).slice(0, most);
  const shown = related.filter((call) => nearest.includes(call));
  return [
    ...table(
      [
        { head: '' },
        { head: 'time' },
        { head: 'call' },
        { head: 'target', gives: true },
        { head: 'actor' },
        { head: 'answer' },
      ],
      shown.map((call) => [
        { text: call.explained ? '*' : '' },
        { text: utc(call.at) },
        { text: printable(call.call) },
        { text: call.sameTarget ? 'this one' : printable(lastPart(call.target, '/')) },
        { text: call.sameActor ? 'the same' : printable(lastPart(call.actor, ':')) },
        { text: call.refused === null ? 'done' : printable(call.refused) },
      ]),
      screen,
    ),
    ...(related.length > shown.length
      ? [`... ${counted(related.length - shown.length, 'call')} further away in the JSON document`]
      : []),
  ];
}

/** One incident for people: the nine answers, its history, and what else happened within an hour. */
export function incidentText(document: IncidentDocument, screen: Screen): string {
  const { incident, answers, related } = document;
  const colors = pc.createColors(screen.color);
  const inner = { ...screen, width: screen.width - 3 };
  const section = (title: string, lines: readonly string[]): readonly string[] => [
    '',
    colors.bold(title),
    ...indent(lines, 3),
  ];
  const became = Math.max(...incident.transitions.map(({ outcome }) => outcome.length));
  const history = incident.transitions.map(
    ({ at, outcome, note }): Row => [`${utc(at)}  ${outcome.padEnd(became)}`, note],
  );
  return [
    `${colors.bold(printable(`${incident.id}  ${incident.aspect} of ${targetName(incident.target)}`))}  ` +
      `${severityPaint(screen.color)[incident.severity](incident.severity)}  ${stateNames[answers.remediation.state]}`,
    ...answerTexts(incident, answers, inner).flatMap(({ question, lines }, index) =>
      section(`${index + 1}. ${question}`, lines),
    ),
    ...section('History', labelled(history, inner.width)),
    ...section(
      'Within an hour, by the same actor or on the same target (* accounted for by this incident)',
      relatedLines(related, incident.detectedAt, inner),
    ),
    '',
  ].join('\n');
}
