import { printable } from './printable.js';

/** A number with its noun: `1 incident`, `0 incidents`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Text broken between words into lines of so many columns; a word that is longer stays whole, for copying. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** A label and its value; a value of several paragraphs comes as several strings; rows without a value are left out. */
export type Row = readonly [label: string, value: string | readonly string[] | undefined];

/** `label  value` lines, the values printable and under each other. */
export function labelled(rows: readonly Row[], width: number): readonly string[] {
  const present = rows.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
  const column = Math.max(0, ...present.map(({ label }) => label.length)) + 2;
  return present.flatMap(({ label, value }) =>
    [value]
      .flat()
      // Only whole paragraphs may begin a line: a line break inside a value must not look like another row.
      .flatMap((paragraph) => wrap(printable(paragraph), width - column))
      .map((line, index) => (index === 0 ? label : '').padEnd(column) + line),
  );
}

/** Lines moved to the right; empty ones stay empty. */
export const indent = (lines: readonly string[], by: number): readonly string[] =>
  lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));
