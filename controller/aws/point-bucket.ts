import { failureName, isDenied } from '../domain/failure.js';
import { isObject } from '../domain/json.js';
import type { AccountTarget, BucketTarget } from '../domain/target.js';
import { sender } from './calls.js';
import { isRegionName } from './failures.js';
import type { ReadingParts } from './listing.js';
import { boundTo } from './own-target.js';
import { readRule } from './retry.js';

/** An access point as somebody names it. */
interface Point {
  readonly account: AccountTarget;
  readonly region: string;
  readonly name: string;
}

/**
 * The bucket of its own account that is behind an access point, as S3 says it. Nothing where there is no such point, where
 * it may not be asked for, or where it leads to somebody else's bucket: then the next scan sees what there is.
 */
export function bucketsOfPoints({
  clients,
  traffic,
}: Pick<ReadingParts, 'clients' | 'traffic'>): (point: Point) => Promise<BucketTarget | undefined> {
  const send = sender(clients, traffic);
  return async ({ account, region, name }) => {
    if (!isRegionName(region)) return undefined;
    const call = { service: 's3control', operation: 'GetAccessPoint', input: { Name: name } } as const;
    try {
      const { output } = await send(account, region, { ...call, input: boundTo(account, call) }, readRule);
      const { Bucket: bucket, BucketAccountId: owner = account.account } = isObject(output) ? output : {};
      if (typeof bucket !== 'string' || owner !== account.account) return undefined;
      return { ...account, kind: 'bucket', name: bucket };
    } catch (error) {
      if (failureName(error) === 'NoSuchAccessPoint' || isDenied(error)) return undefined;
      throw error;
    }
  };
}
