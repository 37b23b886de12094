import { shut } from '../aspects/kit/blocks.js';
import { onBucket } from '../aspects/kit/calls.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Memory } from '../domain/ledger.js';
import type { Step } from '../domain/plan.js';
import { type BucketTarget, isDirectoryBucket } from '../domain/target.js';
import { existence, regionIn } from './existence.js';

/** Block Public Access as it has to be on a bucket that only holds its name. */
export const closed = { kind: 'value', value: { ...shut } } as const;

/**
 * The calls that create a deleted bucket again, empty and closed, in the region where it was; `unknown-region` where
 * nobody remembers it. Nothing if its baseline does not ask for that.
 */
export function recreation(
  { target, recreate, aspects }: EffectiveBaseline,
  memory: Memory,
): readonly Step[] | 'unknown-region' | undefined {
  // A directory bucket's name is unique in its zone alone, and is created by other words.
  if (recreate === undefined || target.kind !== 'bucket' || isDirectoryBucket(target)) return undefined;
  const region = regionIn(memory);
  if (region === undefined) return 'unknown-region';
  // Object lock can be had from the first moment, and costs a token of AWS Support later.
  const isLocked = aspects.get('objectLock')?.desired.kind === 'value';
  const create: Step = {
    id: `${existence}.create`,
    aspect: existence,
    service: 's3',
    operation: 'CreateBucket',
    input: {
      Bucket: target.name,
      ObjectOwnership: 'BucketOwnerEnforced',
      // S3 API Reference, CreateBucket: us-east-1 is named by leaving it out.
      ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } }),
      ...(isLocked ? { ObjectLockEnabledForBucket: true } : {}),
      ...(isReserved(target, region) ? { BucketNamespace: 'account-regional' } : {}),
    },
    effect: 'protect',
  };
  const close: Step = {
    id: `${existence}.close`,
    aspect: existence,
    service: 's3',
    operation: 'PutPublicAccessBlock',
    input: { ...onBucket(target), PublicAccessBlockConfiguration: { ...shut } },
    effect: 'close',
    after: [create.id],
    leaves: closed,
  };
  return [create, close];
}

/** S3 User Guide, "Namespaces for general purpose buckets": names that end so are the account's own, and have to be asked for so. */
const isReserved = ({ name, account }: BucketTarget, region: string): boolean =>
  name.endsWith(`-${account}-${region}-an`);

/**
 * The aspects that were not yet seen as declared since the bucket was created again: its objects are gone, so there is
 * nothing to open for, whatever may be opened without a human otherwise.
 */
export function emptiedIn({ aspects }: EffectiveBaseline, { heads, sightings }: Memory): ReadonlySet<string> {
  const since = heads.get(existence)?.repaired?.at;
  if (since === undefined) return new Set();
  return new Set([...aspects.keys()].filter((aspect) => (sightings.get(aspect)?.at ?? '') < since));
}
