import { digest } from '../aspects/kit/digest.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Difference } from '../domain/difference.js';
import type { Incident } from '../domain/incident.js';
import type { Step } from '../domain/plan.js';
import { instant } from '../domain/time.js';
import { apply, type StepResult } from './apply.js';
import { type Assessment, assess } from './assess.js';
import { countedEnd, countedOrHeld, heldBy } from './brakes/brakes.js';
import { canonicalFound } from './compare.js';
import { type Decision, decide, permit, writerOf } from './decide.js';
import type { Approval, Engine, Scene } from './engine.js';
import { asJson, type Evidence, keep } from './evidence.js';
import { holdsOf } from './hold.js';
import { observe } from './observe.js';
import { readsFor } from './plan.js';
import { narrowed } from './proposal.js';
import { endsStage, stageAt } from './stage.js';
import { type Tenure, underLease } from './tenure.js';
import { withWaivers } from './waivers.js';

/** How a repair ended. */
export interface Repair {
  readonly decision: Decision;
  readonly assessment: Assessment;
  readonly results: ReadonlyMap<string, StepResult>;
}

/**
 * Under the target's lease: looks again, decides anew from what is there now, writes and verifies. Nothing if the
 * state has changed since the first look in a way that other incidents have to tell of: then the look starts again.
 */
export async function repair(
  engine: Engine,
  scene: Scene,
  first: Assessment,
  incidents: ReadonlyMap<string, Incident>,
): Promise<Repair | undefined> {
  const access = writerOf(engine, scene.baseline);
  if (access === undefined) return undefined;
  return underLease(engine, scene.baseline.target, (tenure) =>
    repairIn(access, scene, tenure, first, incidents),
  );
}

async function repairIn(
  access: NonNullable<ReturnType<typeof writerOf>>,
  scene: Scene,
  { engine, lease, guarded }: Tenure,
  first: Assessment,
  incidents: ReadonlyMap<string, Incident>,
): Promise<Repair | undefined> {
  const { ledger, clock } = engine;
  const { baseline, declarations, memory, region } = scene;
  const { target } = baseline;
  const { fence } = lease;
  const names = readsFor(first, baseline);
  const read = await observe(engine, target, names, region);
  const judged = await withWaivers(engine, scene, assess(baseline, read, memory));
  const assessment = narrowed(judged, engine.approval);
  const decideIn = (now: Scene): Decision =>
    decide(baseline, assessment, declarations, engine.approval, holdsOf(engine, now));
  const wanted = decideIn(scene);
  const told = ({ aspect }: Difference): boolean =>
    incidents.has(aspect) || wanted.verdicts.get(aspect)?.response === 'ignore';
  if (!assessment.differences.every(told)) return undefined;
  const brake = await countedOrHeld(engine, scene, wanted);
  const decision = brake === undefined ? wanted : decideIn(heldBy(scene, brake));
  const { steps } = decision.repair;
  if (steps.length === 0) return { decision, assessment, results: new Map() };

  const at = instant(clock.now());
  for (const aspect of new Set(steps.map((step) => step.aspect))) {
    await ledger.markHead(target, aspect, {
      repaired: { at, before: digest(before(aspect, assessment, baseline)) },
      catalogue: declarations.generation,
      fence,
    });
  }
  for (const evidence of decided(decision, assessment, incidents, engine.approval)) {
    await keep(engine, scene, { ...evidence, fence });
  }
  const approved = permit(decision, declarations, lease);
  const known = new Map([...memory.open, ...incidents]);
  const [any] = known.values();
  // A stage that was left half way may outlive its incident; its audit says so.
  const incidentOf = (step: Step): string => (known.get(step.aspect) ?? any)?.id ?? 'unfinished stage';
  const writer = guarded(access.writerFor(approved, region));
  const results = await apply(engine, writer, scene, approved, incidentOf, async (step) => {
    const stage = stageAt(step, steps, assessment, baseline);
    if (stage !== undefined) await ledger.markHead(target, step.aspect, { stage, fence });
  });
  for (const step of steps) {
    if (endsStage(step, assessment, baseline) && results.get(step.id)?.kind === 'verified') {
      await ledger.markHead(target, step.aspect, { stage: null, fence });
    }
  }
  await countedEnd(engine, scene, decision, results);
  return { decision, assessment, results };
}

/** What is decided about each aspect that is repaired, with the state that the repair replaces: from it an undo can be made. */
const decided = (
  { repair, verdicts }: Decision,
  { differences }: Assessment,
  incidents: ReadonlyMap<string, Incident>,
  approval: Approval | undefined,
): readonly Evidence[] =>
  differences.flatMap(({ aspect, observed }) => {
    const [incident, verdict] = [incidents.get(aspect), verdicts.get(aspect)];
    if (incident === undefined || verdict?.response !== 'revert') return [];
    const steps = repair.steps.map(({ id }) => id);
    const content = asJson({
      before: observed,
      response: 'revert',
      policy: verdict.policy.id,
      plan: repair.digest,
      steps,
      approved: approval?.by,
    });
    return [{ aspect, incident: incident.id, kind: 'decided', content }];
  });

const before = (
  aspect: string,
  { seen }: Assessment,
  { target }: EffectiveBaseline,
): ReturnType<typeof canonicalFound> => {
  const observation = seen.get(aspect);
  return observation?.kind === 'observed' || observation?.kind === 'absent'
    ? canonicalFound(aspect, observation, target)
    : null;
};
