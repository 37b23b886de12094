import { canonicalText } from '../domain/canonical.js';
import type { Difference } from '../domain/difference.js';
import { LeaseLost } from '../domain/errors.js';
import { deletesNothing, readFailure } from '../domain/failure.js';
import type { Json } from '../domain/json.js';
import type { Desired, ReadFailure } from '../domain/observation.js';
import type { ApprovedPlan, Step } from '../domain/plan.js';
import type { Writer } from '../domain/ports.js';
import { type Instant, instant } from '../domain/time.js';
import { type Batch, batchesOf } from './batches.js';
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
 * it is sent, equal calls together; `sending` is told of the first of these, too. A crash after that may have sent it.
 */
export async function apply(
  engine: Engine,
  writer: Writer,
  scene: Scene,
  approved: ApprovedPlan,
  incidentOf: (step: Step) => string,
  sending: (step: Step) => Promise<void>,
  showing: (engine: Engine, scene: Scene) => Shows = proofs,
): Promise<ReadonlyMap<string, StepResult>> {
  const results = new Map<string, StepResult>();
  const all = new Map<string, Sent>();

  const prove = async (sent: readonly Sent[]): Promise<void> => {
    const shows = showing(engine, scene);
    for (const one of sent) results.set(one.step.id, await proof(shows, one));
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

  for (const batch of batchesOf(approved.steps)) {
    scene.signal?.throwIfAborted();
    // Only a batch of one waits for anything, or is a stage.
    const [step] = batch;
    const waitedFor = await awaited(step);
    if (waitedFor !== undefined) {
      results.set(step.id, { kind: 'dropped', waitedFor });
      continue;
    }
    await sending(step);
    const sent = await send(engine, scene, writer, approved, batch, incidentOf(step));
    for (const one of sent) all.set(one.step.id, one);
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

/**
 * The first aspect that the step confirms, that this plan does not write, and that is not as declared now; nor as it was
 * found, if its own repair is only waiting for leave.
 */
async function unconfirmed(
  engine: Engine,
  scene: Scene,
  { steps, differences, escalations }: ApprovedPlan,
  { confirms = [] }: Step,
): Promise<string | undefined> {
  const once = onceOnly(engine);
  for (const aspect of confirms.filter((name) => !steps.some((step) => step.aspect === name))) {
    const declared = scene.baseline.aspects.get(aspect)?.desired;
    if (declared === undefined || (await verify(once, scene, aspect, declared))) continue;
    const isStuck = escalations.some((escalation) => escalation.aspect === aspect);
    const waiting = isStuck ? undefined : differences.find((one) => one.aspect === aspect)?.observed;
    if (waiting === undefined || !(await verify(once, scene, aspect, asDesired(waiting)))) return aspect;
  }
  return undefined;
}

const asDesired = (found: Difference['observed']): Desired =>
  found.kind === 'observed' ? { kind: 'value', value: found.state } : { kind: 'absent' };

async function send(
  engine: Engine,
  scene: Scene,
  writer: Writer,
  approved: ApprovedPlan,
  batch: Batch,
  incident: string,
): Promise<readonly Sent[]> {
  const [{ aspect }] = batch;
  const audit = (kind: 'sent' | 'answered', content: Json): Promise<void> =>
    keep(engine, scene, { aspect, incident, kind, content, fence: approved.fence });
  const steps = batch.map(({ id, operation, input }) => ({ step: id, operation, input }));
  await audit('sent', { plan: approved.digest, steps });
  const answers: Sent[] = [];
  for (const step of batch) {
    scene.signal?.throwIfAborted();
    answers.push(await sendOne(engine, writer, step));
  }
  await audit('answered', { steps: answers.map(answered) });
  return answers.map(({ error, ...sent }) =>
    error === undefined || deletesNothing(sent.step.operation, error) ? sent : { ...sent, error },
  );
}

const answered = ({ step, at, requestId, error }: Sent): Json =>
  error === undefined
    ? { step: step.id, at, requestId: requestId ?? null }
    : { step: step.id, at, error: { ...error } };

async function sendOne({ clock }: Engine, writer: Writer, step: Step): Promise<Sent> {
  try {
    const { requestId } = await writer.send(step);
    return { step, at: instant(clock.now()), ...(requestId === undefined ? {} : { requestId }) };
  } catch (cause) {
    if (cause instanceof LeaseLost) throw cause;
    return { step, at: instant(clock.now()), error: readFailure(cause) };
  }
}

/** Reads until what a step leaves shows; false if it never did. */
export type Shows = (sent: Sent) => Promise<boolean>;

/** Success is an equal read, not a call that did not throw: a lost reply may hide a success. */
async function proof(shows: Shows, sent: Sent): Promise<StepResult> {
  const { requestId, at, error } = sent;
  const id = requestId === undefined ? {} : { requestId };
  if (await shows(sent)) return { kind: 'verified', at, ...id };
  return error === undefined ? { kind: 'unconfirmed', ...id } : { kind: 'failed', error };
}

/**
 * Proves steps that were all sent before: what several of them leave is read once for all, or a bucket with a thousand
 * configurations would be read whole a thousand times.
 */
function proofs(engine: Engine, scene: Scene): Shows {
  const looks = new Map<string, Promise<boolean>>();
  return ({ step: { aspect, leaves }, error }) => {
    const should: Desired | undefined = leaves ?? scene.baseline.aspects.get(aspect)?.desired;
    if (should === undefined) return Promise.resolve(false);
    const isRefused = error !== undefined;
    const key = canonicalText([aspect, should, isRefused]);
    const look = looks.get(key) ?? verify(isRefused ? onceOnly(engine) : engine, scene, aspect, should);
    looks.set(key, look);
    return look;
  };
}

/** After a refusal one read tells; there is nothing to wait for. */
const onceOnly = (engine: Engine): Engine => ({ ...engine, timing: { ...engine.timing, verify: [0] } });
