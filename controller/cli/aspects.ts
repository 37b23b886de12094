import { table } from '../report/table.js';
import { type AspectRow, aspectRows } from './aspect-rows.js';
import type { Command } from './command.js';

export const aspects: Command = {
  name: 'aspects',
  summary: 'Show every aspect: scope, events, permissions, and what becomes of drift',
  examples: ['aspects', 'aspects --json'],
  run({ terminal }, { json }) {
    const rows = aspectRows();
    terminal.out(json ? `${JSON.stringify(rows, null, 2)}\n` : textOf(rows, terminal));
    return Promise.resolve(0);
  },
};

const heads = ['Aspect', 'Of', 'Drift is', 'Events', 'To look', 'To repair'];

/** One line for each call and permission, so that nothing is cut off. */
function textOf(rows: readonly AspectRow[], screen: Parameters<typeof table>[2]): string {
  const lines = rows.flatMap(({ name, scope, answer, events, iam }) => {
    const height = Math.max(events.length, iam.read.length, iam.write.length);
    return Array.from({ length: height }, (_, at) =>
      [...(at === 0 ? [name, scope, answer] : ['', '', '']), events[at], iam.read[at], iam.write[at]].map(
        (text = '') => ({ text }),
      ),
    );
  });
  const told = rows.flatMap(({ name, escalates }) =>
    escalates === undefined ? [] : [`  ${name}: ${escalates}`],
  );
  const there = rows.flatMap(({ name, directory }) =>
    directory === undefined
      ? []
      : [
          `  ${name}: ${[...directory.iam.read, ...directory.iam.write].join(', ')}`,
          ...calledThere(directory),
        ],
  );
  const columns = heads.map((head) => ({ head }));
  return `${[...table(columns, lines, screen), '', 'A human is called for:', ...told, '', 'Directory buckets have:', ...there].join('\n')}\n`;
}

const calledThere = ({ escalates }: Pick<AspectRow, 'escalates'>): readonly string[] =>
  escalates === undefined ? [] : [`    A human is called for: ${escalates}`];
