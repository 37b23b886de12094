import fc from 'fast-check';
import { aspectNamed } from '../../controller/aspects/index.js';
import type { Json } from '../../controller/domain/json.js';
import type { Acl, Grant } from '../../deploy/local/documents.js';
import { cannedAcl, grantToGroup, groups, isPublicGrant } from '../../deploy/local/s3/canned-acl.js';
import { canonicalIdOf } from '../fakes/created-bucket.js';
import { account, demand, partner, target, type Values } from './world.js';

type Documents = Readonly<Record<string, unknown>>;

const objects = `arn:aws:s3:::${target.name}/*`;
const allow = (principal: Json, action = 's3:GetObject'): Json => ({
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  Resource: objects,
});
const policyOf = (...statements: readonly Json[]): Json => ({ Version: '2012-10-17', Statement: statements });

/** Bucket policies from harmless to hostile. */
export const policies = {
  tls: policyOf({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: objects,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  }),
  own: policyOf(allow({ AWS: `arn:aws:iam::${account}:role/reader` })),
  partner: policyOf(allow({ AWS: `arn:aws:iam::${partner}:root` })),
  other: policyOf(allow({ AWS: 'arn:aws:iam::777788889999:root' })),
  website: policyOf(allow('*')),
  hostile: policyOf(allow('*'), allow('*', 's3:PutObject')),
  mixed: policyOf(allow('*'), allow({ AWS: `arn:aws:iam::${partner}:root` })),
} as const satisfies Readonly<Record<string, Json>>;

export const ownerships = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'] as const;
const enforced = 'BucketOwnerEnforced';

/** Block Public Access by four letters, such as `BI-R`: switches that are on. */
export const block = (
  BlockPublicAcls: boolean,
  Ignore: boolean,
  Policy: boolean,
  Restrict: boolean,
): Json => ({
  BlockPublicAcls,
  IgnorePublicAcls: Ignore,
  BlockPublicPolicy: Policy,
  RestrictPublicBuckets: Restrict,
});
export const blocked = block(true, true, true, true);
export const unblocked = block(false, false, false, false);
const blocks = fc
  .oneof(fc.constantFrom(0, 15), fc.nat({ max: 15 }))
  .map((bits) => block((bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0, (bits & 8) > 0));

const owner = canonicalIdOf(account);
const toUser = (ID: string, Permission: string): Grant => ({
  Grantee: { Type: 'CanonicalUser', ID },
  Permission,
});
const grants: readonly Grant[] = [
  grantToGroup(groups.allUsers, 'READ'),
  grantToGroup(groups.allUsers, 'WRITE'),
  grantToGroup(groups.authenticatedUsers, 'READ_ACP'),
  toUser(canonicalIdOf(partner), 'READ'),
  toUser(canonicalIdOf(partner), 'FULL_CONTROL'),
];
/** The owner's own ACL, and these grants. */
export const aclWith = (some: readonly Grant[]): Acl => {
  const own = cannedAcl('private', owner);
  return { ...own, Grants: [...own.Grants, ...some] };
};
const foundAcls = fc.subarray([...grants], { maxLength: 3 }).map(aclWith);
const declaredAcls: fc.Arbitrary<Json> = fc
  .oneof(fc.subarray(grants.filter((grant) => !isPublicGrant(grant))), fc.constant(grants.slice(0, 1)))
  .map((some) => ({ Grants: aclWith(some).Grants }) as unknown as Json);

const maybe = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { freq: 4 });
const policy = fc.constantFrom(...Object.values(policies));

/** What may be stored of a bucket: everything that S3 lets come to be, in whatever order it was put. */
export const foundDocuments: fc.Arbitrary<Documents> = fc
  .record({
    publicAccessBlock: maybe(blocks),
    policy: maybe(policy.map((document) => JSON.stringify(document))),
    acl: foundAcls,
    ownership: maybe(fc.constantFrom(...ownerships)),
  })
  .map(({ ownership, acl, ...rest }) => ({
    ...Object.fromEntries(Object.entries(rest).filter(([, document]) => document !== null)),
    ...(ownership === null ? {} : { ownershipControls: { Rules: [{ ObjectOwnership: ownership }] } }),
    // S3 does not disable ACLs over one that lets others in.
    acl: ownership === enforced ? cannedAcl('private', owner) : acl,
  }));

/** Declared values of access aspects that can be reached together. */
export const declaredValues: fc.Arbitrary<Values> = fc
  .record(
    {
      publicAccessBlock: blocks,
      bucketPolicy: maybe(policy),
      acl: fc.oneof(fc.constant<Json>({ Canned: 'private' }), declaredAcls),
      ownershipControls: fc.constantFrom(...ownerships).map((ObjectOwnership): Json => ({ ObjectOwnership })),
    },
    { requiredKeys: [] },
  )
  .filter((values) => Object.keys(values).length > 0 && isReachable(values));

function isReachable(values: Values): boolean {
  const grants = (values['acl'] as { readonly Grants?: readonly Grant[] } | undefined)?.Grants ?? [];
  // A public ACL cannot be seen behind a block that ignores it, nor any grant where ACLs are disabled: what may hide
  // it has to be declared, too.
  if (values['publicAccessBlock'] === undefined && grants.some(isPublicGrant)) return false;
  if (values['ownershipControls'] === undefined && grants.length > 1) return false;
  const wanted = new Map(Object.entries(values).map(([name, value]) => [name, demand(value)]));
  return Object.entries(values).every(
    ([name, value]) =>
      value === null || aspectNamed(name)?.unreachable?.(value, wanted, target) === undefined,
  );
}

/** The documents that a bucket has when it is as declared, what is not declared as it was found. */
export function asDeclared(found: ReadonlyMap<string, unknown>, values: Values): Map<string, unknown> {
  const documents = new Map(found);
  const { publicAccessBlock, bucketPolicy, acl, ownershipControls } = values;
  if (publicAccessBlock !== undefined) documents.set('publicAccessBlock', publicAccessBlock);
  if (bucketPolicy === null) documents.delete('policy');
  else if (bucketPolicy !== undefined) documents.set('policy', JSON.stringify(bucketPolicy));
  if (ownershipControls !== undefined) documents.set('ownershipControls', { Rules: [ownershipControls] });
  if (acl !== undefined) {
    const { Canned, Grants } = acl as { readonly Canned?: string; readonly Grants?: readonly Grant[] };
    documents.set('acl', Canned === undefined ? { Owner: { ID: owner }, Grants } : cannedAcl(Canned, owner));
  }
  return documents;
}
