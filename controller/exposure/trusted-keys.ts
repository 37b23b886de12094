import { isNarrowRange } from './networks.js';

/** A condition key whose fixed values confine everybody to somebody. */
export interface TrustedKey {
  /** What it confines: to known callers, or to whoever is in a known network. */
  readonly kind: 'identity' | 'network';
  /** The operators that compare it and are false when it is missing. */
  readonly operators: readonly string[];
  readonly isFixed: (value: string) => boolean;
}

const text = ['StringEquals', 'StringEqualsIgnoreCase', 'StringLike'];
const arn = [...text, 'ArnEquals', 'ArnLike'];

/** No wildcard and no policy variable (S3 User Guide, "Blocking public access: the meaning of public"). */
const isLiteral = (value: string): boolean => /^[^*?]+$/.test(value) && !value.includes('${');

/** Literal, or of a form whose wildcards stand only where a fixed account, organization or role has the say. */
const literalOr =
  (form: RegExp) =>
  (value: string): boolean =>
    isLiteral(value) || (form.test(value) && !value.includes('${'));

const userId = literalOr(/^A(?:ID|RO)A[A-Z0-9]+:\*$/);
const principalArn = literalOr(/^arn:[a-z-]+:(?:iam|sts)::\d{12}:.+$/);
/** With its account; a wildcard only in the name of the access point. */
const accessPointArn = (value: string): boolean =>
  /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:\d{12}:(?:[^*?]+|accesspoint\/.+)$/.test(value) &&
  !value.includes('${');
const organizationPath = literalOr(/^o-[a-z0-9]+\/[^*?]*\*$/);

const identity = (
  operators: readonly string[],
  isFixed: (value: string) => boolean = isLiteral,
): TrustedKey => ({ kind: 'identity', operators, isFixed });
const network = (
  operators: readonly string[],
  isFixed: (value: string) => boolean = isLiteral,
): TrustedKey => ({ kind: 'network', operators, isFixed });

/**
 * The keys of the S3 User Guide's list, and newer ones of the same nature. Keys that describe the bucket itself
 * (`aws:ResourceAccount`), or that the caller chooses (`aws:Referer`), are not among them.
 */
const keys: Readonly<Record<string, TrustedKey>> = {
  'aws:SourceIp': network(['IpAddress'], isNarrowRange),
  'aws:SourceVpc': network(text),
  'aws:SourceVpce': network(text),
  'aws:SourceVpcArn': network(arn),
  'aws:VpceAccount': network(text),
  'aws:VpceOrgID': network(text),
  'aws:VpceOrgPaths': network(text, organizationPath),
  'aws:SourceArn': identity(arn),
  'aws:SourceAccount': identity(text),
  'aws:SourceOwner': identity(text),
  'aws:userid': identity(text, userId),
  'aws:PrincipalOrgID': identity(text),
  'aws:PrincipalOrgPaths': identity(text, organizationPath),
  'aws:PrincipalAccount': identity(text),
  'aws:PrincipalArn': identity(arn, principalArn),
  'aws:PrincipalServiceName': identity(text),
  'aws:PrincipalServiceNamesList': identity(text),
  'aws:PrincipalIsAWSService': identity(['Bool'], (value) => value.toLowerCase() === 'true'),
  's3:DataAccessPointAccount': identity(text),
  's3:DataAccessPointArn': identity(arn, accessPointArn),
};

const byName: ReadonlyMap<string, TrustedKey> = new Map(
  Object.entries(keys).map(([name, key]) => [name.toLowerCase(), key]),
);

/** The trusted key of that name (in lower case), or nothing: an unknown key confines nobody. */
export const trustedKey = (name: string): TrustedKey | undefined => byName.get(name);
