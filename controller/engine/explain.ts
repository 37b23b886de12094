import type { Incident } from '../domain/incident.js';
import type { EventSignal, Look } from '../domain/signal.js';
import type { Instant } from '../domain/time.js';
import type { Assessment } from './assess.js';
import { eventsAbout, occurredFrom, whoFrom } from './attribute.js';
import type { Engine, Scene } from './engine.js';

/**
 * Gives events that arrive when all is well again to the incident that has already dealt with what they did: a scan
 * or an earlier event was faster. An event that fits no incident changed nothing that was ever seen.
 */
export async function explainLate(
  engine: Engine,
  { look, baseline, memory }: Scene,
  { good }: Assessment,
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
  const home = ended.find((incident) => mayHaveCaused(event, incident));
  if (home === undefined || home.explains.includes(event.id) || !(await ledger.explain(home, event))) return;
  if (home.who.kind === 'known') return;
  const lastGood = home.occurred.kind === 'between' ? home.occurred.from : undefined;
  await ledger.change(home, {
    who: whoFrom([event]),
    occurred: occurredFrom([event], lastGood, home.detectedAt),
  });
}

/** CloudTrail's clock has whole seconds, so an event may seem up to a second older than the look before it. */
function mayHaveCaused({ at }: EventSignal, { finding, occurred, closedAt }: Incident): boolean {
  if (finding !== 'difference' || (closedAt !== undefined && at > closedAt)) return false;
  const start = occurred.kind === 'at' ? occurred.at : occurred.kind === 'between' ? occurred.from : at;
  return Date.parse(at) + 1_000 > Date.parse(start);
}
