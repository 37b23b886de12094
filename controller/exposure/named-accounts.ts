import { isObject, type Json } from '../domain/json.js';

/** The members in which S3's configurations name a key, a destination or a role, by ARN or by account id. */
const naming: ReadonlySet<string> = new Set([
  'Account',
  'AccountId',
  'BucketAccountId',
  'KMSMasterKeyID',
  'KeyId',
  'KmsKeyArn',
  'LambdaFunctionArn',
  'QueueArn',
  'ReplicaKmsKeyID',
  'Role',
  'TopicArn',
]);

const account = /^(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::.*)?$/s;

/**
 * The accounts whose keys, destinations and roles a configuration names. The ARN of a bucket has no account in it, so a
 * destination beside which nobody says whose it is names none here.
 */
export function namedAccounts(value: Json): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string, member: Json): void => {
    if (typeof member === 'string') {
      const id = naming.has(name) ? account.exec(member)?.[1] : undefined;
      if (id !== undefined) found.add(id);
    } else if (Array.isArray(member)) {
      for (const one of member) add(name, one);
    } else if (isObject(member)) {
      for (const [inner, one] of Object.entries(member)) add(inner, one as Json);
    }
  };
  add('', value);
  return found;
}
