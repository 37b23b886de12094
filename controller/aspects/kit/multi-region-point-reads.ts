import type { MultiRegionAccessPointReport } from '@aws-sdk/client-s3-control';
import type { JsonObject } from '../../domain/json.js';
import type { Reader } from '../../domain/ports.js';
import type { Target } from '../../domain/target.js';
import { blockOf } from './blocks.js';
import { readAccount } from './calls.js';
import { type LivePoint, policyForm } from './multi-region-point.js';
import { everyPoint, incomplete } from './point-list.js';
import { policyIn } from './policy-in.js';
import { unless } from './unless.js';

/** All Multi-Region Access Points of the account, with the policy in force and the one that is on its way. */
export async function readMultiRegionPoints(reader: Reader, target: Target): Promise<readonly LivePoint[]> {
  const listed = await everyPoint(async (input) => {
    const { AccessPoints: list, NextToken } = await readAccount(reader, 'ListMultiRegionAccessPoints', input);
    return { list, NextToken };
  });
  const points = await Promise.all(
    [...listed].map(([Name, report]) => readPoint(reader, target, Name, report)),
  );
  return points.filter((point) => point !== undefined);
}

/** One point with its policies; nothing if it went since the list was made. */
async function readPoint(
  reader: Reader,
  target: Target,
  Name: string,
  report: MultiRegionAccessPointReport,
): Promise<LivePoint | undefined> {
  const { Alias, PublicAccessBlock: block, Regions: regions = [], Status: status } = report;
  if (Alias === undefined) throw incomplete(`has ${Name} without an alias`);
  const policies = await unless('NoSuchMultiRegionAccessPoint', readPolicies(reader, Name));
  if (policies === undefined) return undefined;
  const { established, proposed } = policies;
  const isSettled =
    proposed === undefined || policyForm(proposed, target) === policyForm(established, target);
  return {
    Name,
    Alias,
    Regions: regions.map(({ Bucket, BucketAccountId }) => {
      if (Bucket === undefined) throw incomplete(`has ${Name} with a region without a bucket`);
      return { Bucket, ...(BucketAccountId === undefined ? {} : { BucketAccountId }) };
    }),
    PublicAccessBlock: blockOf(block),
    ...(established === undefined ? {} : { Policy: established }),
    ...(isSettled ? {} : { Proposed: proposed }),
    ...(status === 'DELETING' || status === 'PARTIALLY_DELETED' ? { Status: status } : {}),
  };
}

interface Policies {
  readonly established?: JsonObject;
  readonly proposed?: JsonObject;
}

/** Both policies of a point. Where it never had one, S3 says so by an error or answers without any text. */
async function readPolicies(reader: Reader, Name: string): Promise<Policies> {
  const answer = await unless(
    'NoSuchMultiRegionAccessPointPolicy',
    readAccount(reader, 'GetMultiRegionAccessPointPolicy', { Name }),
  );
  const read = (text: string | undefined, which: string): JsonObject | undefined =>
    text === undefined || text === ''
      ? undefined
      : policyIn(text, `${which} policy of Multi-Region Access Point ${Name}`);
  const established = read(answer?.Policy?.Established?.Policy, 'established');
  const proposed = read(answer?.Policy?.Proposed?.Policy, 'proposed');
  return {
    ...(established === undefined ? {} : { established }),
    ...(proposed === undefined ? {} : { proposed }),
  };
}
