import type { Cell, Check } from './check.js';

/** Cells by row and server. */
export type Table = ReadonlyMap<string, ReadonlyMap<string, Cell>>;

export const rowOf = ({ operation, says }: Pick<Check, 'operation' | 'says'>): string =>
  `${operation}: ${says}`;

/** The page that is checked in. */
export function markdownOf(
  table: Table,
  servers: readonly { readonly name: string; readonly version: string }[],
): string {
  const lines = [...table].map(([row, cells]) => {
    const [operation, ...says] = row.split(': ');
    return `| \`${operation}\` | ${[says.join(': '), ...servers.map(({ name }) => cells.get(name) ?? '')].join(' | ')} |`;
  });
  const count = (name: string, kind: string): number =>
    [...table.values()].filter((cells) => cells.get(name)?.startsWith(kind)).length;
  return `${[
    '# What the servers do',
    '',
    'Written by `npm run test:conformance -- --update`. Each row is something that AWS documents, asked of every server with the same',
    'code. `pass` is what AWS does; `absent` means that the server says that it does not know the call; else the cell says what it',
    'does instead. Local AWS is ours, and has to pass every row. A cell that changes fails the run until this page is written anew.',
    '`by chance` is what passes in one run and not in the next: a server that answers in threads and guards its rows by no lock.',
    '',
    `| | | ${servers.map(({ name, version }) => `${name} ${version}`).join(' | ')} |`,
    `| --- | --- |${' --- |'.repeat(servers.length)}`,
    ...(['pass', 'differs', 'absent', 'by chance'] as const).map(
      (kind) => `| | ${kind} | ${servers.map(({ name }) => count(name, kind)).join(' | ')} |`,
    ),
    ...lines,
  ].join('\n')}\n`;
}

/** The cells of a page that `markdownOf` wrote. */
export function tableIn(markdown: string, servers: readonly string[]): Table {
  const rows = markdown.split('\n').filter((line) => line.startsWith('| `'));
  return new Map(
    rows.map((line) => {
      const [operation = '', says = '', ...cells] = line.slice(2, -2).split(' | ');
      return [
        rowOf({ operation: operation.slice(1, -1), says }),
        new Map(servers.map((server, place) => [server, cells[place] ?? ''])),
      ];
    }),
  );
}

/** What a server does, row by row. */
export const columnIn = (table: Table, server: string): Readonly<Record<string, Cell>> =>
  Object.fromEntries(
    [...table].flatMap(([row, cells]) => {
      const cell = cells.get(server);
      return cell === undefined ? [] : [[row, cell]];
    }),
  );

/** Every cell that is other than in the page, and every row that only one of both has; of a part, only what is found. */
export function changesIn(page: Table, found: Table, isWhole: boolean): readonly string[] {
  const rows = new Set([...(isWhole ? page.keys() : []), ...found.keys()]);
  return [...rows].flatMap((row) => {
    const [was, is] = [page.get(row), found.get(row)];
    if (was === undefined) return [`new: ${row}`];
    if (is === undefined) return [`gone: ${row}`];
    return [...is].flatMap(([server, cell]) =>
      was.get(server) === cell ? [] : [`${server}, ${row}: was "${was.get(server)}", is "${cell}"`],
    );
  });
}
