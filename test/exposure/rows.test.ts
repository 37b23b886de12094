import { describe, expect, it } from 'vitest';
import { verdictOn } from '../../controller/exposure/verdict.js';
import { actionCases } from './rows/actions.js';
import { blockCases } from './rows/blocks.js';
import { documentCases } from './rows/documents.js';
import { grantCases } from './rows/grants.js';
import { keyCases } from './rows/keys.js';
import { operatorCases } from './rows/operators.js';
import { placeCases } from './rows/places.js';
import { principalCases } from './rows/principals.js';
import type { RowCase } from './rows/row-case.js';
import { sharingCases } from './rows/sharing.js';

const all: readonly RowCase[] = [
  ...documentCases,
  ...principalCases,
  ...keyCases,
  ...operatorCases,
  ...sharingCases,
  ...actionCases,
  ...placeCases,
  ...blockCases,
  ...grantCases,
];
const byRow = new Map<string, readonly RowCase[]>();
for (const each of all) byRow.set(each.row, [...(byRow.get(each.row) ?? []), each]);

describe.each([...byRow])('%s', (_row, cases) => {
  it.each(cases.map((each) => [each.title, each] as const))('%s', (_title, { given, expect: expected }) => {
    expect(Object.keys(expected).length).toBeGreaterThan(0);
    expect(verdictOn(given)).toMatchObject(expected);
  });
});

it('are these rows, with so many cases each', async () => {
  const width = Math.max(...[...byRow.keys()].map((row) => row.length));
  const isOpen = ({ expect: { policyPublic, effectivelyPublic: open } }: RowCase): boolean =>
    policyPublic === true || open?.read === true || open?.write === true;
  const line = (row: string, cases: readonly RowCase[]): string =>
    `${row.padEnd(width)}  ${String(cases.length).padStart(5)}  ${String(cases.filter(isOpen).length).padStart(6)}`;
  const table = [
    `${'row'.padEnd(width)}  cases  public`,
    ...[...byRow].map(([row, cases]) => line(row, cases)),
    line(`all ${byRow.size} rows`, all),
  ].join('\n');
  process.stdout.write(`${table}\n`);
  expect(all.length).toBeGreaterThanOrEqual(400);
  await expect(`${table}\n`).toMatchFileSnapshot('./rows.txt');
});
