import type { Reader } from '../../domain/ports.js';
import type { BucketTarget } from '../../domain/target.js';
import type { AccessPoint } from './access-point.js';
import { blockOf } from './blocks.js';
import { readAccount, readBucket } from './calls.js';
import { everyPoint } from './point-list.js';
import { policyIn } from './policy-in.js';
import { unless } from './unless.js';

/**
 * All access points of the bucket that are in its own account; points of other accounts S3 does not show. The list
 * names the bucket by nothing but its name, so whose it is is asked first.
 */
export async function readPoints(reader: Reader, { name }: BucketTarget): Promise<readonly AccessPoint[]> {
  await readBucket(reader, 'HeadBucket');
  const listed = await everyPoint(async (input) => {
    const { AccessPointList: list, NextToken } = await readAccount(reader, 'ListAccessPoints', {
      Bucket: name,
      ...input,
    });
    return { list, NextToken };
  });
  const points = await Promise.all([...listed.keys()].map((each) => readPoint(reader, name, each)));
  return points.filter((point) => point !== undefined);
}

/** One point with its policy; nothing if it went, or went to another bucket, since the list was made. */
async function readPoint(reader: Reader, bucket: string, Name: string): Promise<AccessPoint | undefined> {
  const point = await unless('NoSuchAccessPoint', readAccount(reader, 'GetAccessPoint', { Name }));
  if (point === undefined || point.Bucket !== bucket) return undefined;
  const answer = await unless(
    'NoSuchAccessPointPolicy',
    readAccount(reader, 'GetAccessPointPolicy', { Name }),
  );
  const vpc = point.VpcConfiguration?.VpcId;
  return {
    Name,
    ...(vpc === undefined ? {} : { VpcConfiguration: { VpcId: vpc } }),
    PublicAccessBlockConfiguration: blockOf(point.PublicAccessBlockConfiguration),
    ...(answer?.Policy === undefined
      ? {}
      : { Policy: policyIn(answer.Policy, `policy of access point ${Name}`) }),
  };
}
