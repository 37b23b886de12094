import type { CatalogueProblem } from './problem.js';

/** A text and its lines: turns offsets into places that an editor can jump to. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** The line of an offset, from 1. */
  lineOf(offset: number): number;
  problem(offset: number, message: string, fix: string): CatalogueProblem;
}

/** Wide enough for any line that a person wrote. */
const width = 120;

export function sourceOf(file: string, text: string): Source {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);

  const lineOf = (offset: number): number => {
    let low = 0;
    for (let high = starts.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };

  const numbered = (line: number, mark: string, from: number): string => {
    const start = starts[line - 1] ?? 0;
    const end = starts[line] ?? text.length + 1;
    const content = text.slice(start + from, Math.min(end - 1, start + from + width));
    return `${mark} ${String(line).padStart(4)} | ${printable(content)}`.trimEnd();
  };

  return {
    file,
    text,
    lineOf,
    problem(offset, message, fix) {
      const line = lineOf(offset);
      const col = offset - (starts[line - 1] ?? 0) + 1;
      const from = col > width - 20 ? col - 20 : 0;
      const frame = [
        ...(line > 1 && from === 0 ? [numbered(line - 1, ' ', 0)] : []),
        numbered(line, '>', from),
        `       | ${' '.repeat(col - 1 - from)}^`,
      ].join('\n');
      return { file, line, col, message: printable(message), fix: printable(fix), frame };
    },
  };
}

/** A terminal must not obey what stands in a file, and the caret must stay under its character. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
