import type { Incident } from '../domain/incident.js';
import type { EventSignal, Look } from '../domain/signal.js';
import type { Instant } from '../domain/time.js';
import type { Assessment } from './assess.js';
import { eventsAbout, mayBeSince, retelling } from './attribute.js';
import type { Engine, Scene } from './engine.js';

/**
 * Gives events that arrive when all is well again to the incident that has already dealt with what they did: a scan
 * or an earlier event was faster. An event that fits no incident changed nothing that was ever seen.
 */
export async function explainLate(
  engine: Engine,
  { look, baseline, memory }: Scene,
  { good }: Pick<Assessment, 'good'>,
): Promise<void> {
  for (const aspect of good.keys()) {
    const events = eventsAbout(aspect, look, baseline, engine.isSelf);
    if (events.length === 0 || (memory.heads.get(aspect)?.episodes ?? 0) === 0) continue;
    const oldest = events[0]?.at ?? '';
    const ended = await episodesSince(engine, look, aspect, oldest);
    for (const event of events) await giveTo(engine, event, ended);
  }
}

/** The aspect's incidents that were closed at or after a moment, oldest first. */
async function episodesSince(
  { ledger }: Engine,
  { target }: Look,
  aspect: string,
  since: Instant,
): Promise<readonly Incident[]> {
  const found: Incident[] = [];
  for await (const incident of ledger.episodes(target, aspect)) {
    if (incident.closedAt !== undefined && incident.closedAt < since) break;
    found.unshift(incident);
  }
  return found;
}

async function giveTo({ ledger }: Engine, event: EventSignal, ended: readonly Incident[]): Promise<void> {
  const homes = ended.filter((incident) => mayHaveCaused(event, incident));
  // One that has the event already may still lack its author: a crash may have come in between.
  const taken = homes.find(({ explains }) => explains.includes(event.id));
  // Within one second several may fit: then the one that still lacks an author, and that somebody caused.
  const [fittest] = homes.toSorted((one, other) => fitness(other) - fitness(one));
  const home = taken ?? fittest;
  if (home === undefined || (taken === undefined && !(await ledger.explain(home, event)))) return;
  const told = retelling(home, [event], undefined);
  if (told.who !== undefined) await ledger.change(home, told);
}

const fitness = ({ cause, who }: Incident): number =>
  (cause === 'drift' ? 2 : 0) + (who.kind === 'unknown' ? 1 : 0);

function mayHaveCaused({ at }: EventSignal, { finding, occurred, lastGood, closedAt }: Incident): boolean {
  if (finding !== 'difference' || (closedAt !== undefined && at > closedAt)) return false;
  // An earlier event may arrive after a later one of the same episode: the last good look bounds both.
  if (lastGood !== undefined) return mayBeSince(at, lastGood);
  if (occurred.kind === 'unknown') return true;
  return mayBeSince(at, occurred.kind === 'at' ? occurred.at : occurred.from);
}
