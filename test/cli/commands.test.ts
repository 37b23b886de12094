import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rig, startRig } from '../rig/rig.js';
import { jsonOf, typing } from './typed.js';

const baseline = `
name: data
select:
  buckets: ['data-*']
aspects:
  publicAccessBlock: {}
  versioning: { Status: Enabled }
`;

let rig: Rig;
let type: ReturnType<typeof typing>;
/** Every write of S3 so far that was not refused. */
const writes = (): number =>
  rig.aws.world.events.filter(
    ({ eventSource, eventName }) => eventSource.startsWith('s3') && eventName.startsWith('Put'),
  ).length;

beforeAll(async () => {
  rig = await startRig(baseline);
  type = typing(rig);
  for (const Bucket of ['data-one', 'other']) await rig.intruder.s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => rig.stop());

describe('before there is a table', () => {
  it('check needs nothing but the files', async () => {
    expect(await type('check')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/1 baseline,[\s\S]+No baseline is the default/),
    });
    expect(jsonOf(await type('check', '--json'))).toMatchObject({
      ok: true,
      baselines: ['data'],
      defaults: [],
      aspects: ['publicAccessBlock', 'versioning'],
    });
  });

  it('plan shows everything all the same, as onboarding', async () => {
    const { code, out, err } = await type('plan');
    expect([code, err]).toEqual([2, '']);
    expect(out).toContain('data-one');
    expect(out).toContain('versioning');
    expect(out).toMatch(
      /1 targets looked at, 1 not as declared\.\n1 bucket held to no baseline; --unmanaged names them\.\n$/,
    );
    expect(writes()).toBe(0);
  });

  it.each([['incidents'], ['report'], ['incident', 'inc-1'], ['apply', '--yes']])(
    '%s says how to make one',
    async (...words) => {
      const { code, out, err } = await type(...words);
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain('snapback init-table');
      expect(err).not.toContain('    at ');
    },
  );

  it('run says how to make one, and does not begin', async () => {
    expect(await type('run')).toMatchObject({
      code: 1,
      err: expect.stringContaining('init-table --table snapback'),
    });
  });

  it('init-table makes it once', async () => {
    expect(jsonOf(await type('init-table', '--json'))).toMatchObject({ table: 'snapback', created: true });
    expect(await type('init-table')).toMatchObject({
      code: 0,
      out: expect.stringContaining('is there already'),
    });
  });
});

describe('apply', () => {
  it('sends nothing without a yes', async () => {
    const { code, out, err } = await type('apply');
    expect([code, out, writes()]).toEqual([2, '', 0]);
    expect(err).toContain('Send 1 steps to 1 targets?');
    expect(err).toContain('Nothing was sent. Give --yes');
  });

  it('brings targets to their baselines after a yes, and has then nothing to do', async () => {
    expect(await typing(rig, true)('apply')).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 reverted'),
    });
    const sent = writes();
    expect(sent).toBeGreaterThan(0);
    expect(jsonOf(await type('apply', '--yes', '--json'))).toEqual({
      'aws/111122223333/bucket/data-one': { publicAccessBlock: 'clean', versioning: 'clean' },
    });
    expect(writes()).toBe(sent);
    expect(jsonOf(await type('plan', '--json'))).toMatchObject({ looked: 1, plans: [] });
    expect(await type('plan')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^1 targets looked at, 0 not as declared\.\n/),
    });
  });

  it('plan names on demand the buckets that nothing holds, and none of those that were not asked for', async () => {
    const unmanaged = [{ account: '111122223333', bucket: 'other' }];
    expect(jsonOf(await type('plan', '--json'))).toMatchObject({ unmanaged });
    expect(await type('plan', '--unmanaged')).toMatchObject({
      code: 0,
      out: '1 targets looked at, 0 not as declared.\n1 bucket held to no baseline:\n  other in account 111122223333\n',
    });
    expect(jsonOf(await type('plan', 'data-one', '--json'))).toMatchObject({ unmanaged: [] });
  });

  it('takes the names of buckets, and refuses those that it cannot know', async () => {
    expect((await type('plan', 'data-one')).code).toBe(0);
    expect(await type('plan', 'data-two')).toMatchObject({
      code: 1,
      err: expect.stringContaining('No enrolled account has data-two'),
    });
    expect(await type('apply', 'other', '--yes')).toMatchObject({
      code: 1,
      err: expect.stringContaining('No baseline selects other'),
    });
  });
});

describe('after somebody weakened a bucket', () => {
  beforeAll(async () => {
    await rig.intruder.s3.send(new DeletePublicAccessBlockCommand({ Bucket: 'data-one' }));
  });

  it('plan says what, why and which call would mend it', async () => {
    const answer = await type('plan', '--json');
    expect(answer.code).toBe(2);
    expect(jsonOf(answer)).toMatchObject({
      schema: 1,
      kind: 'plan',
      plans: [
        {
          target: 'data-one',
          baseline: 'data',
          differences: [{ aspect: 'publicAccessBlock', cause: 'drift' }],
          steps: [{ id: 'publicAccessBlock.close', operation: 'PutPublicAccessBlock', effect: 'close' }],
          held: [],
          unreadable: [],
        },
      ],
    });
  });

  it('apply heals it, and the ledger tells', async () => {
    expect((await type('apply', '--yes')).code).toBe(0);
    const { PublicAccessBlockConfiguration: block } = await rig.intruder.s3.send(
      new GetPublicAccessBlockCommand({ Bucket: 'data-one' }),
    );
    expect(Object.values(block ?? {})).toEqual([true, true, true, true]);
    const listed: unknown = JSON.parse(
      (await type('incidents', '--aspect', 'publicAccessBlock', '--json')).out,
    );
    expect(listed).toMatchObject([{ aspect: 'publicAccessBlock', cause: 'drift', outcome: 'reverted' }]);
    const [{ id = '' } = {}] = listed as readonly { readonly id?: string }[];
    expect((await type('incidents')).out).toContain(id);
    expect((await type('incidents', '--bucket', 'data-one')).out).toContain(id);
    expect((await type('incidents', '--open', '--json')).out).toBe('[]\n');
    expect(await type('incident', id)).toMatchObject({ code: 0, err: '', out: expect.stringContaining(id) });
    expect(JSON.stringify(jsonOf(await type('incident', id, '--json')))).toContain('data-one');
  });

  it('report tells figures to people and machines', async () => {
    const text = await type('report', '--since', '1h');
    expect([text.code, text.err]).toEqual([0, '']);
    expect(text.out.length).toBeGreaterThan(100);
    expect(jsonOf(await type('report', '--since', '1h', '--json'))).toHaveProperty('schema');
  });

  it.each([
    [['incident', 'inc-none'], 'There is no incident inc-none'],
    [['incidents', '--since', 'yesterday'], "'yesterday' is no duration"],
    [['plan', '--accounts', '12'], '--accounts: '],
    [['plan', '--config', 'nowhere.yaml'], 'There is no file nowhere.yaml'],
    [['check', '--baselines', 'nowhere'], 'nowhere'],
  ])('%j is refused with advice', async (words, message) => {
    const { code, out, err } = await type(...words);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(message);
    expect(err).not.toContain('    at ');
  });
});
