import pc from 'picocolors';
import type { FieldChange } from '../domain/difference.js';
import type { Json } from '../domain/json.js';
import { printable } from './printable.js';
import type { Screen } from './screen.js';

/** Lines of one value that are shown; a whole lifecycle or policy belongs into the JSON document. */
const most = 40;

const widestPath = 36;

function valueLines(value: Json | undefined, width: number): readonly string[] {
  if (value === undefined) return ['(nothing)'];
  const flat = printable(JSON.stringify(value));
  if (flat.length <= width || typeof value !== 'object') return [flat];
  const lines = JSON.stringify(value, null, 2).split('\n').map(printable);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `... ${lines.length - most} more lines in the JSON document`];
}

/** Fields under each other: `path  - as found` and `+ as declared`, the values in one column. */
export function fieldLines(fields: readonly FieldChange[], screen: Screen): readonly string[] {
  const colors = pc.createColors(screen.color);
  const paths = fields.map(({ path }) => (path === '' ? '(whole document)' : printable(path)));
  const column = Math.min(widestPath, Math.max(0, ...paths.map((path) => path.length))) + 2;
  const room = screen.width - column - 2;
  return fields.flatMap((field, index) => {
    const path = paths[index] ?? '';
    const values = [
      ...valueLines(field.actual, room).map((line) => colors.red(`- ${line}`)),
      ...valueLines(field.desired, room).map((line) => colors.green(`+ ${line}`)),
    ];
    const [first = '', ...rest] = path.length > column - 2 ? ['', ...values] : values;
    return [
      first === '' ? path : path.padEnd(column) + first,
      ...rest.map((line) => ' '.repeat(column) + line),
    ];
  });
}
