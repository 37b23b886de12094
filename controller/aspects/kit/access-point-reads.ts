import { failureName } from '../../domain/failure.js';
import type { Reader } from '../../domain/ports.js';
import type { BucketTarget } from '../../domain/target.js';
import type { AccessPoint } from './access-point.js';
import { blockOf } from './blocks.js';
import { readAccount, readBucket } from './calls.js';
import { policyIn } from './policy-in.js';

/**
 * All access points of the bucket that are in its own account; points of other accounts S3 does not show. The list
 * names the bucket by nothing but its name, so whose it is is asked first.
 */
export async function readPoints(reader: Reader, { name }: BucketTarget): Promise<readonly AccessPoint[]> {
  await readBucket(reader, 'HeadBucket');
  const names = await namesOf(reader, name);
  const points = await Promise.all(names.map((each) => readPoint(reader, name, each)));
  return points.filter((point) => point !== undefined);
}

const incomplete = (why: string): Error =>
  Object.assign(new Error(`S3's list of access points ${why}`), { name: 'IncompleteList' });

async function namesOf(reader: Reader, bucket: string): Promise<readonly string[]> {
  const names = new Set<string>();
  const asked = new Set<string>();
  let token: string | undefined;
  do {
    const { AccessPointList: page = [], NextToken: next } = await readAccount(reader, 'ListAccessPoints', {
      Bucket: bucket,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    for (const { Name: name } of page) {
      if (name === undefined) throw incomplete('has one without a name');
      names.add(name);
    }
    if (next !== undefined && asked.has(next)) throw incomplete('goes on, but not to a new page');
    token = next;
    if (token !== undefined) asked.add(token);
  } while (token !== undefined);
  return [...names];
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

/** The answer, or nothing where S3 says by this code that there is none. Any other refusal is the caller's. */
async function unless<T>(code: string, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (failureName(error) === code) return undefined;
    throw error;
  }
}
