import { describe, expect, it } from 'vitest';
import { aspects as registry } from '../../controller/aspects/index.js';
import { aspectRows } from '../../controller/cli/aspect-rows.js';
import { aspects } from '../../controller/cli/aspects.js';
import type { Options } from '../../controller/cli/command.js';
import type { Tools } from '../../controller/cli/tools.js';

/** What the command prints on a wide screen. */
async function printed(json: boolean): Promise<string> {
  let text = '';
  const terminal = { out: (more: string) => (text += more), width: 200, color: false };
  const options: Options = { json, text: () => undefined, flag: () => false };
  expect(await aspects.run({ terminal } as unknown as Tools, options, [])).toBe(0);
  return text;
}

describe('snapback aspects', () => {
  it('prints every aspect with its scope, events and permissions, none of them cut off', async () => {
    const words = new Set((await printed(false)).split(/\s+/));
    for (const { name, scope, events, iam } of registry)
      for (const word of [name, scope, ...events, ...iam.read, ...iam.write]) expect(words).toContain(word);
  });

  it('prints the same for machines', async () => {
    expect(JSON.parse(await printed(true))).toEqual(JSON.parse(JSON.stringify(aspectRows())));
  });

  it('tells what is put back, what may need a human, and what is only told', async () => {
    const [any] = registry;
    if (any === undefined) throw new Error('The registry is empty');
    const { escalates: _, ...plain } = any;
    const readOnly = { ...plain, iam: { read: ['s3:GetX'], write: [] } };
    const answers = aspectRows([plain, { ...plain, escalates: 'This.' }, readOnly]).map(
      ({ answer }) => answer,
    );
    expect(answers).toEqual(['reverted', 'reverted or escalated', 'reported']);
    expect(await printed(false)).toContain('  versioning: MFA delete');
  });
});
