import { CreateBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import type { BusKnobs } from '../bus.js';
import { type LocalAws, startLocalAws } from '../start.js';
import {
  firstBuckets,
  foreign,
  foreignBucket,
  home,
  rootDevice,
  vault,
  website,
  websiteMayGive,
} from './cast.js';
import { handsOf } from './clients.js';

/** How events travel here, in milliseconds; CloudTrail and EventBridge take minutes at their worst. */
const travel: BusKnobs = { delayMs: 300 };

/**
 * A local AWS with two accounts and the first buckets as S3 makes them. Nothing is as declared yet but what only the root
 * user can do, and no event is forwarded.
 */
export async function setStage(): Promise<LocalAws> {
  const aws = await startLocalAws({ accounts: [home, foreign], bus: { drop: 1 } });
  const owner = handsOf(aws, 'platform');
  for (const { name } of firstBuckets) await owner.s3.send(new CreateBucketCommand({ Bucket: name }));
  await handsOf(aws).s3.send(
    new PutBucketVersioningCommand({
      Bucket: vault,
      MFA: rootDevice,
      VersioningConfiguration: { Status: 'Enabled', MFADelete: 'Enabled' },
    }),
  );
  const stranger = handsOf(aws, 'collector', foreign);
  await stranger.s3.send(new CreateBucketCommand({ Bucket: foreignBucket }));
  await stranger.s3.send(
    new PutBucketVersioningCommand({
      Bucket: foreignBucket,
      VersioningConfiguration: { Status: 'Enabled' },
    }),
  );
  aws.world.oracle.declare(website, [websiteMayGive]);
  return aws;
}

/** Events are forwarded from now on, as when a user switches the rule on after onboarding. */
export function forwardEvents({ world }: LocalAws): void {
  world.bus.turn(travel);
}

/** Does something while no event leaves CloudTrail. */
export async function withEventsLost(aws: LocalAws, deed: () => Promise<unknown>): Promise<void> {
  aws.world.bus.turn({ ...travel, drop: (record) => isBy(record.userIdentity, 'contractor') });
  try {
    await deed();
  } finally {
    forwardEvents(aws);
  }
}

const isBy = ({ arn }: Readonly<Record<string, unknown>>, role: string): boolean =>
  typeof arn === 'string' && arn.includes(`/${role}/`);
