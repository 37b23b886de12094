import type { Caller, Request } from './evaluate.js';

export const owner = '111122223333';
export const partner = '444455556666';
export const stranger = '999988887777';
export const org = 'o-listed00001';
export const otherOrg = 'o-strangers01';
export const bucketName = 'heron-ledger';
export const bucketArn = `arn:aws:s3:::${bucketName}`;
export const strangeUser = 'c3'.repeat(32);
export const strangeIdentity =
  'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2STRANGER0001';
export const goneRole = 'AROAGONEGONEGONE00001';
export const goneUser = 'AIDAGONEGONEGONE00002';

export const roleIn = (account: string, role: string): string => `arn:aws:iam::${account}:role/${role}`;

/** Where a caller belongs: `own` and `listed` may be let in, whatever the rules forbid. */
type Side = 'own' | 'listed' | 'strange' | 'service';

const inAccount = (side: Side, account: string, role: string, organisation: string): Cast => ({
  side,
  name: `${role} of ${account}`,
  names: { AWS: [account, `arn:aws:iam::${account}:root`, roleIn(account, role)] },
  keys: {
    'aws:principalaccount': [account],
    'aws:principalarn': [roleIn(account, role)],
    'aws:principalorgid': [organisation],
    'aws:userid': [`AROA${role.toUpperCase()}:session`],
  },
});

const service = (side: Side, source: string): Cast => ({
  side,
  name: `logging for ${source}`,
  names: { Service: ['logging.s3.amazonaws.com'] },
  keys: { 'aws:sourceaccount': [source], 'aws:principalisawsservice': ['true'] },
});

export interface Cast extends Caller {
  readonly side: Side;
}

const anonymous = { 'aws:principalaccount': ['anonymous'] };

export const cast: readonly Cast[] = [
  inAccount('own', owner, 'reader', 'o-ours0000001'),
  inAccount('own', owner, 'admin', 'o-ours0000001'),
  inAccount('listed', partner, 'partner', 'o-partner0001'),
  inAccount('listed', '555566667777', 'member', org),
  inAccount('strange', stranger, 'intruder', otherOrg),
  inAccount('strange', '888877776666', 'other', 'o-others00001'),
  { side: 'strange', name: 'anonymous', names: {}, keys: anonymous },
  { side: 'strange', name: 'a canonical user', names: { CanonicalUser: [strangeUser] }, keys: anonymous },
  { side: 'strange', name: 'an identity of CloudFront', names: { AWS: [strangeIdentity] }, keys: anonymous },
  service('service', owner),
  service('strange', stranger),
];

export const officeRange = '203.0.113.0/24';
export const endpoint = 'vpce-0a1b2c3d';

/** Where requests come from. The first three come from nowhere that a policy could trust. */
const contexts: readonly Request['context'][] = [
  { 'aws:sourceip': ['198.51.100.7'], 'aws:securetransport': ['true'], 's3:tlsversion': ['1.3'] },
  { 'aws:sourceip': ['192.0.2.1'], 'aws:securetransport': ['false'] },
  {
    'aws:sourceip': ['8.8.8.8'],
    'aws:securetransport': ['true'],
    's3:tlsversion': ['1.1'],
    'aws:referer': ['https://example.com/'],
  },
  { 'aws:sourceip': ['203.0.113.9'], 'aws:securetransport': ['true'], 's3:tlsversion': ['1.2'] },
  { 'aws:sourcevpce': [endpoint], 'aws:securetransport': ['true'], 's3:tlsversion': ['1.3'] },
];

export const aclActions = [
  's3:PutBucketAcl',
  's3:PutBucketPolicy',
  's3:DeleteBucketPolicy',
  's3:PutBucketPublicAccessBlock',
  's3:PutBucketOwnershipControls',
];
export const objectAclActions = ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'];
export const bucketActions = ['s3:ListBucket', 's3:GetBucketAcl', 's3:PutBucketTagging', 's3:DeleteBucket'];
export const objectActions = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:GetObjectAcl'];

export interface Asked extends Request {
  readonly caller: Cast;
  /** Whether it comes from nowhere that a policy could trust. */
  readonly isAnywhere: boolean;
  readonly changesAccess: boolean;
}

/** Every request that is tried. */
export const requests: readonly Asked[] = cast.flatMap((caller) =>
  contexts.flatMap((context, index) =>
    [
      ...[...aclActions, ...bucketActions].map((action) => ({ action, resource: bucketArn })),
      ...[...objectAclActions, ...objectActions].flatMap((action) =>
        ['reports/a', 'raw/b'].map((name) => ({ action, resource: `${bucketArn}/${name}` })),
      ),
    ].map(({ action, resource }) => ({
      caller,
      context,
      action,
      resource,
      isAnywhere: index < 3,
      changesAccess: [...aclActions, ...objectAclActions].includes(action),
    })),
  ),
);
