import { canonicalText } from '../domain/canonical.js';
import type { Escalation } from '../domain/plan.js';
import { aclObstacle } from './kit/acl-obstacle.js';
import { aclSchema } from './kit/acl-schema.js';
import { aclOf, asAcl, ofOwner } from './kit/acl-state.js';
import { aclSteps, hiding, mayHide, privateFirst } from './kit/acl-steps.js';
import { defineAspect, type Situation } from './kit/aspect.js';
import { readBucket } from './kit/calls.js';
import { beyond } from './kit/grant-reach.js';
import { type Acl, grantsOf, isOwnerOnly, sorted, spelledAs } from './kit/grants.js';
import { demandsNoAcls, foundNoAcls } from './kit/ownership.js';

/** The ACL of the bucket. Objects have their own, which are none of its business. */
export const acl = defineAspect<'acl', Acl>({
  name: 'acl',
  scope: 'bucket',
  events: ['PutBucketAcl'],
  marker: 'acl',
  iam: { read: ['s3:GetBucketAcl'], write: ['s3:PutBucketAcl'] },
  needs: ['ownershipControls', 'publicAccessBlock'],
  owns: ['publicAccessBlock'],
  // S3 User Guide, "Blocking public access": while IgnorePublicAcls is on, reads leave out what it ignores.
  hiddenBy: hiding,
  absence: { codes: [], declarable: false },
  schema: aclSchema,
  elements: [
    'AccessControlPolicy',
    'AccessControlList',
    'Owner',
    'ID',
    'DisplayName',
    'Grant',
    'Grantee',
    'URI',
    'Permission',
  ],
  escalates: 'An ACL where ownershipControls, which the baseline does not name, disables ACLs.',
  prevention: 'Disable ACLs: declare ownershipControls BucketOwnerEnforced.',

  async read(reader) {
    return { state: aclOf(await readBucket(reader, 'GetBucketAcl')) };
  },

  canonical: (state) => ({ Grants: sorted(grantsOf(state)) }),

  owned: spelledAs,

  noLooser: (value, than) => beyond(grantsOf(value), grantsOf(than)).length === 0,

  write(situation) {
    const { desired, actual, seen, wanted, repairs } = situation;
    const isDisabled = foundNoAcls(seen.get('ownershipControls'));
    const repairsOwnership = repairs.has('ownershipControls');
    if (repairsOwnership && demandsNoAcls(wanted.get('ownershipControls')))
      // Also where the ACL looks clean: the stored one may not be, and then S3 would refuse to disable ACLs.
      return isDisabled ? [] : [privateFirst(situation)];
    if (desired?.kind !== 'value' || actual.kind === 'absent') return [];
    const live = asAcl(actual.state);
    const declared = ofOwner(asAcl(desired.value), live);
    if (!isDisabled) return isClean(situation, declared, live) ? [] : aclSteps(situation, declared, live);
    if (isOwnerOnly(grantsOf(declared))) return [];
    return repairsOwnership ? aclSteps(situation, declared, live, ['ownershipControls.put']) : disabled;
  },

  unreachable: aclObstacle,
});

const disabled: Escalation = {
  kind: 'escalate',
  aspect: 'acl',
  runbook:
    'ACLs are disabled on this bucket (BucketOwnerEnforced), so S3 refuses the declared ACL. Declare ownershipControls BucketOwnerPreferred or ObjectWriter in the same baseline, or take the ACL out of it and grant the access in the bucket policy.',
};

/** Whether there is nothing to write: what is seen is declared, and nothing else can be stored behind it. */
const isClean = (situation: Situation, declared: Acl, live: Acl): boolean => {
  const text = (one: Acl): string => canonicalText(sorted(grantsOf(one)));
  return !mayHide(situation) && text(live) === text(declared);
};
