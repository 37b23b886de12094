import type { Asked } from '../../domain/brake.js';
import type { Difference } from '../../domain/difference.js';
import type { Brake } from '../../domain/hold.js';
import type { Step } from '../../domain/plan.js';
import type { AccountTarget } from '../../domain/target.js';
import { instant } from '../../domain/time.js';
import type { StepResult } from '../apply.js';
import type { Decision } from '../decide.js';
import type { Engine, Scene } from '../engine.js';
import type { AccountBrake } from './account-brake.js';
import { failedIn, failureRate } from './failure-rate.js';
import { fleetShare } from './fleet-share.js';
import { revertBudget } from './revert-budget.js';
import { fightsIn } from './tug-of-war.js';

/** The brakes of an account, the one that people have to hear of first before the others. */
export const accountBrakes: readonly AccountBrake[] = [failureRate, fleetShare, revertBudget];

/** Whether a brake may hold the step: all but what closes, and what a closing repair lifts again of its own. */
const mayWait = ({ effect, lifts }: Step): boolean => effect !== 'close' && lifts !== true;

const askedBy = ({ clock }: Pick<Engine, 'clock'>, { look: { target }, declarations }: Scene): Asked => ({
  at: instant(clock.now()),
  generation: declarations.generation,
  target,
});

/**
 * A person's word is what a brake waits for: what somebody asks for now is counted, but not held. Only that a catalogue may
 * reach the whole fleet is not said by who applies it, unless it is one plan that was approved.
 */
const bound = ({ approval }: Pick<Engine, 'approval'>): readonly AccountBrake[] =>
  approval === undefined
    ? accountBrakes
    : accountBrakes.filter(({ bindsPeople }) => bindsPeople === true && approval.only === undefined);

/** The scene with the brakes that are on and the fights over what differs. Nothing is counted: looks that only wait cost no repair its place. */
export async function withBrakes(
  engine: Pick<Engine, 'ledger' | 'clock' | 'brakes' | 'approval'>,
  scene: Scene,
  differences: readonly Difference[],
): Promise<Scene> {
  if (differences.length === 0) return scene;
  const tally = await engine.ledger.tally(scene.look.target.account);
  const fights = await fightsIn(engine, scene, differences);
  return heldBy(
    fights.size === 0 ? scene : { ...scene, fights },
    firstOf(bound(engine), (brake) => brake.on(tally, askedBy(engine, scene), engine.brakes)),
  );
}

/** The brakes of an account that are on for what the controller does by itself. */
export async function standingBrakes(
  { ledger, clock, declarations, brakes }: Pick<Engine, 'ledger' | 'clock' | 'declarations' | 'brakes'>,
  target: AccountTarget,
): Promise<readonly Brake[]> {
  const tally = await ledger.tally(target.account);
  const asked = { at: instant(clock.now()), generation: declarations().generation, target };
  return accountBrakes.flatMap((brake) => brake.on(tally, asked, brakes) ?? []);
}

/** The scene in which a brake of the account is on for everything. */
export const heldBy = (scene: Scene, brake: Brake | undefined): Scene =>
  brake === undefined ? scene : { ...scene, brake };

/**
 * Counts a repair that is about to be sent, or says what brake keeps it back. Counted before anything is sent: a crash
 * makes the count too high, never too low. What only closes is neither counted nor kept back.
 */
export async function countedOrHeld(
  engine: Engine,
  scene: Scene,
  { repair }: Decision,
): Promise<Brake | undefined> {
  if (!repair.steps.some(mayWait)) return undefined;
  const { ledger, brakes: settings } = engine;
  const asked = askedBy(engine, scene);
  const held: { by?: Brake } = {};
  await ledger.count(scene.look.target.account, (tally) => {
    const by = firstOf(bound(engine), (brake) => brake.on(tally, asked, settings));
    if (by === undefined) delete held.by;
    else held.by = by;
    return by === undefined
      ? accountBrakes.reduce((now, brake) => brake.counted(now, asked, settings), tally)
      : undefined;
  });
  return held.by;
}

/** Takes note of a counted repair that failed, or that no read has proved. What went well was counted as such before. */
export async function countedEnd(
  engine: Engine,
  scene: Scene,
  { repair }: Decision,
  results: ReadonlyMap<string, StepResult>,
): Promise<void> {
  if (!repair.steps.some(mayWait)) return;
  const ended = [...results.values()];
  const failed = ended.filter((result) => result.kind === 'failed' || result.kind === 'unconfirmed');
  if (failed.length === 0) return;
  const isRefused = failed.every(
    (result) => result.kind === 'failed' && refusals.has(result.error.status ?? 0),
  );
  const asked = askedBy(engine, scene);
  await engine.ledger.count(scene.look.target.account, (tally) =>
    failedIn(tally, asked, engine.brakes, isRefused),
  );
}

/** Whoever owns a bucket may forbid writing to it, or delete it. */
const refusals: ReadonlySet<number> = new Set([403, 404]);

function firstOf<One, Found>(all: readonly One[], find: (one: One) => Found | undefined): Found | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
