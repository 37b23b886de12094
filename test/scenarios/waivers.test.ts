import {
  GetBucketVersioningCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonOf, typing } from '../cli/typed.js';
import { untilIncidents } from '../rig/book.js';
import { createFleet } from '../rig/fleet.js';
import { type Rig, startRig } from '../rig/rig.js';

const baseline = `
name: data
select:
  buckets: ['data-*']
aspects:
  versioning: { Status: Enabled }
  tagging: { team: data }
`;
const Bucket = 'data-one';
/** Milliseconds: a machine that has other work, too, is no fault. */
const patience = 60_000;

let rig: Rig;
const written = (): readonly string[] =>
  rig.aws.world.calls.mutationsByController.map(({ operation }) => operation);
const suspend = () =>
  rig.intruder.s3.send(
    new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
  );

beforeAll(async () => {
  rig = await startRig(baseline);
  await createFleet(rig.intruder.s3, [Bucket]);
  await rig.onboard();
});
afterAll(() => rig.stop());

test('what is waived is left alone until the waiver is over, and everything else is not', async () => {
  const type = typing(rig);
  const watching = await rig.start({ mode: 'dry-run' });
  await suspend();
  const [found] = await untilIncidents(
    rig,
    (all) => all.some(({ outcome }) => outcome === 'proposed'),
    patience,
  );
  const id = found?.id ?? '';
  const { answers } = jsonOf(await type('incident', id, '--json')) as {
    readonly answers: { readonly change: { readonly state: string } };
  };
  const because = ['--reason', 'a restore runs until tonight', '--owner', 'team-data'];
  expect(await type('waive', id, ...because, '--for', '8d')).toMatchObject({
    code: 1,
    err: expect.stringContaining('at most 7 days'),
  });
  expect(await type('waive', id, ...because, '--for', '7d')).toMatchObject({ code: 0, err: '' });
  await untilIncidents(rig, (all) => all.every(({ outcome }) => outcome === 'waived'), patience);
  await watching.stop(2_000);

  const sent = written().length;
  await rig.start();
  await rig.intruder.s3.send(
    new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'team', Value: 'other' }] } }),
  );
  const all = await untilIncidents(
    rig,
    (ones) => ones.some(({ outcome }) => outcome === 'reverted'),
    patience,
  );
  expect(all.map(({ aspect, outcome }) => `${aspect} ${outcome}`)).toEqual([
    'tagging reverted',
    'versioning waived',
  ]);
  expect(written().slice(sent)).toEqual(['TagResource']);
  const [listed] = jsonOf(await type('waivers', '--json'))['waivers'] as readonly unknown[];
  expect(listed).toMatchObject({
    name: Bucket,
    aspect: 'versioning',
    state: answers.change.state,
    owner: 'team-data',
    source: `incident ${id}`,
    use: { incidents: 1 },
  });
  expect((await type('waivers')).out).toMatch(/data-one .+ 6 d 23 h .+ team-data/);
  expect((await type('explain', Bucket)).out.replaceAll(/\s+/g, ' ')).toContain(
    'by team-data: a restore runs until tonight',
  );
  expect(await type('plan')).toMatchObject({ code: 0, out: expect.stringContaining('1 difference waived.') });

  expect((await type('waive', id, ...because, '--for', '1s')).code).toBe(0);
  await untilIncidents(
    rig,
    (ones) => ones.filter(({ outcome }) => outcome === 'reverted').length === 2,
    patience,
  );
  expect(written().slice(sent)).toEqual(['TagResource', 'PutBucketVersioning']);
  expect(await rig.intruder.s3.send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject({
    Status: 'Enabled',
  });
  expect((await type('waivers')).out).toBe('No waivers.\n');
});
