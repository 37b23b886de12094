import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  PutBucketEncryptionCommand,
} from '@aws-sdk/client-s3';
import { UntagResourceCommand } from '@aws-sdk/client-s3-control';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDirectory, directoryName } from '../local/directory-world.js';
import { bucketOf, untilIncidents } from '../rig/book.js';
import { account, foreigner, key } from '../rig/fleet.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';

/** For buckets of both kinds: what one of them does not have does not apply to it. */
const baseline = `
name: data
select:
  buckets: ['data*']
aspects:
  publicAccessBlock: {}
  ownershipControls: { ObjectOwnership: BucketOwnerEnforced }
  tagging: { classification: confidential }
---
name: fast
extends: data
select:
  buckets: ['fast-*--x-s3']
aspects:
  versioning: { Status: Enabled }
  bucketPolicy:
    Version: '2012-10-17'
    Statement:
      - Effect: Allow
        Principal: { AWS: 'arn:\${partition}:iam::${foreigner}:root' }
        Action: 's3express:CreateSession'
        Resource: 'arn:\${partition}:s3express:\${region}:\${account}:bucket/\${bucket}'
        Condition: { StringEquals: { 's3express:SessionMode': ReadOnly } }
  encryption: { SSEAlgorithm: aws:kms, KMSMasterKeyID: '${key}' }
`;
const fast = directoryName('fast-orders');
const arn = `arn:aws:s3express:us-east-1:${account}:bucket/${fast}`;
let rig: Rig;

beforeAll(async () => {
  rig = await startRig(baseline);
  await rig.intruder.s3.send(new CreateBucketCommand({ Bucket: 'data-orders' }));
  await createDirectory(rig.intruder.s3, 'data');
  await createDirectory(rig.intruder.s3, 'fast-orders');
  await rig.onboard();
  expect(wrong()).toEqual([]);
  await rig.start();
});
afterAll(() => rig.stop());

/** What of the bucket is other than declared, from what S3 keeps. */
function wrong(): readonly string[] {
  const documents = rig.aws.world.buckets.get(fast)?.documents;
  const has = (document: string, text: string): boolean =>
    JSON.stringify(documents?.get(document) ?? '').includes(text);
  return [
    ...(has('encryption', key) ? [] : ['encryption']),
    ...(has('policy', 's3express:CreateSession') ? [] : ['bucketPolicy']),
    ...(has('tagging', 'confidential') ? [] : ['tagging']),
  ];
}

async function breakAll(): Promise<void> {
  const { s3, s3control } = rig.intruder;
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket: fast,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    }),
  );
  await s3.send(new DeleteBucketPolicyCommand({ Bucket: fast }));
  await s3control.send(
    new UntagResourceCommand({ AccountId: account, ResourceArn: arn, TagKeys: ['classification'] }),
  );
}

const healed = (): Promise<unknown> => until(wrong, (left) => left.length === 0, 20_000);

test('a directory bucket is healed by event and by scan, and missed when it is gone', async () => {
  const { world } = rig.aws;
  /** What became of so many drifts. */
  const told = async (count: number) => {
    const all = await untilIncidents(rig, (found) => {
      const those = found.filter((one) => bucketOf(one) === fast);
      return those.length === count && those.every(({ status }) => status === 'closed');
    });
    return all.filter((one) => bucketOf(one) === fast).map(({ aspect, outcome }) => `${aspect} ${outcome}`);
  };
  const [policy, encryption, tags] = ['bucketPolicy reverted', 'encryption reverted', 'tagging reverted'];

  await breakAll();
  await healed();
  expect(await told(3)).toEqual([policy, encryption, tags]);

  world.bus.turn({ drop: 1 });
  await breakAll();
  await healed();
  expect(await told(6)).toEqual([policy, policy, encryption, encryption, tags, tags]);

  await rig.intruder.s3.send(new DeleteBucketCommand({ Bucket: fast }));
  const [gone, ...others] = (
    await untilIncidents(rig, (all) => all.some(({ aspect }) => aspect === 'existence'), 20_000)
  ).filter(({ aspect }) => aspect === 'existence');
  expect([gone?.finding, gone && bucketOf(gone), others]).toEqual(['gone', fast, []]);

  const sent = world.calls.mutationsByController.filter(({ bucket }) => bucket?.endsWith('--x-s3'));
  expect(new Set(sent.map(({ operation }) => operation))).toEqual(
    new Set(['PutBucketEncryption', 'PutBucketPolicy', 'TagResource']),
  );
  expect(sent.filter(({ errorCode }) => errorCode !== undefined)).toEqual([]);
  // Whatever is not there was never asked for.
  expect(world.calls.of('GetPublicAccessBlock', 'role')).toBeGreaterThan(0);
  expect(world.calls.of('HeadBucket', 'role')).toBe(0);
});
