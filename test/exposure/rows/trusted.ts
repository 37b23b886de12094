import { filledIn, partner, us } from './row-case.js';

/** What the guide says of one key that it trusts: its operator, and which values are fixed. */
export interface TrustedRow {
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

export const trusted: readonly TrustedRow[] = [
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
