import { allowing, closed, filledIn, open, type RowCase, us } from './row-case.js';
import { type TrustedRow, trusted } from './trusted.js';

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
