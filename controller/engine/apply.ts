import { readFailure } from '../domain/failure.js';
import type { Json } from '../domain/json.js';
import type { Desired, ReadFailure } from '../domain/observation.js';
import type { ApprovedPlan, Step } from '../domain/plan.js';
import type { Writer } from '../domain/ports.js';
import { type Instant, instant } from '../domain/time.js';
import type { Engine, Scene } from './engine.js';
import { keep } from './evidence.js';
import { verify } from './verify.js';

/** What became of one step. */
export type StepResult =
  | { readonly kind: 'verified'; readonly requestId?: string; readonly at: Instant }
  /** Sent, but no read showed it in time. */
  | { readonly kind: 'unconfirmed'; readonly requestId?: string }
  | { readonly kind: 'failed'; readonly error: ReadFailure }
  /** Not sent, because a step that it waits for did not succeed, or an aspect that it confirms is not as declared. */
  | { readonly kind: 'dropped'; readonly waitedFor: string };

/** When a step's effect was answered; in the moment of the answer it is not yet proved. */
interface Sent {
  readonly step: Step;
  readonly requestId?: string;
  readonly at: Instant;
  readonly error?: ReadFailure;
}

/**
 * Sends an approved plan, one step after the other. What a step names as `after` is proved by a fresh read first; for
 * an opening step so is everything before it, anew where it was proved before, since somebody may have put something
 * else in its place. A step that did not succeed drops only those that wait for it. Every step is in the audit before
 * it is sent; `sending` is told of it, too, and a crash after that may have sent it.
 */
export async function apply(
  engine: Engine,
  writer: Writer,
  scene: Scene,
  approved: ApprovedPlan,
  incidentOf: (step: Step) => string,
  sending: (step: Step) => Promise<void>,
): Promise<ReadonlyMap<string, StepResult>> {
  const results = new Map<string, StepResult>();
  const all = new Map<string, Sent>();

  const prove = async (sent: readonly Sent[]): Promise<void> => {
    for (const one of sent) results.set(one.step.id, await proof(engine, scene, one));
  };
  /** What a step has to wait for: by name, or for opening all that came before. */
  const awaited = async (step: Step): Promise<string | undefined> => {
    if (step.effect !== 'open') {
      const named = step.after ?? [];
      await prove(
        [...all.values()].filter((one) => named.includes(one.step.id) && !results.has(one.step.id)),
      );
      return named.find((id) => isFailed(results.get(id)));
    }
    await prove(lasting([...all.values()]));
    const failed = [...results].find(([, result]) => isFailed(result));
    return failed?.[0] ?? (await unconfirmed(engine, scene, approved, step));
  };

  for (const step of approved.steps) {
    scene.signal?.throwIfAborted();
    const waitedFor = await awaited(step);
    if (waitedFor !== undefined) {
      results.set(step.id, { kind: 'dropped', waitedFor });
      continue;
    }
    await sending(step);
    all.set(step.id, await send(engine, scene, writer, approved, step, incidentOf(step)));
  }
  await prove([...all.values()].filter(({ step }) => !results.has(step.id)));
  return results;
}

const isFailed = (result: StepResult | undefined): boolean =>
  result !== undefined && result.kind !== 'verified';

/** The steps whose effect no later step of the same aspect has replaced. */
const lasting = (sent: readonly Sent[]): readonly Sent[] => [
  ...new Map(sent.map((one) => [one.step.aspect, one])).values(),
];

/** The first aspect that the step confirms, that this plan does not write, and that is not as declared now. */
async function unconfirmed(
  engine: Engine,
  scene: Scene,
  { steps }: ApprovedPlan,
  { confirms = [] }: Step,
): Promise<string | undefined> {
  for (const aspect of confirms.filter((name) => !steps.some((step) => step.aspect === name))) {
    const desired = scene.baseline.aspects.get(aspect)?.desired;
    if (desired !== undefined && !(await verify(onceOnly(engine), scene, aspect, desired))) return aspect;
  }
  return undefined;
}

async function send(
  engine: Engine,
  scene: Scene,
  writer: Writer,
  approved: ApprovedPlan,
  step: Step,
  incident: string,
): Promise<Sent> {
  const audit = (kind: 'sent' | 'answered', content: Json): Promise<void> =>
    keep(engine, scene, { aspect: step.aspect, incident, kind, content, fence: approved.fence });
  await audit('sent', { step: step.id, operation: step.operation, input: step.input, plan: approved.digest });
  try {
    const { requestId } = await writer.send(step);
    const at = instant(engine.clock.now());
    await audit('answered', { step: step.id, requestId: requestId ?? null });
    return { step, at, ...(requestId === undefined ? {} : { requestId }) };
  } catch (cause) {
    const error = readFailure(cause);
    await audit('answered', { step: step.id, error: { ...error } });
    return { step, at: instant(engine.clock.now()), error };
  }
}

/** Success is an equal read, not a call that did not throw: a lost reply may hide a success. */
async function proof(
  engine: Engine,
  scene: Scene,
  { step, requestId, at, error }: Sent,
): Promise<StepResult> {
  const should: Desired | undefined = step.leaves ?? scene.baseline.aspects.get(step.aspect)?.desired;
  const proved =
    should !== undefined &&
    (await verify(error === undefined ? engine : onceOnly(engine), scene, step.aspect, should));
  const id = requestId === undefined ? {} : { requestId };
  if (proved) return { kind: 'verified', at, ...id };
  return error === undefined ? { kind: 'unconfirmed', ...id } : { kind: 'failed', error };
}

/** After a refusal one read tells; there is nothing to wait for. */
const onceOnly = (engine: Engine): Engine => ({ ...engine, timing: { ...engine.timing, verify: [0] } });
