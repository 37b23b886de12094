import type { Json } from '../domain/json.js';
import type { Observation } from '../domain/observation.js';
import type { BucketTarget, Target } from '../domain/target.js';
import { defaultTiming, type Observations } from '../engine/engine.js';
import { observe } from '../engine/observe.js';
import { fixedOn } from '../exposure/directory-bucket.js';
import { isJsonObject } from '../exposure/statements.js';
import type { GivenCase } from './exposure-case.js';
import type { Tools } from './tools.js';

const onBucket = ['publicAccessBlock', 'bucketPolicy', 'acl', 'ownershipControls'] as const;
const onAccount = 'accountPublicAccessBlock';

/** Reads what decides a live bucket's exposure; the account's block once for all of its buckets. */
export function liveCases(tools: Tools): (target: BucketTarget, region?: string) => Promise<GivenCase> {
  const parts = { access: tools.access('dry-run'), clock: tools.clock, timing: defaultTiming };
  const accounts = new Map<string, Promise<Observations>>();
  const blockOf = (partition: string, account: string): Promise<Observations> => {
    const target: Target = { kind: 'account', partition, account };
    const known = accounts.get(account) ?? observe(parts, target, [onAccount]);
    accounts.set(account, known);
    return known;
  };
  return async (target, region) => {
    const [own, shared] = await Promise.all([
      observe(parts, target, onBucket, region),
      blockOf(target.partition, target.account),
    ]);
    return caseSeen(target, new Map([...own, ...shared]));
  };
}

function caseSeen({ name, account }: BucketTarget, seen: Observations): GivenCase {
  const problems = [...seen].flatMap(([aspect, found]) => {
    const problem = problemOf(found);
    return problem === undefined ? [] : [`${aspect}: ${problem}`];
  });
  if (problems.length > 0) return { id: name, error: problems.join('; ') };
  const fixed = fixedOn(name);
  const stateOf = (aspect: string): Json => {
    const known = fixed.get(aspect);
    if (known !== undefined) return known;
    const found = seen.get(aspect);
    return found?.kind === 'observed' ? found.state : null;
  };
  const [acl, ownership] = [stateOf('acl'), stateOf('ownershipControls')];
  const owner = isJsonObject(acl) && isJsonObject(acl['Owner']) ? acl['Owner']['ID'] : undefined;
  return {
    id: name,
    given: {
      ownerAccount: account,
      ownerCanonicalId: typeof owner === 'string' ? owner : null,
      bucket: name,
      policy: stateOf('bucketPolicy'),
      acl,
      bucketPab: stateOf('publicAccessBlock'),
      accountPab: stateOf(onAccount),
      ownership: isJsonObject(ownership) ? (ownership['ObjectOwnership'] ?? null) : null,
    },
  };
}

/** Not being able to look is never the same as finding nothing. */
function problemOf(found: Observation): string | undefined {
  if (found.kind === 'unreadable') return `${found.error.name}, ${found.error.message}`;
  return found.kind === 'gone' ? found.evidence : undefined;
}
