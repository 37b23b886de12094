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
  /** Not sent, because a step that it waits for did not succeed. */
  | { readonly kind: 'dropped'; readonly waitedFor: string };

/** When a step's effect was answered; in the moment of the answer it is not yet proved. */
interface Sent {
  readonly step: Step;
  readonly requestId?: string;
  readonly at: Instant;
  readonly error?: ReadFailure;
}

/**
 * Sends an approved plan, one step after the other. What a step names as `after`, and for an opening step
 * everything before it, is proved by a fresh read first; a step that did not succeed drops only those that wait
 * for it. Every step is in the audit before it is sent.
 */
export async function apply(
  engine: Engine,
  writer: Writer,
  scene: Scene,
  approved: ApprovedPlan,
  incidentOf: (step: Step) => string,
): Promise<ReadonlyMap<string, StepResult>> {
  const results = new Map<string, StepResult>();
  const open = new Map<string, Sent>();

  const prove = async (ids: Iterable<string>): Promise<void> => {
    for (const id of ids) {
      const sent = open.get(id);
      if (sent === undefined) continue;
      open.delete(id);
      results.set(id, await proof(engine, scene, sent));
    }
  };

  for (const step of approved.steps) {
    scene.signal?.throwIfAborted();
    const before = step.effect === 'open' ? [...open.keys(), ...results.keys()] : (step.after ?? []);
    await prove(before);
    const waitedFor = before.find((id) => results.has(id) && results.get(id)?.kind !== 'verified');
    if (waitedFor !== undefined) results.set(step.id, { kind: 'dropped', waitedFor });
    else open.set(step.id, await send(engine, scene, writer, approved, step, incidentOf(step)));
  }
  await prove([...open.keys()]);
  return results;
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
