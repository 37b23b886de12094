import { allowing, closed, filledIn, open, partner, type RowCase, us } from './row-case.js';

/** What the guide says of one key that it trusts: its operator, and which values are fixed. */
interface TrustedRow {
  readonly key: string;
  readonly operator: string;
  readonly kind: 'identity' | 'network';
  readonly fixed: readonly [string, string, ...(readonly string[])];
  readonly loose: readonly string[];
}

const role = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;
const topic = (account: string): string => `arn:aws:sns:eu-west-1:${account}:orders`;
const point = (account: string, name: string): string =>
  `arn:aws:s3:eu-west-1:${account}:accesspoint/${name}`;

const trusted: readonly TrustedRow[] = [
  {
    key: 'aws:SourceIp',
    operator: 'IpAddress',
    kind: 'network',
    fixed: [
      '203.0.113.7',
      '198.51.100.0/24',
      '10.0.0.0/8',
      '172.16.0.0/12',
      '11.0.0.0/8',
      '2001:db8::1',
      '2001:db8::/32',
      '203.0.113.9/32',
    ],
    loose: [
      '0.0.0.0/0',
      '0.0.0.0/1',
      '10.0.0.0/1',
      '10.0.0.0/7',
      '64.0.0.0/2',
      '::/0',
      '2000::/3',
      'fc00::/7',
      '2001::/31',
      '203.0.113.0/33',
      '203.0.113',
      '*',
      filledIn('aws:SourceIp'),
    ],
  },
  {
    key: 'aws:SourceVpc',
    operator: 'StringEquals',
    kind: 'network',
    fixed: ['vpc-0f3a9c1d27b84e65a', 'vpc-1b2c3d4e'],
    loose: ['vpc-*', 'vpc-0f3a9c1?', '*'],
  },
  {
    key: 'aws:SourceVpce',
    operator: 'StringEquals',
    kind: 'network',
    fixed: ['vpce-0b7d2e94c3f1a8d60', 'vpce-1'],
    loose: ['vpce-*', 'vpce-?', '*'],
  },
  {
    key: 'aws:SourceArn',
    operator: 'ArnLike',
    kind: 'identity',
    fixed: [topic(us), topic(us).replace('orders', 'bills')],
    loose: ['arn:aws:sns:*:*:*', '*'],
  },
  {
    key: 'aws:SourceAccount',
    operator: 'StringEquals',
    kind: 'identity',
    fixed: [us, us],
    loose: ['41827390556?', '4182*', '*'],
  },
  {
    key: 'aws:SourceOwner',
    operator: 'StringEquals',
    kind: 'identity',
    fixed: [us, us],
    loose: ['4182*', '*'],
  },
  {
    key: 'aws:userid',
    operator: 'StringLike',
    kind: 'identity',
    fixed: [us, us],
    loose: ['AROAQ3EGUX*', '*:session', '*'],
  },
  {
    key: 'aws:PrincipalOrgID',
    operator: 'StringEquals',
    kind: 'identity',
    fixed: ['o-k3v9q2m7xd', 'o-z8p4w1n6yt'],
    loose: ['o-*', 'o-k3v9q2m7x?', '*'],
  },
  {
    key: 'aws:PrincipalOrgPaths',
    operator: 'ForAnyValue:StringLike',
    kind: 'identity',
    fixed: ['o-k3v9q2m7xd/r-ab12/ou-ab12-11111111/', 'o-k3v9q2m7xd/r-ab12/*'],
    loose: ['o-*', 'o-*/r-ab12/*', '*'],
  },
  {
    key: 'aws:PrincipalAccount',
    operator: 'StringEquals',
    kind: 'identity',
    fixed: [us, us],
    loose: ['41827390556?', '*'],
  },
  {
    key: 'aws:PrincipalArn',
    operator: 'ArnLike',
    kind: 'identity',
    fixed: [role(us, 'reader'), role(us, '*')],
    loose: ['arn:aws:iam::*:role/reader', 'arn:aws:iam::41827390556?:root', '*'],
  },
  {
    key: 's3:DataAccessPointAccount',
    operator: 'StringEquals',
    kind: 'identity',
    fixed: [us, us],
    loose: ['4182*', '*'],
  },
  {
    key: 's3:DataAccessPointArn',
    operator: 'StringLike',
    kind: 'identity',
    fixed: [point(us, 'orders'), point(us, '*')],
    loose: [point('*', 'orders'), 'arn:aws:s3:eu-west-1::accesspoint/orders', '*'],
  },
  {
    key: 'aws:PrincipalServiceName',
    operator: 'StringEquals',
    kind: 'identity',
    fixed: ['cloudtrail.amazonaws.com', 'logging.s3.amazonaws.com'],
    loose: ['*.amazonaws.com', '*'],
  },
  {
    key: 'aws:PrincipalServiceNamesList',
    operator: 'ForAnyValue:StringEquals',
    kind: 'identity',
    fixed: ['cloudtrail.amazonaws.com', 'logging.s3.amazonaws.com'],
    loose: ['*'],
  },
  {
    key: 'aws:VpceAccount',
    operator: 'StringEquals',
    kind: 'network',
    fixed: [us, partner],
    loose: ['4182*', '*'],
  },
  {
    key: 'aws:VpceOrgID',
    operator: 'StringEquals',
    kind: 'network',
    fixed: ['o-k3v9q2m7xd', 'o-z8p4w1n6yt'],
    loose: ['o-*'],
  },
  {
    key: 'aws:SourceVpcArn',
    operator: 'ArnEquals',
    kind: 'network',
    fixed: [`arn:aws:ec2:eu-west-1:${us}:vpc/vpc-0f3a`, `arn:aws:ec2:eu-west-1:${us}:vpc/vpc-1b2c`],
    loose: [`arn:aws:ec2:eu-west-1:${us}:vpc/*`],
  },
];

const organizations = /^(?!aws:Vpce).*Org/;

/** Of a trusted key each fixed value confines, no loose one does, and one loose value spoils a list. */
const ofTrusted = ({ key, operator, kind, fixed, loose }: TrustedRow): readonly RowCase[] => {
  const named = organizations.test(key) ? (value: string) => [`org:${value.split('/')[0]}`] : () => [];
  const of = (title: string, value: string | readonly string[], isFixed: boolean): RowCase => ({
    row: `key ${key}`,
    title,
    given: allowing({ Condition: { [operator]: { [key]: value } } }),
    expect: isFixed
      ? {
          ...closed(...new Set([value].flat().flatMap(named))),
          anonymousOrAnyPrincipal: kind === 'network',
        }
      : open,
  });
  return [
    ...fixed.map((value) => of(`${operator} ${value}`, value, true)),
    of('two fixed values', fixed.slice(0, 2), true),
    ...[...loose, filledIn('aws:username'), ''].map((value) => of(`${operator} "${value}"`, value, false)),
    of('a fixed and a loose value', [fixed[0], loose[0] ?? '*'], false),
    of('no value', [], false),
    {
      ...of('the name in other case', fixed[0], true),
      given: allowing({ Condition: { [operator]: { [key.toUpperCase()]: fixed[0] } } }),
    },
  ];
};

const untrusted: readonly (readonly [operator: string, key: string, value: string])[] = [
  ['Bool', 'aws:SecureTransport', 'true'],
  ['StringEquals', 'aws:Referer', 'https://tern.example/'],
  ['StringLike', 'aws:UserAgent', 'tern/1.0'],
  ['StringEquals', 'aws:PrincipalTag/team', 'tern'],
  ['StringEquals', 'aws:PrincipalType', 'AssumedRole'],
  ['StringEquals', 'aws:username', 'mira'],
  ['Bool', 'aws:MultiFactorAuthPresent', 'true'],
  ['NumericLessThan', 'aws:MultiFactorAuthAge', '3600'],
  ['StringEquals', 'aws:RequestedRegion', 'eu-west-1'],
  ['DateGreaterThan', 'aws:CurrentTime', '2026-01-01T00:00:00Z'],
  ['NumericGreaterThan', 'aws:EpochTime', '1767225600'],
  ['Bool', 'aws:ViaAWSService', 'true'],
  ['ForAnyValue:StringEquals', 'aws:CalledVia', 'athena.amazonaws.com'],
  ['StringEquals', 'aws:CalledViaFirst', 'athena.amazonaws.com'],
  ['StringEquals', 'aws:CalledViaLast', 'athena.amazonaws.com'],
  ['IpAddress', 'aws:VpcSourceIp', '10.1.0.0/16'],
  ['StringEquals', 'aws:Ec2InstanceSourceVpc', 'vpc-0f3a'],
  ['IpAddress', 'aws:Ec2InstanceSourcePrivateIPv4', '10.1.2.3'],
  ['StringEquals', 'aws:SourceIdentity', 'mira'],
  ['StringEquals', 'aws:FederatedProvider', 'tern'],
  ['StringEquals', 'aws:ResourceAccount', us],
  ['StringEquals', 'aws:ResourceOrgID', 'o-k3v9q2m7xd'],
  ['StringEquals', 's3:ResourceAccount', us],
  ['StringEquals', 's3:prefix', 'public/'],
  ['StringEquals', 's3:x-amz-acl', 'bucket-owner-full-control'],
  ['StringEquals', 's3:authType', 'REST-HEADER'],
  ['StringEquals', 's3:signatureversion', 'AWS4-HMAC-SHA256'],
  ['NumericLessThan', 's3:signatureAge', '600000'],
  ['StringEquals', 's3:ExistingObjectTag/public', 'yes'],
  ['StringEquals', 's3:x-amz-server-side-encryption-aws-kms-key-id', `arn:aws:kms:eu-west-1:${us}:key/1`],
  ['StringEquals', 'aws:SourceOrgID', 'o-k3v9q2m7xd'],
  ['ForAnyValue:StringLike', 'aws:SourceOrgPaths', 'o-k3v9q2m7xd/r-ab12/*'],
  ['StringEquals', 'tern:Anything', us],
  ['StringEquals', 'SourceAccount', us],
];

export const keyCases: readonly RowCase[] = [
  ...trusted.flatMap(ofTrusted),
  ...untrusted.map(
    ([operator, key, value]): RowCase => ({
      row: 'keys that confine nobody',
      title: `${operator} ${key} ${value}`,
      given: allowing({ Condition: { [operator]: { [key]: value } } }),
      expect: open,
    }),
  ),
];
