import {
  bucketActions,
  bucketArn,
  endpoint,
  goneRole,
  goneUser,
  objectActions,
  officeRange,
  org,
  owner,
  partner,
  roleIn,
} from './cast.js';

export type Random = () => number;
export type Statement = Readonly<Record<string, unknown>>;

export const oneOf = <T>(random: Random, ...from: readonly [T, ...T[]]): T =>
  from[Math.floor(random() * from.length)] ?? from[0];
export const some = <T>(random: Random, from: readonly T[]): readonly T[] => {
  const chosen = from.filter(() => random() < 0.4);
  return chosen.length > 0 ? chosen : from.slice(0, 1);
};

const places = [bucketArn, `${bucketArn}/*`, `${bucketArn}/reports/*`];
export const where = (random: Random): readonly string[] => some(random, places);
export const what = (random: Random): readonly string[] =>
  oneOf(
    random,
    some(random, [...bucketActions, ...objectActions]),
    ['s3:Get*', 's3:List*'],
    ['S3:getobject', 's3:PutObject'],
    ['s3:*Object'],
  );
const mayBe = <T extends object>(random: Random, value: T): T | Record<never, never> =>
  random() < 0.5 ? value : {};

/** Statements of an owner that break no rule; some also name principals that were deleted. */
const owners: readonly ((random: Random) => Statement)[] = [
  (random) => ({
    Effect: 'Allow',
    Principal: {
      AWS: [
        ...some(random, [roleIn(owner, 'reader'), roleIn(owner, 'admin'), owner]),
        ...(random() < 0.2 ? [goneRole] : []),
      ],
    },
    Action: what(random),
    Resource: where(random),
    ...mayBe(random, { Condition: { Bool: { 'aws:SecureTransport': true } } }),
  }),
  (random) => ({
    Effect: 'Allow',
    Principal: { AWS: some(random, [partner, roleIn(partner, 'partner'), goneUser]) },
    Action: what(random),
    Resource: where(random),
  }),
  (random) => ({
    Effect: 'Allow',
    Principal: oneOf<unknown>(random, '*', { AWS: '*' }),
    Action: what(random),
    Resource: where(random),
    Condition: {
      [oneOf(random, 'StringEquals', 'StringLike', 'ForAnyValue:StringEquals')]: {
        'aws:PrincipalOrgID': [org],
      },
    },
  }),
  (random) => ({
    Effect: 'Allow',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: ['s3:PutObject'],
    Resource: where(random),
    Condition: { StringEquals: { 'aws:SourceAccount': [owner] } },
  }),
  (random) => ({
    Effect: 'Deny',
    Principal: '*',
    Action: ['s3:DeleteObject', 's3:DeleteBucket'],
    Resource: where(random),
    ...mayBe(random, { Condition: { StringNotEqualsIfExists: { 'aws:SourceVpce': endpoint } } }),
  }),
  (random) => ({
    Effect: 'Deny',
    NotPrincipal: { AWS: [owner, roleIn(owner, 'admin'), ...(random() < 0.3 ? [goneRole] : [])] },
    NotAction: ['s3:*Policy', ...what(random)],
    Resource: [`${bucketArn}/raw/*`],
  }),
  (random) => ({
    Effect: 'Deny',
    Principal: { AWS: [partner, ...(random() < 0.3 ? [goneUser] : [])] },
    Action: what(random),
    Resource: where(random),
    Condition: { NotIpAddress: { 'aws:SourceIp': [officeRange] } },
  }),
];

/** An owner's policy without fault: up to five statements. */
export function ownersStatements(random: Random): readonly Statement[] {
  const count = Math.floor(random() * 6);
  return Array.from({ length: count }, (_, index) => ({
    ...(random() < 0.6 ? { Sid: `Own${index}` } : {}),
    ...oneOf(random, ...(owners as [(typeof owners)[number]]))(random),
  }));
}
