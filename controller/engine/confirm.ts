import type { Attribution, Incident } from '../domain/incident.js';
import type { ActorLookup } from '../domain/ports.js';
import { type Instant, instant } from '../domain/time.js';
import type { Engine } from './engine.js';
import { callsAbout } from './existence.js';

/** How long before an incident may have begun CloudTrail is asked from, in milliseconds. */
const margin = 5 * 60_000;

/**
 * Asks CloudTrail who made the change, or whether what the event claimed is true. True when there is nothing left to
 * ask; without an answer the incident says so, and the question may be put again: CloudTrail knows a call only minutes
 * after it was made.
 */
export async function confirm(
  lookup: ActorLookup,
  { ledger, isSelf }: Pick<Engine, 'ledger' | 'isSelf'>,
  id: string,
): Promise<boolean> {
  const incident = await ledger.incident(id);
  const calls = incident === undefined ? [] : callsAbout(incident.aspect, incident.finding);
  if (incident === undefined || calls.length === 0 || isConfirmed(incident.who)) return true;
  const { who, detectedAt, target } = incident;
  const from = instant(new Date(Date.parse(beginOf(incident)) - margin));
  // Our own repair is a call of the same name, and CloudTrail's clock may place it in the second of the detection.
  const found = await lookup.whoChanged(target, calls, from, detectedAt, (actor) => !isSelf(actor));
  if (found.kind === 'known' && isNoOlder(found, who)) {
    await ledger.change(incident, { who: found });
    return true;
  }
  if (found.kind === 'unknown' && who.kind === 'unknown') await ledger.change(incident, { who: found });
  return false;
}

const isConfirmed = (who: Attribution): boolean => who.kind === 'known' && who.confirmed;

/** An older call than the one that an event claims is no answer: CloudTrail may not know of the newer one yet. */
const isNoOlder = (found: Attribution, who: Attribution): boolean =>
  who.kind === 'unknown' || found.kind === 'unknown' || (found.at ?? '') >= (who.at ?? '');

const beginOf = ({ occurred, detectedAt }: Incident): Instant =>
  occurred.kind === 'at' ? occurred.at : occurred.kind === 'between' ? occurred.from : detectedAt;
