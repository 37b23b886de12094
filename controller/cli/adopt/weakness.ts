import type { JsonObject } from '../../domain/json.js';
import type { Desired, Observation } from '../../domain/observation.js';
import type { BucketTarget } from '../../domain/target.js';
import { isPublicAcl } from '../../exposure/acl-public.js';
import { outsiders } from '../../exposure/outsiders.js';
import { isPublicPolicy } from '../../exposure/policy-public.js';

/** Why a live value is not worth holding on to, and what to write instead. */
export interface Weakness {
  readonly why: string;
  readonly instead: string;
}

type Settled = Extract<Observation, { kind: 'observed' | 'absent' }>;

/** What a bucket of today is created with is no weakness; what lets others in, or loses data or evidence, is. */
const judges: Readonly<
  Record<string, (state: JsonObject | undefined, target: BucketTarget) => Weakness | undefined>
> = {
  publicAccessBlock: (state) => {
    const switches = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
    const off = switches.filter((name) => state?.[name] !== true);
    return off.length === 0
      ? undefined
      : { why: `public access is not blocked: ${off.join(', ')} off`, instead: 'publicAccessBlock: {}' };
  },
  bucketPolicy: (state, { account }) => {
    if (state === undefined) return undefined;
    if (isPublicPolicy(state))
      return { why: 'the policy lets in the world', instead: 'a policy without that statement, or absent' };
    const others = outsiders(state, account);
    return others.length === 0
      ? undefined
      : { why: `the policy lets in ${others.join(', ')}`, instead: 'the same, if that is meant' };
  },
  acl: (state) => {
    const grants = state?.['Grants'];
    const isOwners = Array.isArray(grants) && grants.length <= 1;
    if (isOwners) return undefined;
    const why = isPublicAcl(state ?? null) ? 'the ACL lets in the world' : 'the ACL lets in others';
    return { why, instead: 'acl: { Canned: private }' };
  },
  ownershipControls: (state) =>
    state?.['ObjectOwnership'] === 'BucketOwnerEnforced'
      ? undefined
      : {
          why: 'ACLs are in force beside the policy',
          instead: 'ownershipControls: { ObjectOwnership: BucketOwnerEnforced }',
        },
  versioning: (state) =>
    state?.['Status'] === 'Enabled'
      ? undefined
      : {
          why: 'what is overwritten or deleted is lost',
          instead: 'versioning: { Status: Enabled }',
        },
  logging: (state) =>
    state === undefined
      ? { why: 'nobody can tell who read what', instead: 'logging: { TargetBucket: ..., TargetPrefix: ... }' }
      : undefined,
};

/** What is weak about what was found; nothing if it may be held as it is. */
export const weaknessOf = (aspect: string, found: Settled, target: BucketTarget): Weakness | undefined =>
  judges[aspect]?.(found.kind === 'observed' ? (found.state as JsonObject) : undefined, target);

/** Settings that let in or lead elsewhere: that there are none is worth holding. */
const better: ReadonlySet<string> = new Set(['bucketPolicy', 'cors', 'replication', 'website']);

/** What a baseline may demand so that what was found equals it, the best first; none where it is better left open. */
export function candidates(
  aspect: string,
  found: Settled,
  canonical: (state: never) => unknown,
): readonly Desired[] {
  if (found.kind === 'absent') return better.has(aspect) ? [{ kind: 'absent' }] : [];
  const state =
    aspect === 'tagging'
      ? Object.fromEntries(
          Object.entries(found.state as JsonObject).filter(([key]) => !key.startsWith('aws:')),
        )
      : found.state;
  return [
    { kind: 'value', value: state },
    { kind: 'value', value: canonical(state as never) as JsonObject },
  ];
}
