import type { AspectReplay, TargetReplay } from '../domain/replayed.js';
import type { Outcome } from '../domain/response.js';
import { counted } from './lines.js';
import type { ReplayChange } from './replay-changes.js';
import type { Screen } from './screen.js';
import { table } from './table.js';

/** What would be done about each target, a line for each aspect that is not as declared. */
export function replayText(decided: readonly TargetReplay[], screen: Screen): string {
  const rows = decided.flatMap(({ name, aspects }) =>
    aspects
      .filter(({ outcome }) => outcome !== 'clean')
      .map((one) => [
        { text: name },
        { text: one.aspect },
        { text: one.outcome },
        { text: one.policy ?? '' },
        { text: callsOf(one) },
      ]),
  );
  const heads = [
    { head: 'target', gives: true },
    { head: 'aspect' },
    { head: 'outcome' },
    { head: 'policy', gives: true },
    { head: 'calls', gives: true },
  ] as const;
  const unheld = decided.filter(({ baseline }) => baseline === null).length;
  const lines = rows.length === 0 ? [] : [...table(heads, rows, screen), ''];
  return `${[...lines, `${counted(decided.length, 'target')} looked at, ${unheld} held to no baseline.`].join('\n')}\n`;
}

/** What an edit would change, summed up and then line by line. */
export function changesText(changes: readonly ReplayChange[], looked: number, screen: Screen): string {
  if (changes.length === 0)
    return `${counted(looked, 'target')} looked at. This edit would change nothing.\n`;
  const rows = changes.map(({ name, aspect, before, after }) => [
    { text: name },
    { text: aspect },
    { text: wordOf(before) },
    { text: wordOf(after) },
    { text: after === undefined ? '' : callsOf(after) },
  ]);
  const heads = [
    { head: 'target', gives: true },
    { head: 'aspect' },
    { head: 'now' },
    { head: 'with the edit' },
    { head: 'calls', gives: true },
  ] as const;
  return `${[...table(heads, rows, screen), '', `${counted(looked, 'target')} looked at. This edit would ${sum(changes)}.`].join('\n')}\n`;
}

/** How many targets come to an outcome that they did not have, and how many leave one. */
function sum(changes: readonly ReplayChange[]): string {
  const targetsWith = (outcome: Outcome): string =>
    counted(
      new Set(changes.filter(({ after }) => after?.outcome === outcome).map(({ target }) => target)).size,
      'target',
    );
  const parts = verbs.flatMap(([outcome, verb]) =>
    changes.some(({ after }) => after?.outcome === outcome) ? [`${verb} ${targetsWith(outcome)}`] : [],
  );
  const quiet = changes.filter(({ after }) => after === undefined || after.outcome === 'clean');
  const left = new Set(quiet.map(({ target }) => target)).size;
  return [
    ...parts,
    ...(left === 0
      ? []
      : [`do nothing more about ${counted(quiet.length, 'setting')} of ${counted(left, 'target')}`]),
  ].join(', ');
}

const verbs: readonly (readonly [Outcome, string])[] = [
  ['reverted', 'revert'],
  ['proposed', 'propose a repair of'],
  ['escalated', 'escalate'],
  ['alerted', 'tell of'],
  ['ignored', 'ignore what is wrong with'],
  ['waived', 'waive what is wrong with'],
  ['unconfirmed', 'wait for what S3 carries out on'],
  ['unreadable', 'need what was not saved of'],
  ['gone', 'miss'],
  ['taken', 'find in other hands'],
];

const wordOf = (one: AspectReplay | undefined): string => one?.outcome ?? 'not held';

const callsOf = ({ sent, held }: AspectReplay): string =>
  [...sent, ...held.map((operation) => `(${operation})`)].join(', ');
