import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Difference } from '../domain/difference.js';
import type { Hold, HoldOf } from '../domain/hold.js';
import type { Lease } from '../domain/lease.js';
import { once } from '../domain/once.js';
import { type ApprovedPlan, approve, type Plan, type Step } from '../domain/plan.js';
import type { RemediationPolicy } from '../domain/remediation-policy.js';
import { mildest, type Response } from '../domain/response.js';
import type { Waiver } from '../domain/waiver.js';
import type { Assessment } from './assess.js';
import type { Approval, Declarations, Engine } from './engine.js';
import { opensBy, waitsForLeave } from './leave.js';
import { plan, signed } from './plan.js';
import { type Replan, urgentOf, withoutSteps } from './urgent.js';
import { liftable, wholePlan } from './whole-plan.js';

/** What is to be done about one difference. */
export interface Verdict {
  readonly policy: RemediationPolicy;
  /** What policy and cause allow, whatever the mode. */
  readonly response: Response;
  /** As long as it lasts only what closes is sent. Only with `revert`. */
  readonly hold?: Hold;
  /** By it the difference may be; then the response is `ignore`. */
  readonly waiver?: Waiver;
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
  /** All that would be sent if a human allowed everything that may be put back: from it proposals are cut. */
  whole(): Plan;
}

/** The mildest that policy, cause, grace, brakes and opening allow; the mode has its say where writers are given out. */
export function decide(
  baseline: EffectiveBaseline,
  assessment: Assessment,
  declarations: Declarations,
  approval: Approval | undefined,
  holdOf: HoldOf = () => undefined,
): Decision {
  if (approval?.only !== undefined)
    return decideApproved(baseline, assessment, declarations, { ...approval, only: approval.only });
  const verdicts = new Map(
    assessment.differences.map((difference): [string, Verdict] => {
      const policy = declarations.policyFor(difference, baseline.target);
      const waiver = assessment.waived?.get(difference.aspect)?.waiver;
      if (waiver !== undefined) return [difference.aspect, { policy, response: 'ignore', waiver }];
      const response = responseTo(difference, policy, approval);
      const hold = response === 'revert' ? holdOf(difference.aspect) : undefined;
      return [difference.aspect, { policy, response, ...(hold === undefined ? {} : { hold }) }];
    }),
  );
  const answered = (response: Response): readonly Difference[] =>
    assessment.differences.filter(({ aspect }) => verdicts.get(aspect)?.response === response);
  const onHold = new Set([...verdicts].flatMap(([aspect, { hold }]) => (hold === undefined ? [] : [aspect])));

  const mayOpen = opensBy(baseline, assessment, approval);
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
  const held = full.steps.filter((step) => waitsForLeave(step, mayOpen, approval));
  const allowed = withoutSteps(full, held);
  // What does not open now needs no stage.
  const replan: Replan = (differences, waiting) =>
    repairing(differences, () => false, new Set([...stuck, ...waiting]));
  const repair = onHold.size === 0 ? allowed : urgentOf(allowed, onHold, replan);
  const proposes = answered('propose');
  const rest = plan(
    baseline,
    { ...assessment, unfinished: new Map(), cutShort: new Set() },
    proposes,
    () => true,
  );
  const allowedIds = new Set(allowed.steps.map(({ id }) => id));
  const sent = new Set(repair.steps.map(({ id }) => id));
  return {
    verdicts,
    repair,
    proposed: [...full.steps.filter(({ id }) => !allowedIds.has(id)), ...rest.steps],
    waiting: allowed.steps.filter(({ id }) => !sent.has(id)),
    whole: once(() => wholePlan(baseline, assessment, [...reverts, ...proposes])),
  };
}

/** What a human allowed in so many words: all of it if the plan is still the one that was approved, and nothing if not. */
function decideApproved(
  baseline: EffectiveBaseline,
  assessment: Assessment,
  declarations: Declarations,
  approval: Approval & Required<Pick<Approval, 'only'>>,
): Decision {
  const { differences } = assessment;
  const verdicts = new Map(
    differences.map((difference): [string, Verdict] => {
      const policy = declarations.policyFor(difference, baseline.target);
      const waiver = assessment.waived?.get(difference.aspect)?.waiver;
      return [
        difference.aspect,
        waiver === undefined ? { policy, response: 'revert' } : { policy, response: 'ignore', waiver },
      ];
    }),
  );
  // What was waived since is not sent, and the plan is another by that.
  const left = differences.filter(({ aspect }) => verdicts.get(aspect)?.response === 'revert');
  const whole = wholePlan(baseline, assessment, left);
  const mayOpen = opensBy(baseline, assessment, approval);
  const isAllowed =
    whole.digest === approval.only.digest &&
    !whole.steps.some((step) => waitsForLeave(step, mayOpen, approval));
  return {
    verdicts,
    repair: isAllowed ? whole : signed({ ...whole, steps: [] }),
    proposed: isAllowed ? [] : whole.steps,
    waiting: [],
    whole: () => whole,
  };
}

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
