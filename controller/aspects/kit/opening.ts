import type { Json } from '../../domain/json.js';
import type { Desired, Observation } from '../../domain/observation.js';
import { isPublicAcl } from '../../exposure/acl-public.js';
import { isPublicPolicy } from '../../exposure/policy-public.js';
import { asAcl, ofOwner } from './acl-state.js';
import type { Situation } from './aspect.js';
import { beyond } from './grant-reach.js';
import { grantsOf } from './grants.js';
import { isByRule } from './rules/rules.js';

/** The aspects that Block Public Access judges. */
const judged = ['bucketPolicy', 'acl'] as const;
type Judged = (typeof judged)[number];

const contentOf = (side: Desired | Observation | undefined): Json | undefined =>
  side?.kind === 'value' ? side.value : side?.kind === 'observed' ? side.state : undefined;

/** Whether S3 calls what is declared or found public; nothing is not, nor are rules, which put nothing public. */
export function isPublic(aspect: Judged, side: Desired | Observation | undefined): boolean {
  const value = contentOf(side);
  if (value === undefined || isByRule(value)) return false;
  return aspect === 'bucketPolicy' ? isPublicPolicy(value) : isPublicAcl(value);
}

/**
 * Whether putting what is declared over what was found opens: a policy, if the world gets in that did not; an
 * ACL, if anybody gets what he had not.
 */
export function opens(
  aspect: Judged,
  declared: Desired | undefined,
  found: Observation | undefined,
): boolean {
  if (aspect === 'bucketPolicy') return isPublic(aspect, declared) && !isPublic(aspect, found);
  const [wanted, live] = [contentOf(declared), contentOf(found)];
  if (wanted === undefined) return false;
  if (live === undefined) return beyond(grantsOf(asAcl(wanted)), []).length > 0;
  return beyond(grantsOf(ofOwner(asAcl(wanted), asAcl(live))), grantsOf(asAcl(live))).length > 0;
}

/**
 * Whether this plan puts a public policy or ACL, which S3 refuses while the Block switches are on: then Block Public
 * Access is staged first, and hides what is put until it is lifted.
 */
export const putsPublic = (situation: Situation): boolean =>
  judged.some((aspect) => isPutPublic(aspect, situation));

/** Whether this plan puts this aspect, and what it puts is public. */
export function isPutPublic(aspect: Judged, { repairs, wanted, seen, mayOpen }: Situation): boolean {
  const declared = wanted.get(aspect);
  const isSent = repairs.has(aspect) && (!opens(aspect, declared, seen.get(aspect)) || mayOpen(aspect));
  return isSent && isPublic(aspect, declared);
}
