import Table from 'cli-table3';
import pc from 'picocolors';
import type { Screen } from './screen.js';

/** A column: numbers go right; those that give are shortened, first ones first, when the table is too wide. */
export interface Column {
  readonly head: string;
  readonly right?: true;
  readonly gives?: true;
}

/** A cell; `paint` colours it after its width was measured. Text must be printable already. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

const none = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

const narrowest = 12;

const lengthOf = (text: string): number => [...text].length;

/** Rows under their heads, without lines, no wider than the screen as long as the columns that give can give. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  screen: Screen,
): readonly string[] {
  const colors = pc.createColors(screen.color);
  const natural = columns.map((column, index) =>
    Math.max(lengthOf(column.head), ...rows.map((row) => lengthOf(row[index]?.text ?? ''))),
  );
  const total = natural.reduce((sum, width) => sum + width, 2 * (columns.length - 1));
  let excess = Math.max(0, total - screen.width);
  const widths = columns.map((column, index) => {
    const width = natural[index] ?? 0;
    const given = column.gives ? Math.min(excess, Math.max(0, width - narrowest)) : 0;
    excess -= given;
    return width - given;
  });
  const drawn = new Table({
    chars: none,
    // Its own colours depend on the environment; ours come in.
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    head: columns.map((column) => colors.dim(column.head)),
    colWidths: widths,
    colAligns: columns.map((column) => (column.right ? 'right' : 'left')),
  });
  for (const row of rows) drawn.push(row.map((cell) => (cell.paint ?? String)(cell.text)));
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
