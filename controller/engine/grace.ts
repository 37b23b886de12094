import type { Grace } from '../domain/hold.js';
import { instant } from '../domain/time.js';
import { ofKnownActor } from './actor-grace.js';
import type { Engine, Scene } from './engine.js';

/** Why a difference may have a grace. The longest counts; one that is over is none. */
type Reason = (engine: Engine, scene: Scene, aspect: string) => Grace | undefined;

const reasons: readonly Reason[] = [ofNewBucket, ofKnownActor];

/** The graces of one look as they are at this moment. A person who approves waits for nothing, and an attack is given no time. */
export function gracesOf(engine: Engine, scene: Scene): (aspect: string) => Grace | undefined {
  if (engine.approval !== undefined || isAttacked(scene)) return () => undefined;
  const now = instant(engine.clock.now());
  return (aspect) =>
    reasons
      .map((reason) => reason(engine, scene, aspect))
      .filter((grace) => grace !== undefined)
      .filter(({ until }) => until > now)
      .sort((one, other) => (one.until < other.until ? -1 : 1))
      .at(-1);
}

/** Whether what is found now is part of an attack by one actor, as far as events tell. */
export const isAttacked = ({ attack, memory }: Scene): boolean =>
  attack !== undefined || [...memory.open.values()].some((incident) => incident.case !== undefined);

/**
 * Whoever creates a bucket may take many calls for it, and is not raced. Counted from when it was first seen, on our
 * own clock: no claim of an event makes it longer.
 */
function ofNewBucket({ timing }: Engine, { memory }: Scene): Grace | undefined {
  const { born, knownSince } = memory;
  if (born === undefined || knownSince === undefined) return undefined;
  return {
    kind: 'grace',
    until: instant(new Date(Date.parse(knownSince) + timing.grace)),
    because: 'the bucket is new and whoever creates it may still be at it',
  };
}
