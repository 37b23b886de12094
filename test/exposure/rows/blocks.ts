import type { Json } from '../../../controller/domain/json.js';
import type { Expected } from '../cases.js';
import { group, own, to, user } from './grants.js';
import { bucket, objects, partner, partnerId, policy, type RowCase, statement } from './row-case.js';

const flags = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;
type Flag = (typeof flags)[number];

const forAll = statement({ Sid: 'World' });
const forPartner = statement({ Principal: { AWS: partner }, Action: 's3:PutObject', Resource: objects });

/** What may be stored: who is in it by the policy and by the ACL. */
interface Stored {
  readonly title: string;
  readonly policy: Json;
  readonly acl: Json;
  readonly world: { readonly policy: boolean; readonly acl: boolean };
  readonly partners: { readonly policy: readonly string[]; readonly acl: readonly string[] };
}
const none = { policy: [], acl: [] };
const stored: readonly Stored[] = [
  {
    title: 'nothing',
    policy: null,
    acl: [own],
    world: { policy: false, acl: false },
    partners: none,
  },
  {
    title: 'a public policy',
    policy: policy(forAll),
    acl: null,
    world: { policy: true, acl: false },
    partners: none,
  },
  {
    title: 'a public policy that names a partner',
    policy: policy(forAll, forPartner),
    acl: [own],
    world: { policy: true, acl: false },
    partners: { policy: [partner], acl: [] },
  },
  {
    title: 'a share',
    policy: policy(forPartner),
    acl: [own],
    world: { policy: false, acl: false },
    partners: { policy: [partner], acl: [] },
  },
  {
    title: 'a public ACL',
    policy: null,
    acl: [own, to(group('global/AllUsers'), 'READ')],
    world: { policy: false, acl: true },
    partners: none,
  },
  {
    title: 'a public ACL that names a user, and a share',
    policy: policy(forPartner),
    acl: [to(group('global/AuthenticatedUsers'), 'READ'), to(user(partnerId), 'WRITE')],
    world: { policy: false, acl: true },
    partners: { policy: [partner], acl: [partnerId] },
  },
  {
    title: 'a public policy and a public ACL',
    policy: policy(forAll),
    acl: [own, to(group('global/AllUsers'), 'READ'), to(user(partnerId), 'READ')],
    world: { policy: true, acl: true },
    partners: { policy: [], acl: [partnerId] },
  },
];

/** Who gets in, by what the guide says of the flags that are on at either level. */
function meaning(
  { world, partners }: Stored,
  on: (flag: Flag) => boolean,
  hasAcls: boolean,
): Partial<Expected> {
  const isCut = world.policy && on('RestrictPublicBuckets');
  const reads = isCut ? false : world.policy || (world.acl && hasAcls && !on('IgnorePublicAcls'));
  const named = [...partners.policy, ...(hasAcls ? partners.acl : [])].toSorted();
  return {
    policyPublic: world.policy,
    effectivelyPublic: { read: reads, write: false },
    anonymousOrAnyPrincipal: world.policy || (world.acl && hasAcls),
    externalAccounts: named,
    effectiveExternalAccounts: isCut ? [] : named,
  };
}

const settings: readonly { readonly title: string; readonly bucket: Json; readonly account: Json }[] = [
  { title: 'no flag', bucket: null, account: null },
  { title: 'empty records', bucket: {}, account: {} },
  ...flags.flatMap((flag) => [
    { title: `${flag} of the bucket`, bucket: { [flag]: true }, account: null },
    { title: `${flag} of the account`, bucket: { [flag]: false }, account: { [flag]: true } },
  ]),
  {
    title: 'all flags of the bucket',
    bucket: Object.fromEntries(flags.map((flag) => [flag, true])),
    account: null,
  },
  {
    title: 'flags that are no booleans',
    bucket: { IgnorePublicAcls: 'true', RestrictPublicBuckets: 1 },
    account: 'all',
  },
];

const isOn = (record: Json, flag: Flag): boolean =>
  typeof record === 'object' &&
  record !== null &&
  Object.entries(record).some(([name, value]) => name === flag && value === true);

const ownerships: readonly (readonly [Json, boolean])[] = [
  ['ObjectWriter', true],
  ['BucketOwnerPreferred', true],
  [null, true],
  ['BucketOwnerEnforced', false],
];

const crossed: readonly RowCase[] = stored.flatMap((one) =>
  settings.flatMap(({ title, bucket: bucketPab, account: accountPab }) =>
    ownerships
      // A level of ownership more changes nothing where there is no ACL to judge.
      .filter(([ownership]) => one.world.acl || ownership === 'ObjectWriter')
      .map(([ownership, hasAcls]) => ({
        row: `block: ${title}`,
        title: `${one.title}, ${JSON.stringify(ownership)}`,
        given: bucket({ policy: one.policy, acl: one.acl, bucketPab, accountPab, ownership }),
        expect: meaning(one, (flag) => isOn(bucketPab, flag) || isOn(accountPab, flag), hasAcls),
      })),
  ),
);

/** Services are let through by RestrictPublicBuckets, and with them whoever they act for. */
const services: RowCase = {
  row: 'block: RestrictPublicBuckets of the bucket',
  title: 'a public policy, and a service that acts for a partner',
  given: bucket({
    policy: policy(
      forAll,
      statement({
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': partner } },
      }),
    ),
    bucketPab: { RestrictPublicBuckets: true },
  }),
  expect: { externalAccounts: [partner], effectiveExternalAccounts: [partner], policyPublic: true },
};

export const blockCases: readonly RowCase[] = [...crossed, services];
