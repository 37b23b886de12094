import type { Json } from '../../../controller/domain/json.js';
import { allowing, closed, open, ourId, partner, partnerId, type RowCase, third, us } from './row-case.js';

const rows: readonly (readonly [row: string, principal: Json, lets: 'everybody' | readonly string[]])[] = [
  ['everybody', '*', 'everybody'],
  ['everybody', { AWS: '*' }, 'everybody'],
  ['everybody', { AWS: ['*'] }, 'everybody'],
  ['everybody', { AWS: [us, '*'] }, 'everybody'],
  ['everybody', { CanonicalUser: '*' }, 'everybody'],
  ['everybody', { Service: '*' }, 'everybody'],
  ['everybody', { Federated: '*' }, 'everybody'],
  ['everybody', { AWS: us, Service: ['*'] }, 'everybody'],
  ['everybody', { Federated: 'cognito-identity.amazonaws.com' }, 'everybody'],
  ['everybody', { Federated: 'accounts.google.com' }, 'everybody'],
  ['not understood', ['*'], 'everybody'],
  ['not understood', [us], 'everybody'],
  ['not understood', us, 'everybody'],
  ['not understood', null, 'everybody'],
  ['not understood', true, 'everybody'],
  ['not understood', { AWS: { Id: us } }, 'everybody'],
  ['not understood', { AWS: null }, 'everybody'],
  ['not understood', { AWS: '' }, 'everybody'],
  ['not understood', { AWS: 'AKIAQ3EGUXYZABCDEFGHI' }, 'everybody'],
  ['not understood', { AWS: `${us}0` }, 'everybody'],
  ['not understood', { AWS: ` ${us}` }, 'everybody'],
  ['not understood', { aws: us }, 'everybody'],
  ['not understood', { Nobody: us }, 'everybody'],
  ['not understood', { AWS: `arn:aws:iam::${us}` }, 'everybody'],
  ['not understood', { AWS: `arn:aws:ec2::${us}:role/a` }, 'everybody'],
  ['not understood', { AWS: `arn:tern:iam::${us}:role/a` }, 'everybody'],
  ['a wildcard in the account', { AWS: 'arn:aws:iam::*:root' }, 'everybody'],
  ['a wildcard in the account', { AWS: 'arn:aws:iam::*:role/reader' }, 'everybody'],
  ['a wildcard in the account', { AWS: 'arn:aws:iam::41827390556?:root' }, 'everybody'],
  ['a wildcard in the account', { AWS: 'arn:*' }, 'everybody'],
  ['an account', { AWS: us }, []],
  ['an account', { AWS: Number(us) }, []],
  ['an account', { AWS: partner }, [partner]],
  ['an account', { AWS: [partner, us, third] }, [partner, third]],
  ['an account', { AWS: `arn:aws:iam::${partner}:root` }, [partner]],
  ['an account', { AWS: `arn:aws-cn:iam::${partner}:root` }, [partner]],
  ['an account', { AWS: `arn:aws-us-gov:iam::${partner}:role/a` }, [partner]],
  ['an identity of an account', { AWS: `arn:aws:iam::${us}:user/mira` }, []],
  ['an identity of an account', { AWS: `arn:aws:iam::${partner}:role/path/to/reader` }, [partner]],
  ['an identity of an account', { AWS: `arn:aws:sts::${partner}:assumed-role/reader/s` }, [partner]],
  ['an identity of an account', { AWS: `arn:aws:sts::${partner}:federated-user/mira` }, [partner]],
  // The owner's id in another's name does not make it the owner's.
  ['an identity of an account', { AWS: `arn:aws:iam::${partner}:role/for-${us}` }, [partner]],
  ['an identity of an account', { AWS: `arn:aws:iam::${partner}:role/arn:aws:iam::${us}:root` }, [partner]],
  ['a canonical user', { CanonicalUser: ourId }, []],
  ['a canonical user', { CanonicalUser: partnerId }, [partnerId]],
  ['a canonical user', { CanonicalUser: [ourId, partnerId] }, [partnerId]],
  ['a canonical user', { CanonicalUser: 'b8' }, 'everybody'],
  [
    'an origin access identity',
    { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1AB2CD3EF4GHI' },
    ['oai:E1AB2CD3EF4GHI'],
  ],
  [
    'an origin access identity',
    { AWS: ['arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1AB', partner] },
    [partner, 'oai:E1AB'],
  ],
  ['an origin access identity', { AWS: 'arn:aws:iam::cloudfront:user/*' }, 'everybody'],
  ['a deleted user or role', { AWS: 'AIDAQ3EGUXYZABCDEFGHI' }, []],
  ['a deleted user or role', { AWS: 'AROAQ3EGUXYZABCDEFGHI' }, []],
  ['a deleted user or role', { AWS: ['AROAQ3EGUXYZABCDEFGHI', partner] }, [partner]],
  ['nobody', {}, []],
  ['nobody', { AWS: [] }, []],
  ['a service', { Service: 'logging.s3.amazonaws.com' }, []],
  ['a service', { Service: ['cloudtrail.amazonaws.com', 'config.amazonaws.com'] }, []],
  ['a service', { Service: 'cloudtrail.amazonaws.com', AWS: partner }, [partner]],
  ['an identity provider', { Federated: `arn:aws:iam::${us}:saml-provider/corp` }, []],
  ['an identity provider', { Federated: `arn:aws:iam::${partner}:oidc-provider/tern.example` }, [partner]],
];

const byPrincipal: readonly RowCase[] = rows.map(([row, principal, lets]) => ({
  row: `principal: ${row}`,
  title: JSON.stringify(principal),
  given: allowing({ Principal: principal }),
  expect: lets === 'everybody' ? open : { ...closed(...lets), anonymousOrAnyPrincipal: false },
}));

const { Principal: _, ...missing } = { Principal: '*', NotPrincipal: { AWS: us } };
const element: readonly RowCase[] = [
  {
    row: 'principal: all but some',
    title: 'NotPrincipal beside no Principal',
    given: {
      ...allowing({}),
      policy: { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...missing } },
    },
    expect: open,
  },
  {
    row: 'principal: all but some',
    title: 'NotPrincipal beside a Principal',
    given: allowing({ Principal: { AWS: us }, ...missing }),
    expect: open,
  },
  {
    row: 'principal: not understood',
    title: 'none',
    given: {
      ...allowing({}),
      policy: { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } },
    },
    expect: open,
  },
];

/** S3 refuses a wildcard behind an account, so it is both: named, and not fixed. */
const behind: readonly RowCase[] = [
  `arn:aws:iam::${partner}:role/*`,
  `arn:aws:sts::${partner}:assumed-role/?/s`,
].map((arn) => ({
  row: 'principal: a wildcard behind an account',
  title: arn,
  given: allowing({ Principal: { AWS: arn } }),
  expect: { ...open, externalAccounts: [partner] },
}));

export const principalCases: readonly RowCase[] = [...byPrincipal, ...element, ...behind];
