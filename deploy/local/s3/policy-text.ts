import { S3Error } from './error.js';
import { isRecord, many, type PolicyDocument } from './policy-shape.js';

const sizeLimit = 20 * 1024;
const versions = ['2012-10-17', '2008-10-17'];
const topLevel = ['Version', 'Id', 'Statement'];
const elements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];
const operators =
  /^(Null|(ForAllValues:|ForAnyValue:)?(String(Not)?(Equals(IgnoreCase)?|Like)|Numeric((Not)?Equals|(Less|Greater)Than(Equals)?)|Date((Not)?Equals|(Less|Greater)Than(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?)$/;

/**
 * Reads the text of a policy that is to be put and answers it as S3 keeps it: account ids become the ARN of the
 * account's root. Whatever S3 would not take is MalformedPolicy, resources too that `covers` does not know, and actions of
 * other services than the one that is given.
 */
export function readPolicy(
  text: string,
  partition: string,
  covers: (resource: string) => boolean,
  service?: 's3express',
): PolicyDocument {
  if (Buffer.byteLength(text) > sizeLimit)
    throw malformed('Policy exceeds the maximum allowed document size');
  const policy = parse(text);
  const statements = many(policy['Statement']);
  if (Object.keys(policy).some((name) => !topLevel.includes(name))) throw malformed('Unknown field');
  const version = policy['Version'];
  if (version !== undefined && !versions.includes(String(version)))
    throw malformed('The policy must contain a valid version string');
  if (statements.length === 0) throw malformed('Could not parse the policy: Statement is empty!');
  const kept = statements.map((statement) => {
    if (!isRecord(statement)) throw malformed('Statement is not an object');
    return readStatement(statement, { partition, covers, service });
  });
  return { ...policy, Statement: kept };
}

function parse(text: string): PolicyDocument {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    throw malformed("Policies must be valid JSON and the first byte must be '{'");
  }
  throw malformed("Policies must be valid JSON and the first byte must be '{'");
}

interface Terms {
  readonly partition: string;
  readonly covers: (resource: string) => boolean;
  readonly service: 's3express' | undefined;
}

function readStatement(statement: PolicyDocument, { partition, covers, service }: Terms): PolicyDocument {
  const { Effect: effect } = statement;
  const unknown = Object.keys(statement).find((name) => !elements.includes(name));
  if (unknown !== undefined) throw malformed(`Unknown field ${unknown}`);
  if (effect !== 'Allow' && effect !== 'Deny') throw malformed('Invalid effect');
  for (const name of ['Principal', 'Action', 'Resource']) {
    const given = [name, `Not${name}`].filter((one) => one in statement);
    if (given.length !== 1) throw malformed(`Missing required field ${name}`);
  }
  if ('NotPrincipal' in statement && effect === 'Allow')
    throw malformed('Allow with NotPrincipal is not allowed.');
  checkEach(statement, 'Action', (action) =>
    service === undefined
      ? action === '*' || /^s3(-[a-z-]+)?:[A-Za-z*?]+$/i.test(action)
      : /^s3express:[A-Za-z*?]+$/i.test(action),
  );
  checkEach(statement, 'Resource', covers);
  checkCondition(statement['Condition']);
  const name = 'Principal' in statement ? 'Principal' : 'NotPrincipal';
  return { ...statement, [name]: readPrincipal(statement[name], partition) };
}

function checkEach(statement: PolicyDocument, name: string, isValid: (value: string) => boolean): void {
  const values = many(statement[name] ?? statement[`Not${name}`]);
  if (values.length === 0 || !values.every((value) => typeof value === 'string' && isValid(value)))
    throw malformed(`Policy has invalid ${name.toLowerCase()}`);
}

/** Whether a policy of the bucket may name the resource. */
export function coversBucket(resource: string, bucket: string, partition: string): boolean {
  if (resource === '*') return true;
  const prefix = `arn:${partition}:s3:::`;
  if (!resource.startsWith(prefix)) return false;
  const [name = ''] = resource.slice(prefix.length).split('/');
  const pattern = name.replace(/[.]/g, '\\.').replace(/[*]/g, '.*').replace(/[?]/g, '.');
  return /^[A-Za-z0-9.*?-]+$/.test(name) && new RegExp(`^${pattern}$`).test(bucket);
}

function checkCondition(condition: unknown): void {
  if (condition === undefined) return;
  if (!isRecord(condition)) throw malformed('Condition is not an object');
  for (const [operator, keys] of Object.entries(condition)) {
    if (!operators.test(operator)) throw malformed(`Invalid Condition type : ${operator}`);
    if (!isRecord(keys)) throw malformed('Policy has an invalid condition key');
    const values = Object.values(keys).flatMap(many);
    if (values.some((value) => !['string', 'number', 'boolean'].includes(typeof value)))
      throw malformed('Policy has an invalid condition value');
  }
}

function readPrincipal(principal: unknown, partition: string): unknown {
  if (principal === '*') return principal;
  if (!isRecord(principal)) throw invalidPrincipal();
  const read = Object.entries(principal).map(([kind, names]) => {
    if (!['AWS', 'Service', 'Federated', 'CanonicalUser'].includes(kind)) throw invalidPrincipal();
    const kept = many(names).map((name) => readName(kind, name, partition));
    return [kind, Array.isArray(names) ? kept : kept[0]];
  });
  if (read.length === 0) throw invalidPrincipal();
  return Object.fromEntries(read);
}

function readName(kind: string, name: unknown, partition: string): string {
  if (typeof name !== 'string' || name === '') throw invalidPrincipal();
  if (kind === 'CanonicalUser' && !/^[0-9a-f]{64}$/.test(name)) throw invalidPrincipal();
  if (kind !== 'AWS' || name === '*') return name;
  if (/^\d{12}$/.test(name)) return `arn:${partition}:iam::${name}:root`;
  // Ids of deleted users and roles (AIDA..., AROA...) can be read but not put, like everything else here.
  if (
    !/^arn:[a-z-]+:(iam|sts)::(\d{12}|cloudfront):(root|(user|role|assumed-role|federated-user)\/[^*?]+)$/.test(
      name,
    )
  )
    throw invalidPrincipal();
  return name;
}

function invalidPrincipal(): S3Error {
  return malformed('Invalid principal in policy');
}

function malformed(message: string): S3Error {
  return new S3Error(400, 'MalformedPolicy', message);
}
