import pc from 'picocolors';
import { eventLines } from './event-loss-text.js';
import type { Figures, Group } from './figures.js';
import { utc } from './human-time.js';
import { counted, indent, wrap } from './lines.js';
import { printable } from './printable.js';
import type { Screen } from './screen.js';
import { type SpanRow, spanTable } from './span-table.js';
import { type State, stateNames, states } from './state.js';
import { table } from './table.js';

const remark = (state: State, figures: Figures): string => {
  if (state === 'dryRun' && figures.states.dryRun > 0) return 'in no average';
  if (state === 'healed' && figures.healedNotDrift > 0)
    return `${figures.healedNotDrift} of them not drift: in no average`;
  return '';
};

const stateTable = (figures: Figures, screen: Screen): readonly string[] =>
  table(
    [{ head: 'state' }, { head: 'count', right: true }, { head: '' }],
    states.map((state) => [
      { text: stateNames[state] },
      { text: String(figures.states[state]) },
      { text: remark(state, figures) },
    ]),
    screen,
  );

const groupRows = (groups: readonly Group[]): readonly SpanRow[] =>
  groups.flatMap((group) => [
    { label: group.key },
    { label: '  MTTR', spans: group.timeToRepair },
    { label: '  MTTD', spans: group.timeToDetect },
  ]);

const openStates = ['open', 'proposed', 'escalated', 'dryRun'] as const;

const ageTable = (figures: Figures, screen: Screen): readonly string[] =>
  table(
    [{ head: 'age' }, ...openStates.map((state) => ({ head: stateNames[state], right: true as const }))],
    figures.openByAge.map((row) => [
      { text: row.age },
      ...openStates.map((state) => ({ text: String(row[state]) })),
    ]),
    screen,
  );

const basis =
  'MTTR is occurred to verified, of drift that Snapback put back; MTTD is occurred to detected, of all drift. Both ' +
  'are of incidents outside dry-run whose start is known exactly, from CloudTrail. Where only an interval is known ' +
  '(a scan found it) the bounds stand below, apart. Left out: start unknown, or recorded times that contradict each ' +
  'other. Percentiles are by nearest rank.';

/** What a report can be grouped by. */
export const groupings = ['aspect', 'severity', 'channel', 'control'] as const;
export type Grouping = (typeof groupings)[number];

/** What became of the incidents of each group, for an auditor who asks whether a control was kept. */
const standingTable = (head: string, groups: readonly Group[], screen: Screen): readonly string[] => {
  const columns: readonly (readonly [string, readonly State[]])[] = [
    ['healed', ['healed', 'healedElsewhere']],
    ['open', openStates.filter((state) => state !== 'dryRun')],
    ['otherwise', ['closedOtherwise']],
    ['dry-run', ['dryRun']],
  ];
  return table(
    [
      { head },
      ...['incidents', ...columns.map(([name]) => name)].map((name) => ({
        head: name,
        right: true as const,
      })),
    ],
    groups.map((group) => [
      { text: printable(group.key) },
      { text: String(group.incidents) },
      ...columns.map(([, of]) => ({ text: String(of.reduce((sum, state) => sum + group.states[state], 0)) })),
    ]),
    screen,
  );
};

/**
 * The report for people: counts by state, MTTR and MTTD, where the time went, groups, and what is open. Grouped by one
 * thing if it is named, with what became of the incidents of each group.
 */
export function reportText(figures: Figures, screen: Screen, only?: Grouping): string {
  const colors = pc.createColors(screen.color);
  const inner = { ...screen, width: screen.width - 2 };
  const section = (title: string, lines: readonly string[]): readonly string[] => [
    '',
    colors.bold(title),
    ...indent(lines, 2),
  ];
  const grouped = (title: string, head: string, groups: readonly Group[]): readonly string[] =>
    groups.length === 0 ? [] : section(title, spanTable(head, groupRows(groups), inner));
  const { parts, by } = figures;
  return [
    colors.bold(`Snapback report, ${utc(figures.since)} to ${utc(figures.until)}`),
    `${counted(figures.incidents, 'incident')} on ${counted(figures.targets, 'target')}`,
    ...section('Incidents by state', stateTable(figures, inner)),
    ...section('Time to repair and to detect', [
      ...spanTable(
        '',
        [
          { label: 'MTTR', spans: figures.timeToRepair },
          { label: 'MTTD', spans: figures.timeToDetect },
        ],
        inner,
      ),
      ...wrap(basis, inner.width),
    ]),
    ...section(
      'Where the time of the repairs went',
      spanTable(
        '',
        [
          { label: 'until detected', spans: parts.occurredToDetected },
          { label: 'until remediated', spans: parts.detectedToRemediated },
          { label: 'until verified', spans: parts.remediatedToVerified },
        ],
        inner,
      ),
    ),
    ...section('Events that should have told of drift', eventLines(figures.events, inner)),
    ...(only === undefined || by[only].length === 0
      ? []
      : section(`What became of them, by ${only}`, standingTable(only, by[only], inner))),
    ...groupings
      .filter((each) => (only === undefined ? each !== 'control' : each === only))
      .flatMap((each) => grouped(`By ${each}`, each, by[each])),
    ...section('Open, by age since detection', ageTable(figures, inner)),
    '',
  ].join('\n');
}
