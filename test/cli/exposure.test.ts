import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowing, cases } from '../exposure/cases.js';
import { type Rig, startRig } from '../rig/rig.js';
import { jsonOf, typing } from './typed.js';

const nowhere = { env: {} };
const linesOf = (out: string): readonly Record<string, unknown>[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const caseOf = (policy: unknown): Record<string, unknown> => ({
  ownerAccount: '418273905561',
  ownerCanonicalId: null,
  bucket: 'heron-ledger-archive',
  policy,
  acl: null,
  bucketPab: null,
  accountPab: null,
  ownership: 'BucketOwnerEnforced',
});
const open = caseOf(allowing('*'));
const closed = caseOf(allowing({ AWS: '418273905561' }));
const text = (value: unknown): string => JSON.stringify(value);

describe('exposure --stdin', () => {
  it('answers each line with a line, in order, and needs no settings', async () => {
    const { code, out, err } = await typing(nowhere, false, cases.map(text))('exposure', '--stdin');
    expect([code, err]).toEqual([2, '']);
    const answers = linesOf(out);
    expect(answers.map(({ id }) => id)).toEqual(cases.map(({ id }) => id));
    for (const [index, answer] of answers.entries()) expect(answer).toMatchObject(cases[index]?.expect ?? {});
  });

  it('answers a bad line with its error, goes on, and fails at the end', async () => {
    const bad = ['{', '[]', text({ ...open, id: 'x', ownerAccount: 4 }), text({ ...open, bucket: '' })];
    const twice = `{"bucket":"a",${text(open).slice(1)}`;
    const piped = [text(closed), ...bad, twice, '', text(open)];
    const { code, out } = await typing(nowhere, false, piped)('exposure', '--stdin');
    expect(code).toBe(1);
    expect(linesOf(out)).toMatchObject([
      { policyPublic: false },
      { line: 2, error: 'it is not JSON' },
      { line: 3, error: 'it is not a JSON object' },
      { line: 4, id: 'x', error: expect.stringContaining('ownerAccount') },
      { line: 5, error: expect.stringContaining('bucket') },
      { line: 6, error: 'it names bucket twice' },
      { policyPublic: true },
    ]);
  });

  it('takes a policy that names a member twice for public, as text and as JSON', async () => {
    const doubled = text(allowing({ AWS: '418273905561' })).replace('"Effect"', '"Effect":"Deny","Effect"');
    const asJson = text(closed).replace(/"policy":.*,"acl"/, `"policy":${doubled},"acl"`);
    const { code, out } = await typing(nowhere, false, [asJson, text(caseOf(doubled))])(
      'exposure',
      '--stdin',
    );
    expect(code).toBe(2);
    for (const answer of linesOf(out))
      expect(answer).toMatchObject({
        policyPublic: true,
        effectivelyPublic: { read: true, write: true },
        grantsAclWriteExternal: true,
        warnings: [{ kind: 'unreadable', text: expect.stringContaining('Statement.0.Effect twice') }],
      });
  });

  it('is clean if nothing is public', async () => {
    expect(await typing(nowhere, false, [text(closed)])('exposure', '--stdin')).toMatchObject({ code: 0 });
  });
});

describe('exposure --file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'snapback-exposure-'));
    await writeFile(join(folder, 'one.json'), text(closed));
    await writeFile(join(folder, 'many.json'), text([closed, { ...open, id: 'site' }]));
    await writeFile(join(folder, 'bad.json'), text([open, {}]));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const type = typing(nowhere);

  it('judges one case', async () => {
    expect(await type('exposure', '--file', join(folder, 'one.json'))).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('case 1  not public'),
    });
  });

  it('judges a list and explains itself', async () => {
    const { code, out } = await type('exposure', '--file', join(folder, 'many.json'));
    expect(code).toBe(2);
    expect(out).toContain('site  PUBLIC: anybody can read\n');
    expect(out).toContain('Statement 0 allows everybody.');
    expect(out).toContain('Statement 0 gives them s3:GetObject.');
  });

  it('prints JSON, with the error in the place of a verdict', async () => {
    const answer = await type('exposure', '--json', '--file', join(folder, 'bad.json'));
    expect(answer.code).toBe(1);
    expect(jsonOf(answer)).toMatchObject({
      schema: 1,
      kind: 'exposure',
      buckets: [{ policyPublic: true }, { error: expect.stringContaining('ownerAccount') }],
    });
  });

  it('says what is wrong with the file or the words', async () => {
    expect(await type('exposure', '--file', join(folder, 'none.json'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('none.json cannot be read'),
    });
    expect(await type('exposure', 'data-one', '--stdin')).toMatchObject({
      code: 1,
      err: expect.stringContaining('one of them'),
    });
  });
});

describe('exposure of live buckets', () => {
  let rig: Rig;
  let type: ReturnType<typeof typing>;
  beforeAll(async () => {
    rig = await startRig("name: data\nselect: { buckets: ['data-*'] }\naspects: { publicAccessBlock: {} }\n");
    type = typing(rig);
    for (const Bucket of ['data-one', 'site', 'secret'])
      await rig.intruder.s3.send(new CreateBucketCommand({ Bucket }));
    await rig.intruder.s3.send(new DeletePublicAccessBlockCommand({ Bucket: 'site' }));
    const Policy = text(allowing('*')).replaceAll('heron-ledger-archive', 'site');
    await rig.intruder.s3.send(new PutBucketPolicyCommand({ Bucket: 'site', Policy }));
  });
  afterAll(() => rig.stop());

  it('judges every bucket of the enrolled accounts, also those that no baseline selects', async () => {
    const answer = await type('exposure', '--json');
    expect(answer).toMatchObject({ code: 2, err: '' });
    expect(jsonOf(answer)['buckets']).toMatchObject([
      { id: 'data-one', policyPublic: false, effectivelyPublic: { read: false, write: false } },
      { id: 'secret', externalAccounts: [] },
      { id: 'site', policyPublic: true, effectivelyPublic: { read: true, write: false } },
    ]);
  });

  it('judges those that are named', async () => {
    expect(await type('exposure', 'secret')).toMatchObject({ code: 0 });
    expect((await type('exposure', 'site')).out).toMatch(/^site {2}PUBLIC: anybody can read\n/);
    expect(await type('exposure', 'nobodys')).toMatchObject({
      code: 1,
      err: expect.stringContaining('No enrolled account has nobodys'),
    });
  });
});
