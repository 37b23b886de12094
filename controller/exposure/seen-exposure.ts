import type { Exposure, Known } from '../domain/exposure.js';
import type { Json } from '../domain/json.js';
import type { Observation } from '../domain/observation.js';
import { isPublicAcl } from './acl-public.js';
import { fixedOn } from './directory-bucket.js';
import { isJsonObject } from './statements.js';
import { type ExposureCase, type Verdict, verdictOn } from './verdict.js';

/** The aspects that decide whom a bucket lets in. */
export const deciding = [
  'bucketPolicy',
  'acl',
  'publicAccessBlock',
  'accountPublicAccessBlock',
  'ownershipControls',
] as const;
type Deciding = (typeof deciding)[number];

const allOn: Json = { IgnorePublicAcls: true, RestrictPublicBuckets: true };
const keepsAllOut: Json = {
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }],
};

/** What an aspect may be that was not read: the extremes, between which everything else lies. */
const extremes: Readonly<Record<Deciding, readonly Json[]>> = {
  // A policy that nobody can read counts as open to all.
  bucketPolicy: ['', null, keepsAllOut],
  acl: [null, {}],
  publicAccessBlock: [null, allOn],
  accountPublicAccessBlock: [null, allOn],
  ownershipControls: [null, { ObjectOwnership: 'BucketOwnerEnforced' }],
};

/** How many sentences of the reasons are kept, and how much of each. */
const most = { sentences: 8, signs: 300 };

/**
 * The exposure of a bucket as far as a look has read it. What was not read may be anything; where that makes a
 * difference the answer is `unknown`, and never a guess.
 */
export function exposureSeen(
  { name, account }: { readonly name: string; readonly account: string },
  looked: ReadonlyMap<string, Observation>,
): Exposure {
  const fixed = [...fixedOn(name)].map(([aspect, state]) => [aspect, asFound(state)] as const);
  const seen = new Map([...looked, ...fixed]);
  const unread = deciding.filter((aspect) => stateIn(seen, aspect) === undefined);
  const verdicts = worlds(seen).map((world) => ({
    world,
    verdict: verdictOn({ ...world, ownerAccount: account, bucket: name }),
  }));
  const known = (tell: (verdict: Verdict) => boolean): Known =>
    agreed(verdicts.map(({ verdict }) => tell(verdict)));
  const [first] = verdicts;
  const outsiders = first?.verdict.effectiveExternalAccounts ?? [];
  const isOne = verdicts.every(
    ({ verdict }) => verdict.effectiveExternalAccounts.join() === outsiders.join(),
  );
  return {
    onPaper: agreed(verdicts.map(({ world, verdict }) => verdict.policyPublic || hasPublicAcl(world))),
    read: known(({ effectivelyPublic }) => effectivelyPublic.read),
    write: known(({ effectivelyPublic }) => effectivelyPublic.write),
    ...(isOne ? { outsiders } : {}),
    because: sentences(first?.verdict, unread),
    unread,
  };
}

const asFound = (state: Json): Observation =>
  state === null ? { kind: 'absent' } : { kind: 'observed', state };

type World = Omit<ExposureCase, 'ownerAccount' | 'bucket'>;

/** Every bucket that the look may have seen. */
function worlds(seen: ReadonlyMap<string, Observation>): readonly World[] {
  const of = (aspect: Deciding): readonly Json[] => {
    const state = stateIn(seen, aspect);
    return state === undefined ? extremes[aspect] : [state];
  };
  const owner = ownerIn(stateIn(seen, 'acl'));
  return of('bucketPolicy').flatMap((policy) =>
    of('acl').flatMap((acl) =>
      of('publicAccessBlock').flatMap((bucketPab) =>
        of('accountPublicAccessBlock').flatMap((accountPab) =>
          of('ownershipControls').map((controls) => ({
            ownerCanonicalId: owner,
            policy,
            acl,
            bucketPab,
            accountPab,
            ownership: isJsonObject(controls) ? (controls['ObjectOwnership'] ?? null) : null,
          })),
        ),
      ),
    ),
  );
}

/** The state that was read, `null` if nothing is configured; nothing if it was not read, or not all of it. */
function stateIn(seen: ReadonlyMap<string, Observation>, aspect: Deciding): Json | undefined {
  const found = seen.get(aspect);
  if (found?.kind === 'observed') return found.unknown === undefined ? found.state : undefined;
  // A bucket without such a setting has none; of the account's it says nothing.
  const isNone = found?.kind === 'notApplicable' && aspect !== 'accountPublicAccessBlock';
  return found?.kind === 'absent' || isNone ? null : undefined;
}

/** The owner's canonical id, which every ACL of S3 shows. */
function ownerIn(acl: Json | undefined): string | null {
  const owner = isJsonObject(acl) ? acl['Owner'] : undefined;
  const id = isJsonObject(owner) ? owner['ID'] : undefined;
  return typeof id === 'string' ? id : null;
}

const hasPublicAcl = ({ acl, ownership }: World): boolean =>
  ownership !== 'BucketOwnerEnforced' && acl !== null && isPublicAcl(acl);

const agreed = (answers: readonly boolean[]): Known =>
  answers.every(Boolean) ? 'yes' : answers.some(Boolean) ? 'unknown' : 'no';

/** The reasons from what was read: what a world was made up of says nothing. */
function sentences(verdict: Verdict | undefined, unread: readonly Deciding[]): readonly string[] {
  const silent = new Set<string>(
    unread.map((aspect) =>
      aspect === 'bucketPolicy' ? 'policy' : aspect === 'ownershipControls' ? 'ownership' : aspect,
    ),
  );
  const texts = (verdict?.reasons ?? [])
    .filter(({ of }) => !silent.has(of))
    .map(({ text }) => (text.length <= most.signs ? text : `${text.slice(0, most.signs - 3)}...`));
  const shown = texts.slice(0, most.sentences);
  const rest = texts.length - shown.length;
  return rest === 0 ? shown : [...shown, `And ${rest} more.`];
}
