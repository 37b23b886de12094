import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Difference } from '../domain/difference.js';
import type { Lease } from '../domain/ledger.js';
import { type ApprovedPlan, approve, type Plan, type Step } from '../domain/plan.js';
import type { RemediationPolicy } from '../domain/remediation-policy.js';
import { mildest, type Response } from '../domain/response.js';
import type { Assessment } from './assess.js';
import type { Approval, Declarations, Engine } from './engine.js';
import { ownersOf, plan, signed } from './plan.js';

/** What is to be done about one difference. */
export interface Verdict {
  readonly policy: RemediationPolicy;
  /** What policy and cause allow, whatever the mode. */
  readonly response: Response;
}

/** What is to be done about a target. */
export interface Decision {
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** The steps that auto-revert sends. In dry-run they are what it would send. */
  readonly repair: Plan;
  /** Steps that only a human may have sent. */
  readonly proposed: readonly Step[];
}

/** The mildest that policy, cause and opening allow; the mode has its say where writers are given out. */
export function decide(
  baseline: EffectiveBaseline,
  assessment: Assessment,
  declarations: Declarations,
  approval: Approval | undefined,
): Decision {
  const verdicts = new Map(
    assessment.differences.map((difference): [string, Verdict] => {
      const policy = declarations.policyFor(difference);
      return [difference.aspect, { policy, response: responseTo(difference, policy, approval) }];
    }),
  );
  const answered = (response: Response): readonly Difference[] =>
    assessment.differences.filter(({ aspect }) => verdicts.get(aspect)?.response === response);

  const mayOpen = (aspect: string): boolean =>
    approval?.reopen === true || baseline.aspects.get(aspect)?.reopen === 'auto';
  const repairing = (except: ReadonlySet<string>): Plan => {
    const settles = (aspect: string): boolean =>
      verdicts.get(aspect)?.response === 'revert' && !except.has(aspect);
    const unfinished = liftable(baseline, assessment, settles);
    return plan(baseline, { ...assessment, unfinished }, answered('revert'), mayOpen);
  };
  const hoped = repairing(new Set());
  const stuck = new Set(hoped.escalations.map(({ aspect }) => aspect));
  const full = stuck.size === 0 ? hoped : repairing(stuck);
  const held = full.steps.filter(
    (step) => step.effect === 'open' && step.lifts !== true && !mayOpen(step.aspect),
  );
  const repair = withoutSteps(full, held);
  const rest = plan(
    baseline,
    { seen: assessment.seen, unfinished: new Map(), cutShort: new Set() },
    answered('propose'),
    () => true,
  );
  const sent = new Set(repair.steps.map(({ id }) => id));
  return {
    verdicts,
    repair,
    proposed: [...full.steps.filter(({ id }) => !sent.has(id)), ...rest.steps],
  };
}

/**
 * The stages that may be lifted now: everything that they were begun for is as declared, or this plan puts it so first.
 * Lifted over anything else they would let it out.
 */
const liftable = (
  baseline: EffectiveBaseline,
  { unfinished, good, veiled, seen }: Assessment,
  settles: (aspect: string) => boolean,
): Assessment['unfinished'] => {
  const isReady = (owner: string): boolean =>
    good.has(owner) || veiled.has(owner) || seen.get(owner)?.kind === 'notApplicable' || settles(owner);
  return new Map([...unfinished].filter(([name]) => ownersOf(name, baseline).every(isReady)));
};

/** How to send things for this target, or nothing where a mode forbids it. */
export function writerOf({ access }: Engine, baseline: EffectiveBaseline): SendMeans | undefined {
  if (access.mode === 'dry-run' || baseline.mode === 'dry-run') return undefined;
  return access;
}

type SendMeans = Extract<Engine['access'], { mode: 'auto-revert' }>;

/** The decided repair as a plan that a writer takes: the one place where plans become approved. */
export const permit = (decision: Decision, { generation }: Declarations, { fence }: Lease): ApprovedPlan =>
  approve(decision.repair, generation, fence);

function responseTo(
  { cause }: Difference,
  policy: RemediationPolicy,
  approval: Approval | undefined,
): Response {
  if (approval !== undefined) return 'revert';
  return mildest(policy.response, cause === 'drift' ? 'revert' : 'propose');
}

/**
 * The plan without some steps and without all that wait for them. A lift waits for what is sent, not for what waits for
 * a human: until then it takes back what was closed for the rest.
 */
function withoutSteps(full: Plan, held: readonly Step[]): Plan {
  const dropped = new Set(held.map(({ id }) => id));
  const kept = full.steps.filter(({ id, lifts, after = [] }) => {
    if (lifts !== true && after.some((needed) => dropped.has(needed))) dropped.add(id);
    return !dropped.has(id);
  });
  return signed({ ...full, steps: kept });
}
