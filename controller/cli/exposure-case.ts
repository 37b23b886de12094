import { isObject, type Json } from '../domain/json.js';
import { duplicateMembers } from '../exposure/duplicate-members.js';
import type { ExposureCase } from '../exposure/verdict.js';

/** A case as somebody gave it, with the name that its verdict shall have; or why it is none. */
export type GivenCase =
  | { readonly id?: string; readonly given: ExposureCase }
  | { readonly id?: string; readonly error: string };

/** Reads the text of one case. */
export function caseFrom(text: string): GivenCase {
  const value = parsed(text);
  return value === undefined ? { error: 'it is not JSON' } : caseOf(value, duplicateMembers(text));
}

/** Reads the text of one case or of a list of them. */
export function casesFrom(text: string): readonly GivenCase[] {
  const value = parsed(text);
  if (!Array.isArray(value)) return [caseFrom(text)];
  const doubled = duplicateMembers(text);
  return value.map((each: unknown, index) =>
    caseOf(
      each,
      doubled.flatMap((path) => (path.startsWith(`${index}.`) ? [path.slice(`${index}.`.length)] : [])),
    ),
  );
}

const members: ReadonlySet<string> = new Set([
  'id',
  'ownerAccount',
  'ownerCanonicalId',
  'bucket',
  'policy',
  'acl',
  'bucketPab',
  'accountPab',
  'ownership',
]);

/** Of members that are named twice nobody knows which counts: in the policy it is unreadable, elsewhere all of it. */
function caseOf(value: unknown, doubled: readonly string[]): GivenCase {
  if (!isObject(value)) return { error: 'it is not a JSON object' };
  const { id, ownerAccount, ownerCanonicalId: owner, bucket, policy, acl, ownership } = value;
  const named = typeof id === 'string' ? { id } : {};
  const twice = doubled.find((path) => members.has(path.split('.')[0] ?? '') && !path.startsWith('policy.'));
  if (twice !== undefined) return { ...named, error: `it names ${twice} twice` };
  if (typeof ownerAccount !== 'string' || !/^\d{12}$/.test(ownerAccount))
    return { ...named, error: 'ownerAccount has to be an account id, twelve digits in a text' };
  if (typeof bucket !== 'string' || bucket === '')
    return { ...named, error: 'bucket has to be the name of a bucket' };
  if (typeof owner !== 'string' && owner !== null && owner !== undefined)
    return { ...named, error: 'ownerCanonicalId has to be a text, or null if it is not known' };
  const inPolicy = doubled.find((path) => path.startsWith('policy.'));
  return {
    ...named,
    given: {
      ownerAccount,
      ownerCanonicalId: owner ?? null,
      bucket,
      policy: asJson(policy),
      acl: asJson(acl),
      bucketPab: asJson(value['bucketPab']),
      accountPab: asJson(value['accountPab']),
      ownership: asJson(ownership),
      ...(inPolicy === undefined ? {} : { policyUnreadable: `it names the member ${inPolicy} twice` }),
    },
  };
}

/** What was parsed as JSON; a member that is missing is `null`, nothing configured. */
const asJson = (value: unknown): Json => (value === undefined ? null : (value as Json));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
