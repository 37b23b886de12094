import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Difference } from '../domain/difference.js';
import type { Hold, HoldOf } from '../domain/hold.js';
import type { Lease } from '../domain/ledger.js';
import { type ApprovedPlan, approve, type Plan, type Step } from '../domain/plan.js';
import type { RemediationPolicy } from '../domain/remediation-policy.js';
import { mildest, type Response } from '../domain/response.js';
import type { Assessment } from './assess.js';
import type { Approval, Declarations, Engine } from './engine.js';
import { ownersOf, plan } from './plan.js';
import { type Replan, urgentOf, withoutSteps } from './urgent.js';

/** What is to be done about one difference. */
export interface Verdict {
  readonly policy: RemediationPolicy;
  /** What policy and cause allow, whatever the mode. */
  readonly response: Response;
  /** As long as it lasts only what closes is sent. Only with `revert`. */
  readonly hold?: Hold;
}

/** What is to be done about a target. */
export interface Decision {
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** The steps that auto-revert sends. In dry-run they are what it would send. */
  readonly repair: Plan;
  /** Steps that only a human may have sent. */
  readonly proposed: readonly Step[];
  /** Steps that are sent when a hold is over, if they are needed then. */
  readonly waiting: readonly Step[];
}

/** The mildest that policy, cause, grace, brakes and opening allow; the mode has its say where writers are given out. */
export function decide(
  baseline: EffectiveBaseline,
  assessment: Assessment,
  declarations: Declarations,
  approval: Approval | undefined,
  holdOf: HoldOf = () => undefined,
): Decision {
  const verdicts = new Map(
    assessment.differences.map((difference): [string, Verdict] => {
      const policy = declarations.policyFor(difference, baseline.target);
      const response = responseTo(difference, policy, approval);
      const hold = response === 'revert' ? holdOf(difference.aspect) : undefined;
      return [difference.aspect, { policy, response, ...(hold === undefined ? {} : { hold }) }];
    }),
  );
  const answered = (response: Response): readonly Difference[] =>
    assessment.differences.filter(({ aspect }) => verdicts.get(aspect)?.response === response);
  const onHold = new Set([...verdicts].flatMap(([aspect, { hold }]) => (hold === undefined ? [] : [aspect])));

  const mayOpen = (aspect: string): boolean =>
    approval?.reopen === true ||
    (baseline.aspects.get(aspect)?.reopen === 'auto' && !assessment.emptied.has(aspect));
  const repairing = (
    differences: readonly Difference[],
    mayOpenNow: (aspect: string) => boolean,
    unsettled: ReadonlySet<string>,
  ): Plan => {
    const settles = (aspect: string): boolean =>
      verdicts.get(aspect)?.response === 'revert' && !unsettled.has(aspect);
    const unfinished = liftable(baseline, assessment, settles);
    return plan(baseline, { ...assessment, unfinished }, differences, mayOpenNow);
  };
  const reverts = answered('revert');
  const hoped = repairing(reverts, mayOpen, new Set());
  const stuck = new Set(hoped.escalations.map(({ aspect }) => aspect));
  const full = stuck.size === 0 ? hoped : repairing(reverts, mayOpen, stuck);
  const held = full.steps.filter(
    ({ effect, lifts, relocks, aspect }) =>
      (effect === 'open' && lifts !== true && !mayOpen(aspect)) ||
      (relocks === true && approval?.relock !== true),
  );
  const allowed = withoutSteps(full, held);
  // What does not open now needs no stage.
  const replan: Replan = (differences, waiting) =>
    repairing(differences, () => false, new Set([...stuck, ...waiting]));
  const repair = onHold.size === 0 ? allowed : urgentOf(allowed, onHold, replan);
  const rest = plan(
    baseline,
    { ...assessment, unfinished: new Map(), cutShort: new Set() },
    answered('propose'),
    () => true,
  );
  const allowedIds = new Set(allowed.steps.map(({ id }) => id));
  const sent = new Set(repair.steps.map(({ id }) => id));
  return {
    verdicts,
    repair,
    proposed: [...full.steps.filter(({ id }) => !allowedIds.has(id)), ...rest.steps],
    waiting: allowed.steps.filter(({ id }) => !sent.has(id)),
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
export const permit = (
  decision: Pick<Decision, 'repair'>,
  { generation }: Declarations,
  { fence }: Lease,
): ApprovedPlan => approve(decision.repair, generation, fence);

/** What policy, cause and a human's word allow, whatever the mode. */
export function responseTo(
  { cause }: Difference,
  policy: RemediationPolicy,
  approval: Approval | undefined,
): Response {
  if (approval !== undefined) return 'revert';
  return mildest(policy.response, cause === 'drift' ? 'revert' : 'propose');
}
