import type { Grace } from '../domain/hold.js';
import { instant } from '../domain/time.js';
import { mayBeSince } from './attribute.js';
import type { Engine, Scene } from './engine.js';
import { concerns } from './scope.js';

/** An actor rule that only tells leaves the repair to the next scan, and to nobody for longer than a day. */
const longest = 24 * 3_600_000;

/**
 * The grace of a difference that only actors of a rule are said to have made: every known event since the last good look
 * names one. Who did it is a claim. So what closes is sent all the same, a look that a scan, a finding or a person asked
 * for knows of no such grace, and it is counted on our own clock from when the difference was first seen.
 */
export function ofKnownActor(
  { timing, clock }: Engine,
  { look, baseline, memory, declarations, history }: Scene,
  aspect: string,
): Grace | undefined {
  const { actorRuleFor } = declarations;
  const lastGood = memory.sightings.get(aspect)?.at;
  if (actorRuleFor === undefined || history === undefined || lastGood === undefined) return undefined;
  if (!look.signals.every(({ kind }) => kind === 'event' || kind === 'recheck')) return undefined;
  const events = history.filter(
    (event) => mayBeSince(event.at, lastGood) && concerns(event, aspect, baseline),
  );
  const rules = events.map(({ actor }) => actorRuleFor(actor, aspect));
  const [first] = rules;
  if (first === undefined || rules.includes(undefined)) return undefined;
  const waits = rules.find((rule) => rule?.answer === 'grace');
  const since = memory.open.get(aspect)?.detectedAt ?? instant(clock.now());
  const until = (length: number): string => instant(new Date(Date.parse(since) + length));
  return waits === undefined
    ? {
        kind: 'grace',
        until: until(longest),
        because: `only actors of the rule ${first.id} are said to have made it: the next scan judges without that`,
        tells: true,
      }
    : {
        kind: 'grace',
        until: until(timing.grace),
        because: `only actors of the rule ${waits.id} are said to have made it, who may still be at it`,
      };
}
