import type { EventSignal, Look } from '../domain/signal.js';
import { type Instant, instant } from '../domain/time.js';
import type { Assessment } from './assess.js';
import type { Engine, Scene } from './engine.js';

/** More events than this since the last good look are nobody's ordinary work. */
const most = 500;

/**
 * Every event of the target that is known since one of the differing aspects was last seen as declared, those of the look
 * included, each once. Nothing where no rule asks for it, where an aspect was never seen so, or where there are too many.
 */
export async function historyOf(
  { ledger, clock, approval }: Engine,
  { look, declarations, memory }: Scene,
  { differences }: Pick<Assessment, 'differences'>,
): Promise<readonly EventSignal[] | undefined> {
  const { actorRules = [] } = declarations;
  if (approval !== undefined || actorRules.length === 0 || differences.length === 0) return undefined;
  const goods = differences.map(({ aspect }) => memory.sightings.get(aspect)?.at);
  const known = goods.filter((at) => at !== undefined).sort();
  const [from] = known;
  if (from === undefined) return undefined;
  const events = new Map(eventsOf(look).map((event) => [event.id, event]));
  for await (const { event, errorCode } of ledger.timeline(
    { target: look.target },
    early(from),
    instant(clock.now()),
  )) {
    if (errorCode !== undefined) continue;
    if (events.size >= most) return undefined;
    if (!events.has(event.id)) events.set(event.id, event);
  }
  return [...events.values()];
}

const eventsOf = ({ signals }: Look): readonly EventSignal[] =>
  signals.filter((signal) => signal.kind === 'event');

/** CloudTrail's clock has whole seconds. */
const early = (at: Instant): Instant => instant(new Date(Date.parse(at) - 1_000));
