import type { Cause, FieldChange } from '../domain/difference.js';
import type { Incident } from '../domain/incident.js';
import type { IncidentChange, IncidentDraft } from '../domain/ledger.js';
import type { Desired, Observation } from '../domain/observation.js';
import type { RemediationPolicy } from '../domain/remediation-policy.js';
import type { Mode, Outcome, Response } from '../domain/response.js';
import type { EventSignal } from '../domain/signal.js';
import type { Instant } from '../domain/time.js';
import { retelling, tellingOf } from './attribute.js';
import type { Engine, Observations, Scene } from './engine.js';
import { asJson, type Evidence, keep } from './evidence.js';
import { exposureOf, urgencyOf } from './urgency.js';

/** What was found about one aspect of one target. */
export interface Finding {
  readonly finding: Exclude<Incident['finding'], 'tampering'>;
  readonly aspect: string;
  readonly desired: Desired;
  readonly found: Observation;
  readonly fields: readonly FieldChange[];
  readonly cause: Cause;
  readonly policy: RemediationPolicy;
  readonly response: Response;
}

/** When and how it was found, and all that the look has read. */
export interface Moment {
  readonly at: Instant;
  readonly mode: Mode;
  readonly seen: Observations;
}

/** An incident as it begins. */
export function draft(
  finding: Finding,
  { look, baseline, memory, region }: Scene,
  events: readonly EventSignal[],
  { at: detectedAt, mode, seen }: Moment,
): IncidentDraft {
  const { policy, aspect } = finding;
  const exposure = exposureOf(baseline, seen);
  const { name, environment, owner, contact } = baseline;
  const lastGood = memory.sightings.get(aspect)?.at;
  return {
    target: look.target,
    aspect,
    finding: finding.finding,
    status: 'open',
    outcome:
      finding.finding === 'difference' || finding.finding === 'unmanaged' ? 'alerted' : finding.finding,
    mode,
    cause: finding.cause,
    severity:
      finding.finding === 'difference'
        ? urgencyOf(aspect, policy.severity, exposure, baseline, seen)
        : policy.severity,
    response: finding.response,
    policy: policyOf(policy),
    baseline: { name, source: baseline.aspects.get(aspect)?.source ?? name },
    desired: finding.desired,
    found: finding.found,
    fields: finding.fields,
    ...(exposure === undefined ? {} : { exposure }),
    ...tellingOf(events, lastGood, detectedAt),
    detectedAt,
    channel: look.signals[0]?.kind ?? 'scan',
    explains: [],
    looks: 1,
    transitions: [
      { at: detectedAt, outcome: 'detected', note: `Found by ${look.signals[0]?.kind ?? 'scan'}` },
    ],
    outbox: [],
    ...(lastGood === undefined ? {} : { lastGood }),
    ...(region === undefined ? {} : { region }),
    ...(environment === undefined ? {} : { environment }),
    ...(owner === undefined ? {} : { owner }),
    ...(contact === undefined ? {} : { contact }),
  };
}

/** The policy as it was when the incident began. */
export const policyOf = ({
  aspect: _,
  severity: __,
  response: ___,
  ...policy
}: RemediationPolicy): Incident['policy'] => policy;

/**
 * Opens the incident, or goes on with the one that is open; then gives it the events that it explains. An event
 * that another incident has already taken does not tell who did this.
 */
export async function openOrContinue(
  engine: Engine,
  scene: Scene,
  fresh: IncidentDraft,
  events: readonly EventSignal[],
): Promise<Incident> {
  const { ledger } = engine;
  const { memory } = scene;
  let standing = memory.open.get(fresh.aspect);
  // What cannot be read now has not ended: whoever reads it again goes on with the same incident.
  if (standing?.finding === 'difference' && fresh.finding === 'unreadable')
    return ledger.change(standing, { looks: standing.looks + 1 });
  if (standing !== undefined && standing.finding !== fresh.finding) {
    await close(ledger, standing, fresh.detectedAt);
    standing = undefined;
  }
  const { incident, opened } =
    standing === undefined ? await ledger.open(fresh) : { incident: standing, opened: false };
  if (opened) await keep(engine, scene, seen(incident));
  const taken = new Set<string>();
  for (const event of events) if (!(await ledger.explain(incident, event))) taken.add(event.id);
  const own = events.filter((event) => !taken.has(event.id) || event.aspects.length !== 1);
  const isNews = opened && fresh.finding === 'unreadable';
  if (opened && !isNews && own.length === events.length) return incident;
  const lastGood = memory.sightings.get(fresh.aspect)?.at;
  return ledger.change(incident, {
    ...(isNews ? { notification: { id: `${incident.id}.0`, kind: 'opened', at: fresh.detectedAt } } : {}),
    ...(opened ? {} : foundAgain(incident, fresh)),
    ...(opened ? tellingOf(own, lastGood, incident.detectedAt) : retelling(incident, own, lastGood)),
  });
}

/** What another look makes of an open incident. */
const foundAgain = (
  { looks }: Incident,
  { found, fields, exposure, severity }: IncidentDraft,
): IncidentChange => ({
  looks: looks + 1,
  found,
  fields,
  severity,
  ...(exposure === undefined ? {} : { exposure }),
});

const seen = ({ id, aspect, found, fields }: Incident): Evidence => ({
  aspect,
  incident: id,
  kind: 'seen',
  content: asJson({ found, fields }),
});

/** The finding turned into another: readable again, or there again. */
const close = (ledger: Engine['ledger'], incident: Incident, at: Instant): Promise<Incident> =>
  ledger.change(incident, {
    status: 'closed',
    outcome: 'clean',
    closedAt: at,
    transition: { at, outcome: 'clean', note: 'What was found has changed' },
  });

/** How an incident ends of which people have heard, and hear again. */
export const closedAs = (
  { id, version }: Incident,
  outcome: Outcome,
  at: Instant,
  note: string,
): IncidentChange => ({
  status: 'closed',
  outcome,
  closedAt: at,
  transition: { at, outcome, note },
  notification: { id: `${id}.${version}`, kind: 'closed', at },
});
