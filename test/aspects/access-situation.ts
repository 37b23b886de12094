import type { Aspect, Situation } from '../../controller/aspects/kit/aspect.js';
import type { Json } from '../../controller/domain/json.js';
import type { Desired, Observation } from '../../controller/domain/observation.js';

export const account = '111122223333';
export const partner = '444455556666';
export const bucket = { kind: 'bucket', partition: 'aws', account, name: 'heron-ledger' } as const;
export const ownerId = 'a7'.repeat(32);

/** What there is and what must be, by aspect; `null` for absent. What is not named was not read, or is unmanaged. */
export interface World {
  readonly found?: Readonly<Record<string, Json>>;
  readonly wanted?: Readonly<Record<string, Json>>;
  readonly repairs: readonly string[];
  readonly mayOpen?: readonly string[];
}

const settled = (state: Json): Extract<Observation, { kind: 'observed' | 'absent' }> =>
  state === null ? { kind: 'absent' } : { kind: 'observed', state };
const demanded = (value: Json): Desired => (value === null ? { kind: 'absent' } : { kind: 'value', value });

/** The situation of one aspect in such a world. */
export function situationOf(
  aspect: string,
  { found = {}, wanted = {}, repairs, mayOpen = [] }: World,
): Situation {
  const actual = settled(found[aspect] ?? null);
  const declared = wanted[aspect];
  return {
    target: bucket,
    actual,
    found: actual,
    seen: new Map(Object.entries(found).map(([name, state]) => [name, settled(state)])),
    wanted: new Map(Object.entries(wanted).map(([name, value]) => [name, demanded(value)])),
    repairs: new Set(repairs),
    mayOpen: (name) => mayOpen.includes(name),
    ...(declared === undefined ? {} : { desired: demanded(declared) }),
  };
}

/** Wanted values as `unreachable` gets them. */
export const beside = (wanted: Readonly<Record<string, Json>>): ReadonlyMap<string, Desired> =>
  new Map(Object.entries(wanted).map(([name, value]) => [name, demanded(value)]));

/** Block Public Access with all switches alike, or some other. */
export const block = (on: boolean, more: Readonly<Record<string, boolean>> = {}): Json => ({
  BlockPublicAcls: on,
  IgnorePublicAcls: on,
  BlockPublicPolicy: on,
  RestrictPublicBuckets: on,
  ...more,
});

const objects = `arn:aws:s3:::${bucket.name}/*`;

/** A policy with one Allow to read. */
export const reading = (principal: Json, more: Readonly<Record<string, Json>> = {}): Json => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: objects, ...more }],
});

/** An ACL as S3 shows it, with the owner's own grant. */
export const shownAcl = (...grants: readonly Json[]): Json => ({
  Owner: { ID: ownerId },
  Grants: [{ Grantee: { Type: 'CanonicalUser', ID: ownerId }, Permission: 'FULL_CONTROL' }, ...grants],
});

export const grantToUser = (ID: string, Permission: string): Json => ({
  Grantee: { Type: 'CanonicalUser', ID },
  Permission,
});

export const grantToGroup = (name: string, Permission: string): Json => ({
  Grantee: { Type: 'Group', URI: `http://acs.amazonaws.com/groups/${name}` },
  Permission,
});

/** What an aspect that needs versioning does about what is found: its repair, beside a versioning as it must be or not. */
export const writesBesideVersioning =
  (aspect: Pick<Aspect, 'name' | 'write'>) =>
  (
    found: Json,
    wanted: Json,
    { versioning = kept, repairs = [] }: { versioning?: Json; repairs?: readonly string[] } = {},
  ) =>
    aspect.write(
      situationOf(aspect.name, {
        found: { [aspect.name]: found, versioning },
        wanted: { [aspect.name]: wanted, versioning: kept },
        repairs: [aspect.name, ...repairs],
      }),
    );

const kept = { Status: 'Enabled' };
