import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aspects } from '../../controller/aspects/index.js';
import type { BucketTarget } from '../../controller/domain/target.js';
import { arbitrariesOf } from '../contract/arbitraries.js';
import { heal } from '../contract/healing.js';
import { sdkReaders } from '../fakes/sdk-reader.js';
import { account } from '../rig/fleet.js';
import { type Rig, startRig } from '../rig/rig.js';
import { jsonOf, typing } from './typed.js';

let rig: Rig;
let type: ReturnType<typeof typing>;
const folders: string[] = [];
const folder = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), 'snapback-adopt-'));
  folders.push(made);
  return made;
};
const create = async (...names: readonly string[]): Promise<void> => {
  for (const Bucket of names) await rig.intruder.s3.send(new CreateBucketCommand({ Bucket }));
};

beforeAll(async () => {
  rig = await startRig(
    "name: none\nselect: { buckets: ['nothing'] }\naspects: { versioning: { Status: Enabled } }\n",
  );
  type = typing(rig);
});
afterAll(async () => {
  await rig.stop();
  for (const one of folders) await rm(one, { recursive: true });
});

describe('adopt', () => {
  it('holds what is secure, and says of the rest why not and what to write instead', async () => {
    await create('open-one');
    await rig.intruder.s3.send(new DeletePublicAccessBlockCommand({ Bucket: 'open-one' }));
    const Statement = [
      { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::open-one/*' },
    ];
    await rig.intruder.s3.send(
      new PutBucketPolicyCommand({
        Bucket: 'open-one',
        Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
      }),
    );
    const { code, out, err } = await type('adopt', 'open-one');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^name: open-one\nselect:\n {2}buckets:\n {4}- open-one\n {2}accounts:\n {4}- "111122223333"\n/,
    );
    expect(out).toContain('  ownershipControls:\n    ObjectOwnership: BucketOwnerEnforced\n');
    expect(out).toContain('  # bucketPolicy is not held: the policy lets in the world. Write instead: ');
    expect(out).toContain('Write instead: publicAccessBlock: {}\n');
    expect(out).toContain('Write instead: versioning: { Status: Enabled }\n');
    expect(out).not.toMatch(/^ {2}(?:bucketPolicy|publicAccessBlock|versioning|logging):/m);
  });

  it('puts what several hold alike into one layer, with variables, and writes over nothing', async () => {
    await create('twin-one', 'twin-two');
    for (const Bucket of ['twin-one', 'twin-two']) {
      const Statement = [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ];
      await rig.intruder.s3.send(
        new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }),
      );
    }
    const out = await folder();
    expect((await type('adopt', 'twin-one', 'twin-two', '--out', out)).code).toBe(0);
    expect((await readdir(out)).sort()).toEqual(['adopted-base.yaml', 'twin-one.yaml', 'twin-two.yaml']);
    const base = await readFile(join(out, 'adopted-base.yaml'), 'utf8');
    expect(base).toContain(`arn:aws:s3:::\${bucket}/*`);
    expect(base).not.toContain('twin-');
    expect(await readFile(join(out, 'twin-one.yaml'), 'utf8')).toContain('extends: adopted-base');
    expect(await type('plan', '--baselines', out)).toMatchObject({
      code: 0,
      out: '2 targets looked at, 0 not as declared.\n1 bucket held to no baseline; --unmanaged names them.\n',
    });

    await writeFile(join(out, 'twin-one.yaml'), '# mine\n');
    const refused = await type('adopt', 'twin-one', 'twin-two', '--out', out);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('is there already') });
    expect(await readFile(join(out, 'twin-one.yaml'), 'utf8')).toBe('# mine\n');
    expect((await type('adopt', 'twin-one', 'twin-two', '--out', out, '--force')).code).toBe(0);
    expect((await type('check', '--baselines', out)).code).toBe(0);
  });

  it('passes the check and leaves a clean plan, whatever state buckets are in', async () => {
    const clients = rig.intruder;
    const readers = sdkReaders(clients);
    const settable = aspects.filter(({ name, scope }) => scope === 'bucket' && name !== 'versioning');
    const values = await Promise.all(
      settable.map(async ({ name }) => [name, (await arbitrariesOf(name)).value] as const),
    );
    const states = fc.tuple(
      fc.subarray(
        values.map(([name]) => name),
        { minLength: 1 },
      ),
      fc.tuple(...values.map(([, value]) => value)),
    );
    let number = 0;
    let set = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(states, { minLength: 1, maxLength: 3 }), async (some) => {
        const names: string[] = [];
        for (const [chosen, all] of some) {
          number += 1;
          const name = `random-${number}`;
          names.push(name);
          await create(name);
          const target: BucketTarget = { kind: 'bucket', partition: 'aws', account, name };
          for (const aspect of chosen) {
            const value = all[values.findIndex(([other]) => other === aspect)] ?? null;
            // What this bucket refuses beside the rest stays as it is.
            const done = await heal(clients, readers, target, aspect, { kind: 'value', value }).catch(
              () => undefined,
            );
            if (done !== undefined && done.steps.length > 0) set += 1;
          }
        }
        const out = await folder();
        const adopted = await type('adopt', ...names, '--out', out);
        expect([adopted.code, adopted.err]).toEqual([0, expect.stringContaining('files written')]);
        expect(await type('check', '--baselines', out)).toMatchObject({ code: 0, err: '' });
        expect(jsonOf(await type('plan', '--baselines', out, '--json'))).toMatchObject({
          looked: names.length,
          plans: [],
        });
      }),
      { numRuns: 5, endOnFailure: true },
    );
    expect(set).toBeGreaterThan(5);
  }, 120_000);
});
