import type { Difference } from '../domain/difference.js';
import type { Proposal } from '../domain/incident.js';
import type { Plan, Step } from '../domain/plan.js';
import { existence } from './existence.js';
import { opensBy, opensWithout } from './leave.js';
import { footprint } from './plan.js';
import type { Preview } from './preview.js';
import { proposalFor } from './proposal.js';
import { wholePlan } from './whole-plan.js';

/** What some aspects of a target propose now, and what would be sent if a human allowed just that. */
export interface Approvable {
  /** For these aspects alone, all of it. */
  readonly plan: Plan;
  /** What each of them proposes now; nothing if no call is to be made. */
  readonly proposals: ReadonlyMap<string, Proposal | undefined>;
  /** Whether for these alone no other steps are to be sent than they propose. */
  readonly isWhole: boolean;
  /** Other aspects without which they are not to be repaired. */
  readonly together: readonly string[];
  /** Steps of the plan that no human has asked for who only says yes: they open, or nobody can take them back. */
  readonly opening: readonly Step[];
  readonly locking: readonly Step[];
}

/**
 * Cuts from a fresh look what is for some aspects. A plan that is another one when it is made for these alone is not cut:
 * what it would leave out may be what makes the rest safe; nor is one that opens.
 */
export function approvable(preview: Preview, aspects: ReadonlySet<string>): Approvable {
  const { baseline, assessment, decision } = preview;
  const isMissing = aspects.has(existence);
  const chosen = assessment.differences.filter(({ aspect }) => aspects.has(aspect));
  const plan = isMissing ? decision.whole() : wholePlan(baseline, assessment, chosen);
  const verdicts = new Map([...decision.verdicts].filter(([aspect]) => aspects.has(aspect)));
  const alone = { whole: () => plan, verdicts };
  const proposals = new Map([...aspects].map((aspect) => [aspect, proposalFor(aspect, decision)] as const));
  const cut = [...proposals].flatMap(([aspect]) => proposalFor(aspect, alone)?.steps ?? []);
  const isWhole =
    [...proposals].every(([aspect, one]) => one?.digest === proposalFor(aspect, alone)?.digest) &&
    plan.steps.every(({ id }) => cut.some((step) => step.id === id));
  // What opens comes last, after everything that it has to do with was put right; so does the end of a stage.
  const isLeft = (name: string): boolean =>
    assessment.differences.some(({ aspect }) => aspect === name && !aspects.has(name));
  const isApart =
    isWhole &&
    plan.steps.every(
      ({ effect, lifts, confirms = [] }) => effect !== 'open' || (lifts === true && !confirms.some(isLeft)),
    );
  const opens = opensBy(baseline, assessment, undefined);
  return {
    plan,
    proposals,
    isWhole,
    together: isApart ? withCover(preview, aspects) : neighbours(assessment.differences, aspects),
    opening: plan.steps.filter((step) => opensWithout(step, opens)),
    locking: plan.steps.filter(({ relocks }) => relocks === true),
  };
}

/**
 * What decides whom the ACL lets in, with all that it needs in turn, if it is to stay as it is while the policy is put
 * right: as long as a policy is public, RestrictPublicBuckets keeps those out (S3 User Guide, "Blocking public access").
 */
function withCover(preview: Preview, aspects: ReadonlySet<string>): readonly string[] {
  const left = preview.assessment.differences.flatMap(({ aspect }) =>
    ['acl', 'ownershipControls'].includes(aspect) && !aspects.has(aspect) ? [aspect] : [],
  );
  if (left.length === 0 || !aspects.has('bucketPolicy')) return [];
  return [...left, ...approvable(preview, new Set([...aspects, ...left])).together];
}

/** The other aspects that are not as declared and whose repair has to do with that of these, or with that of one that has. */
function neighbours(differences: readonly Difference[], aspects: ReadonlySet<string>): readonly string[] {
  const near = new Set(aspects);
  for (const _ of differences) {
    const reach = footprint(near);
    for (const { aspect } of differences)
      if ([...footprint([aspect])].some((name) => reach.has(name))) near.add(aspect);
  }
  return [...near].filter((aspect) => !aspects.has(aspect));
}
