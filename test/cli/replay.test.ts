import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeletePublicAccessBlockCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aspects } from '../../controller/aspects/index.js';
import { statesIn } from '../../controller/cli/replay-files.js';
import { defaultTiming } from '../../controller/engine/engine.js';
import { observe } from '../../controller/engine/observe.js';
import { savedReaders } from '../../controller/runtime/saved-reads.js';
import { bucket } from '../rig/book.js';
import { enrol } from '../rig/enrol.js';
import { account, dataBaseline, namesOf } from '../rig/fleet.js';
import { type Rig, startRig } from '../rig/rig.js';
import { jsonOf, typing } from './typed.js';

const names = namesOf(3);
const [open = '', suspended = '', fine = ''] = names;
let rig: Rig;
let folder: string;
let type: ReturnType<typeof typing>;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  rig = await startRig(dataBaseline);
  await enrol(rig, names);
  folder = await mkdtemp(join(tmpdir(), 'snapback-replay-'));
  await rig.intruder.s3.send(new DeletePublicAccessBlockCommand({ Bucket: open }));
  await rig.intruder.s3.send(
    new PutBucketVersioningCommand({ Bucket: suspended, VersioningConfiguration: { Status: 'Suspended' } }),
  );
  const here = typing(rig);
  const { code, out } = await here('save-state', ...names);
  expect(code).toBe(0);
  await writeFile(at('states.jsonl'), out);
  await mkdir(at('edited'));
  await writeFile(
    at('edited/baselines.yaml'),
    dataBaseline.replace('versioning: { Status: Enabled }', 'versioning: { Status: Suspended }'),
  );
  // Whoever replays has neither credentials nor a network.
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, AWS_SESSION_TOKEN: ___, ...bare } = rig.env;
  type = typing({ env: { ...bare, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' } });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await rig.stop();
});

const outcomesIn = (answer: unknown): unknown =>
  (answer as { decisions: { name: string; aspects: { aspect: string; outcome: string }[] }[] }).decisions.map(
    ({ name, aspects: all }) => [
      name,
      all.filter(({ outcome }) => outcome !== 'clean').map(({ aspect, outcome }) => `${aspect} ${outcome}`),
    ],
  );

describe('a saved state', () => {
  it('answers every aspect as S3 does', async () => {
    const wanted = aspects.filter(({ scope }) => scope === 'bucket').map(({ name }) => name);
    const tools = await rig.tools();
    const seenBy = (reader: Parameters<typeof observe>[0]['access']['reader']) =>
      observe(
        { access: { mode: 'dry-run', reader }, clock: tools.clock, timing: defaultTiming },
        bucket(fine),
        wanted,
      );
    const states = await statesIn(at('states.jsonl'));
    expect(await seenBy(savedReaders(states.values()))).toEqual(await seenBy(tools.access('dry-run').reader));
  });
});

describe('a replay', () => {
  it('tells what would be done about every saved target', async () => {
    const answer = await type('replay', '--state', at('states.jsonl'), '--json');
    expect([answer.code, answer.err]).toEqual([0, '']);
    expect(outcomesIn(jsonOf(answer))).toEqual([
      [open, ['publicAccessBlock reverted']],
      [suspended, ['versioning reverted']],
      [fine, []],
    ]);
    expect((await type('replay', '--state', at('states.jsonl'))).out).toMatch(
      /publicAccessBlock +reverted .*PutPublicAccessBlock[\s\S]+3 targets looked at, 0 held to no baseline\.\n$/,
    );
  });

  it('looks only at what events name, and says which of them name nothing', async () => {
    const record = (eventName: string, bucketName: string, errorCode?: string) => ({
      eventSource: 's3.amazonaws.com',
      eventName,
      eventID: '11111111-2222-4333-8444-555555555555',
      eventTime: '2026-01-31T11:59:00Z',
      awsRegion: 'us-east-1',
      readOnly: false,
      recipientAccountId: account,
      requestParameters: { bucketName },
      userIdentity: { type: 'Root', accountId: account },
      ...(errorCode === undefined ? {} : { errorCode }),
    });
    const lines = [
      { 'detail-type': 'AWS API Call via CloudTrail', detail: record('DeleteBucketPublicAccessBlock', open) },
      record('PutBucketVersioning', fine),
      record('PutBucketVersioning', 'data-elsewhere'),
      record('PutBucketVersioning', suspended, 'AccessDenied'),
    ];
    await writeFile(at('events.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
    const answer = await type('replay', at('events.jsonl'), '--state', at('states.jsonl'), '--json');
    expect(outcomesIn(jsonOf(answer))).toEqual([
      [open, ['publicAccessBlock reverted']],
      [fine, []],
    ]);
    expect(answer.err).toMatch(
      /events\.jsonl:3 is passed over: no state[\s\S]+events\.jsonl:4 is passed over/,
    );
  });

  it('tells by its exit code whether an edit would change anything', async () => {
    const against = ['--against', at('edited')];
    const same = await type(
      'replay',
      '--state',
      at('states.jsonl'),
      '--against',
      rig.env['SNAPBACK_BASELINES'] ?? '',
    );
    expect(same).toMatchObject({ code: 0, out: '3 targets looked at. This edit would change nothing.\n' });

    const changed = await type('replay', '--state', at('states.jsonl'), ...against);
    expect(changed.code).toBe(2);
    expect(changed.out).toMatch(
      /This edit would revert 1 target, do nothing more about 2 settings of 2 targets\.\n$/,
    );
    expect(jsonOf(await type('replay', '--state', at('states.jsonl'), ...against, '--json'))).toMatchObject({
      looked: 3,
      changes: [
        { name: open, aspect: 'versioning', before: { outcome: 'reverted' }, after: { outcome: 'clean' } },
        {
          name: suspended,
          aspect: 'versioning',
          before: { outcome: 'clean' },
          after: { outcome: 'reverted' },
        },
        { name: fine, aspect: 'versioning', before: { outcome: 'reverted' }, after: { outcome: 'clean' } },
      ],
    });
  });

  it('fails where it cannot judge', async () => {
    const [line = '{}'] = (await typing(rig)('save-state', open)).out.split('\n');
    const state = JSON.parse(line) as { reads: { operation: string }[] };
    const reads = state.reads.filter(({ operation }) => operation !== 'GetBucketVersioning');
    await writeFile(at('half.jsonl'), JSON.stringify({ ...state, reads }));
    expect(await type('replay', '--state', at('half.jsonl'))).toMatchObject({
      code: 1,
      err: expect.stringContaining(`${open}: not all that is declared was saved`),
    });
    await writeFile(at('broken.jsonl'), `\n{}\n`);
    expect(await type('replay', '--state', at('broken.jsonl'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('broken.jsonl:2 is no saved state'),
    });
    expect(await type('replay')).toMatchObject({ code: 1, err: expect.stringContaining('--state') });
  });
});
