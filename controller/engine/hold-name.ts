import { digest } from '../aspects/kit/digest.js';
import { failureName, isGone } from '../domain/failure.js';
import type { Brake } from '../domain/hold.js';
import type { Incident } from '../domain/incident.js';
import { instant } from '../domain/time.js';
import { apply, type Shows, type StepResult } from './apply.js';
import { countedEnd, countedOrHeld } from './brakes/brakes.js';
import { type Decision, permit, writerOf } from './decide.js';
import type { Engine, Scene } from './engine.js';
import { asJson, keep } from './evidence.js';
import { existence, missingIn, regionIn } from './existence.js';
import { closedAs } from './incidents.js';
import { observe } from './observe.js';
import { closed } from './recreate.js';
import type { Ending } from './settle.js';
import { underLease } from './tenure.js';
import { verify } from './verify.js';

/** What became of holding the name: it ended so, a brake was on, a stranger was first, or things are other than they were and have to be looked at. */
export type Holding = Ending | Brake | 'taken' | 'moved';

/** Any setting that every bucket has tells whether there is a bucket. */
const probe = 'publicAccessBlock';

/**
 * Under the target's lease: looks again whether nobody has the name, creates the bucket and closes it before anything
 * else is done, each proved by a read that names the owner. Where it fails the name is free, a stranger's, or ours.
 */
export async function holdName(
  given: Engine,
  scene: Scene,
  incident: Incident,
  decision: Decision,
): Promise<Holding> {
  const { ledger, clock } = given;
  const { baseline, declarations, memory } = scene;
  const { target } = baseline;
  const access = writerOf(given, baseline);
  const region = regionIn(memory);
  if (access === undefined || region === undefined) return 'moved';
  return underLease(given, target, async ({ engine, lease, guarded }) => {
    if (missingIn(await observe(engine, target, [probe], region)) !== 'free') return 'moved';
    const brake = await countedOrHeld(engine, scene, decision);
    if (brake !== undefined) return brake;
    const { fence } = lease;
    await ledger.markHead(target, existence, {
      repaired: { at: instant(clock.now()), before: digest(null) },
      catalogue: declarations.generation,
      fence,
    });
    const { repair, verdicts } = decision;
    const steps = repair.steps.map(({ id }) => id);
    const policy = verdicts.get(existence)?.policy.id;
    const content = asJson({
      before: incident.found,
      response: 'revert',
      policy,
      plan: repair.digest,
      steps,
      approved: engine.approval?.by,
    });
    await keep(engine, scene, { aspect: existence, incident: incident.id, kind: 'decided', content, fence });
    const approved = permit(decision, declarations, lease);
    const writer = guarded(access.writerFor(approved, region));
    const results = await apply(
      engine,
      writer,
      { ...scene, region },
      approved,
      () => incident.id,
      async () => {},
      showing,
    );
    await countedEnd(engine, scene, decision, results);
    return await endOf(engine, incident, [...results.values()]);
  });
}

/** That the bucket is there and ours, and then that it is closed. After a refusal nothing tells who created what is there. */
const showing =
  (engine: Engine, scene: Scene): Shows =>
  async ({ step, error }) => {
    if (error !== undefined) return false;
    return step.operation === 'CreateBucket'
      ? isOurs(engine, scene)
      : verify(engine, scene, 'publicAccessBlock', closed);
  };

/** S3 User Guide, "Verifying bucket ownership": whoever expects another owner is refused. */
async function isOurs(
  { access, clock, timing }: Engine,
  { baseline: { target }, region, signal }: Scene,
): Promise<boolean> {
  const reader = access.reader.readerFor(target, region);
  for (const pause of timing.verify) {
    if (pause > 0) await clock.sleep(pause, signal);
    try {
      await reader.read({ service: 's3', operation: 'HeadBucket', input: {} });
      return true;
    } catch (error) {
      if (!isGone(error)) return false;
    }
  }
  return false;
}

async function endOf(
  { ledger, clock }: Engine,
  incident: Incident,
  [made, shut]: readonly StepResult[],
): Promise<Holding> {
  if (made?.kind === 'failed') {
    const name = failureName(made.error);
    if (name === 'BucketAlreadyExists') return 'taken';
    if (name !== 'BucketAlreadyOwnedByYou') {
      // Whatever comes to be after a refusal is not ours; without an answer it may be.
      const isRefused = (made.error.status ?? 500) < 500;
      const note = `CreateBucket: ${name}: ${made.error.message}`;
      return { outcome: isRefused ? 'failed' : 'unconfirmed', note, requestIds: [] };
    }
    const note = 'Somebody of the account was first';
    await ledger.change(incident, closedAs(incident, 'healedElsewhere', instant(clock.now()), note));
    return 'moved';
  }
  if (made?.kind !== 'verified')
    return {
      outcome: 'unconfirmed',
      note: 'CreateBucket was sent, but no read shows it yet',
      requestIds: [],
    };
  // It is there and ours: what is left is for the look that follows.
  if (shut?.kind !== 'verified') return 'moved';
  const requestIds = [made, shut].flatMap(({ requestId }) => requestId ?? []);
  const note = 'CreateBucket, PutPublicAccessBlock: the name is held, by a bucket that is empty and closed';
  return { outcome: 'reverted', note, requestIds, remediatedAt: shut.at };
}
