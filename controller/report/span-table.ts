import type { Distribution } from './distribution.js';
import { duration } from './human-time.js';
import { printable } from './printable.js';
import type { Screen } from './screen.js';
import type { SpanFigures } from './span.js';
import { type Cell, type Column, table } from './table.js';

/** One line of figures, or a heading above such lines. */
export interface SpanRow {
  readonly label: string;
  readonly spans?: SpanFigures;
}

const columns = (head: string): readonly Column[] => [
  { head, gives: true },
  { head: 'count', right: true },
  { head: 'mean', right: true },
  { head: 'p50', right: true },
  { head: 'p95', right: true },
  { head: 'p99', right: true },
  { head: 'max', right: true },
  { head: 'left out', right: true },
];

const statistics = (label: string, one: Distribution, leftOut: number): readonly Cell[] => [
  { text: label },
  { text: String(one.count) },
  ...[one.meanMs, one.p50Ms, one.p95Ms, one.p99Ms, one.maxMs].map((ms) => ({
    text: ms === null ? '-' : duration(ms),
  })),
  { text: leftOut === 0 ? '' : String(leftOut) },
];

const rowsOf = ({ label, spans }: SpanRow): readonly (readonly Cell[])[] => {
  const text = printable(label);
  if (spans === undefined) return [[{ text }]];
  const { atLeast, atMost } = spans.interval;
  const bounded = ' '.repeat(text.length - text.trimStart().length);
  return [
    statistics(text, spans.exact, spans.unknown + spans.contradictory),
    // Bounds in rows of their own, so that nobody can take one of them for a figure.
    ...(atLeast.count === 0
      ? []
      : [statistics(`${bounded}  at least`, atLeast, 0), statistics(`${bounded}  at most`, atMost, 0)]),
  ];
};

/** Figures under each other. Spans whose start is an interval get two rows of bounds; the rest is counted as left out. */
export const spanTable = (head: string, rows: readonly SpanRow[], screen: Screen): readonly string[] =>
  table(columns(head), rows.flatMap(rowsOf), screen);
