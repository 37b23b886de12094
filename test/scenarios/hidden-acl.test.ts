import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  PutBucketAclCommand,
  PutBucketOwnershipControlsCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';

const baseline = `
name: partners
select:
  buckets: ['partner-*']
aspects:
  publicAccessBlock: {}
  ownershipControls: { ObjectOwnership: BucketOwnerPreferred }
  acl: { Canned: private }
`;

let rig: Rig;
beforeAll(async () => {
  rig = await startRig(baseline);
  const { s3 } = rig.intruder;
  await s3.send(new CreateBucketCommand({ Bucket: 'partner-one', ObjectOwnership: 'BucketOwnerPreferred' }));
  await rig.onboard();
});
afterAll(() => rig.stop());

test('a public grant that was planted while the block was away is gone, though no read shows it any more', async () => {
  const { s3 } = rig.intruder;
  const stored = (): string => JSON.stringify(rig.aws.world.buckets.get('partner-one')?.documents.get('acl'));
  await s3.send(
    new PutBucketOwnershipControlsCommand({
      Bucket: 'partner-one',
      OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
    }),
  );
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket: 'partner-one' }));
  await s3.send(new PutBucketAclCommand({ Bucket: 'partner-one', ACL: 'public-read' }));
  expect(stored()).toContain('AllUsers');

  await rig.start();
  await until(
    async () => stored(),
    (acl) => !acl.includes('AllUsers'),
    15_000,
  );
  expect(rig.aws.world.oracle.grants('partner-one')).toEqual([]);
  expect(rig.aws.world.oracle.violations).toEqual([]);
});
