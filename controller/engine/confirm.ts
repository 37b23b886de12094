import { aspectNamed } from '../aspects/index.js';
import type { Incident } from '../domain/incident.js';
import type { ActorLookup } from '../domain/ports.js';
import { type Instant, instant } from '../domain/time.js';
import type { Engine } from './engine.js';

/** How long before an incident may have begun CloudTrail is asked from, and how long after its detection. */
const margin = 5 * 60_000;

/**
 * Asks CloudTrail who made the change, or whether what the event claimed is true. True when there is nothing left to
 * ask; without an answer the incident says so, and the question may be put again: CloudTrail knows a call only minutes
 * after it was made.
 */
export async function confirm(lookup: ActorLookup, ledger: Engine['ledger'], id: string): Promise<boolean> {
  const incident = await ledger.incident(id);
  const calls = incident === undefined ? [] : (aspectNamed(incident.aspect)?.events ?? []);
  if (incident === undefined || calls.length === 0) return true;
  const { who, detectedAt, target } = incident;
  if (who.kind === 'known' && who.confirmed) return true;

  const found = await lookup.whoChanged(
    target,
    calls,
    shifted(beginOf(incident), -margin),
    shifted(detectedAt, margin),
  );
  const isAnswer = found.kind === 'known' && (who.kind === 'unknown' || found.event === who.event);
  if (isAnswer) await ledger.change(incident, { who: { ...found, confirmed: true } });
  else if (who.kind === 'unknown' && found.kind === 'unknown') await ledger.change(incident, { who: found });
  return isAnswer;
}

const beginOf = ({ occurred, detectedAt }: Incident): Instant =>
  occurred.kind === 'at' ? occurred.at : occurred.kind === 'between' ? occurred.from : detectedAt;

const shifted = (at: Instant, ms: number): Instant => instant(new Date(Date.parse(at) + ms));
