import {
  CreateBucketCommand,
  DeleteBucketTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  PutBucketTaggingCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { untilIncidents } from '../rig/book.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';

const Bucket = 'data-one';
let rig: Rig;

const tagged = (Value: string) =>
  rig.intruder.s3.send(
    new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'class', Value }] } }),
  );
const block = () =>
  rig.intruder.s3.send(new GetPublicAccessBlockCommand({ Bucket })).then(
    ({ PublicAccessBlockConfiguration: found }) => found?.BlockPublicPolicy === true,
    () => false,
  );

beforeAll(async () => {
  rig = await startRig(`
name: precious
select: { buckets: ['data-*'], tags: { class: precious } }
aspects: { publicAccessBlock: {} }
`);
  // Within one second nobody can tell which of two calls came last.
  rig.aws.world.bus.turn({ drop: 1 });
  await rig.intruder.s3.send(new CreateBucketCommand({ Bucket }));
  await tagged('precious');
  await rig.onboard();
  rig.aws.world.bus.turn({});
});
afterAll(() => rig.stop());

test('who takes a tag away does not take the bucket out, whoever comes to watch it next', async () => {
  const first = await rig.start();
  await rig.intruder.s3.send(new DeleteBucketTaggingCommand({ Bucket }));
  const [told] = await untilIncidents(
    rig,
    ([one]) => one?.who.kind === 'known' && one.who.call === 'DeleteBucketTagging',
  );
  expect(told).toMatchObject({
    aspect: 'selection',
    outcome: 'escalated',
    baseline: { name: 'precious' },
    who: { call: 'DeleteBucketTagging', actor: { arn: expect.stringContaining('contractor') } },
  });
  await first.stop(2_000);

  await rig.intruder.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await rig.start();
  await until(block, (isOn) => isOn, 15_000);

  await tagged('precious');
  const incidents = await untilIncidents(rig, (all) => all.every(({ status }) => status === 'closed'));
  expect(incidents.map(({ aspect, outcome }) => [aspect, outcome])).toEqual([
    ['publicAccessBlock', 'reverted'],
    ['selection', 'healedElsewhere'],
  ]);
});
