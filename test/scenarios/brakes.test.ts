import {
  DeletePublicAccessBlockCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonOf, typing } from '../cli/typed.js';
import { bucketOf, untilIncidents } from '../rig/book.js';
import { createFleet } from '../rig/fleet.js';
import { type Rig, startRig } from '../rig/rig.js';

const baseline = `
name: data
select:
  buckets: ['data-*']
aspects:
  publicAccessBlock: {}
  versioning: { Status: Enabled }
`;
const names = ['data-one', 'data-two'];

let rig: Rig;
const versioningOf = async (Bucket: string) =>
  (await rig.intruder.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status;

beforeAll(async () => {
  // Bringing both to their baselines is all that this account may have in an hour.
  rig = await startRig(baseline, { around: { SNAPBACK_REVERTS_PER_HOUR: '2' } });
  await createFleet(rig.intruder.s3, names);
  await rig.onboard();
  await rig.start();
});
afterAll(() => rig.stop());

test('over its budget the controller closes and does nothing else, says so, and a person may go on', async () => {
  const type = typing(rig);
  const { s3 } = rig.intruder;
  for (const Bucket of names)
    await s3.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
    );
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket: 'data-one' }));

  const all = await untilIncidents(rig, (found) => {
    const ended = found.map((one) => `${bucketOf(one)} ${one.aspect} ${one.outcome}`);
    return [
      'data-one publicAccessBlock reverted',
      'data-one versioning braked',
      'data-two versioning braked',
      'account revertBudget braked',
    ].every((one) => ended.includes(one));
  });
  expect(all.filter(({ aspect }) => aspect === 'revertBudget')).toHaveLength(1);
  const { PublicAccessBlockConfiguration: block } = await s3.send(
    new GetPublicAccessBlockCommand({ Bucket: 'data-one' }),
  );
  expect(Object.values(block ?? {})).toEqual([true, true, true, true]);
  expect(await type('plan')).toMatchObject({
    code: 2,
    out: expect.stringContaining('Account 111122223333: by itself only what closes is sent until 2'),
  });
  expect(jsonOf(await type('plan', '--json'))).toMatchObject({ brakes: [{ brake: 'revertBudget' }] });

  // A person who applies is not held; who only confirms the catalogue leaves the budget as it is.
  expect(await type('apply', 'data-one', '--yes')).toMatchObject({ code: 0 });
  expect(await type('confirm', '--yes')).toMatchObject({ code: 1, err: expect.stringContaining('--reason') });
  expect(await type('confirm', '--yes', '--reason', 'looked at on the first two')).toMatchObject({
    code: 0,
    err: expect.stringMatching(/would write to 1 target, by 1 call at most[\s\S]+data-two/),
    out: expect.stringContaining('Confirmed.'),
  });
  expect(await Promise.all(names.map(versioningOf))).toEqual(['Enabled', 'Suspended']);
});
