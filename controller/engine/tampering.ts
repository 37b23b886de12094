import type { Incident } from '../domain/incident.js';
import type { IncidentDraft } from '../domain/ledger.js';
import type { RemediationPolicy } from '../domain/remediation-policy.js';
import { graver } from '../domain/response.js';
import type { EventSignal } from '../domain/signal.js';
import type { Tampering } from '../domain/tampering.js';
import { earliest, type Instant, instant } from '../domain/time.js';
import { mayBeSince, retelling, type Telling, tellingOf } from './attribute.js';
import type { Engine } from './engine.js';
import { asJson, keep } from './evidence.js';
import { policyOf } from './incidents.js';
import { seenIn } from './own-state.js';

type Needs = Pick<Engine, 'ledger' | 'clock' | 'controller' | 'declarations' | 'access'>;

/** Calls whose harm no setting shows, before or after: what they took does not come back with the settings. */
const traceless: ReadonlySet<string> = new Set(['PurgeQueue']);

/** Whether an incident tells of something that no look can see to be over. */
export const isTraceless = ({ fields }: Pick<Incident, 'fields'>): boolean =>
  fields.some(({ path }) => traceless.has(path));

/**
 * Opens an incident of the account for a call that changed what Snapback rests on, or goes on with the open one. Nothing
 * is read and nothing written: the event is a claim, and whoever can change these can forge it, so people are told and
 * decide. The same event may come again: it is counted once, also after the incident was closed.
 */
export async function noticeTampering(engine: Needs, tampering: Tampering): Promise<void> {
  const { ledger, clock, declarations, access } = engine;
  const { target, what, arn, event } = tampering;
  const policy = declarations().policyFor(
    {
      aspect: what,
      desired: { kind: 'value', value: arn },
      observed: { kind: 'observed', state: stateOf(tampering) },
    },
    target,
  );
  await ledger.noteEvent(target, event);
  if (policy.response === 'ignore' || (await isOver(engine, tampering))) return;

  const at = instant(clock.now());
  const draft = tamperingDraft({
    ...{ target, aspect: what, arn, policy, at, mode: access.mode, channel: 'event' },
    state: stateOf(tampering),
    telling: tellingOf([{ ...event, at: earliest(event.at, at) }], undefined, at),
  });
  const { incident, opened } = await openTampering(engine, draft);
  await ledger.explain(incident, event);
  // What the incident shows of a call is written with the news of it: a crash before that leaves both to be done again.
  if (incident.fields.some(({ path }) => path === event.call) && !opened) return;
  await ledger.change(incident, {
    ...worse(incident, policy),
    ...toldBy(incident, event),
    fields: fieldsWith(incident, event),
    looks: opened ? 1 : incident.looks + 1,
    transition: { at, outcome: 'alerted', note: `${event.call} on ${arn}` },
    notification: { id: `${incident.id}.${event.call}`, kind: 'escalated', at },
  });
}

const stateOf = ({ arn, event }: Tampering): { readonly call: string; readonly arn: string } => ({
  call: event.call,
  arn,
});

const fieldsWith = ({ fields }: Incident, { call, actor }: EventSignal): Incident['fields'] => [
  ...fields.filter(({ path }) => path !== call),
  { path: call, actual: actor.arn ?? actor.principalId ?? actor.type },
];

/** Who and when, where a scan was faster than the event. */
const toldBy = (incident: Incident, event: EventSignal): Partial<Telling> =>
  incident.who.kind === 'unknown' ? retelling(incident, [event], incident.lastGood) : {};

/** An incident is as bad as the worst that it tells of. */
export const worse = (
  { severity }: Pick<Incident, 'severity'>,
  policy: RemediationPolicy,
): Partial<Pick<Incident, 'severity' | 'policy'>> =>
  graver(severity, policy.severity) === severity
    ? {}
    : { severity: policy.severity, policy: policyOf(policy) };

/** Whether an incident that was closed since has dealt with the event already. */
async function isOver({ ledger }: Needs, { target, what, event }: Tampering): Promise<boolean> {
  for await (const incident of ledger.episodes(target, what)) {
    const { status, closedAt, explains } = incident;
    if (status === 'closed' && explains.includes(event.id)) return true;
    if (mayHaveDone(incident, event)) {
      await ledger.explain(incident, event);
      await ledger.change(incident, { ...toldBy(incident, event), fields: fieldsWith(incident, event) });
      return true;
    }
    if (closedAt !== undefined && closedAt < event.at) return false;
  }
  return false;
}

/**
 * Whether an event that arrives late belongs to an episode that a look has seen begin and end. CloudTrail's clock has
 * whole seconds: one that may be younger than the end is told of anew, which is once too often at worst.
 */
function mayHaveDone(incident: Incident, { at, call }: EventSignal): boolean {
  const { finding, status, outcome, closedAt, detectedAt, lastGood, channel } = incident;
  if (finding !== 'tampering' || status !== 'closed' || closedAt === undefined || traceless.has(call))
    return false;
  if (seenIn(incident).size === 0 || (lastGood !== undefined && !mayBeSince(at, lastGood))) return false;
  const isBefore = channel === 'scan' && at <= detectedAt;
  return isBefore || (outcome === 'healedElsewhere' && at >= detectedAt && !mayBeSince(at, closedAt));
}

/** What an incident of tampering begins with. */
interface Beginning extends Pick<Incident, 'target' | 'aspect' | 'mode' | 'channel' | 'lastGood'> {
  readonly arn: string;
  readonly policy: RemediationPolicy;
  readonly at: Instant;
  readonly state: Readonly<Record<string, string>>;
  readonly telling: Telling;
}

export function tamperingDraft({ arn, policy, at, state, telling, ...rest }: Beginning): IncidentDraft {
  return {
    ...rest,
    ...telling,
    finding: 'tampering',
    status: 'open',
    outcome: 'alerted',
    cause: 'drift',
    severity: policy.severity,
    response: 'alert',
    policy: policyOf(policy),
    baseline: { name: 'own resources', source: 'the setting ownResources' },
    desired: { kind: 'value', value: arn },
    found: { kind: 'observed', state },
    fields: [],
    detectedAt: at,
    explains: [],
    looks: 1,
    transitions: [{ at, outcome: 'detected', note: `Found by ${rest.channel}` }],
    outbox: [],
  };
}

/** Opens it, or gives the open one; one that tells that nothing can be read gives way, since now something is known. */
export async function openTampering(
  engine: Needs,
  draft: IncidentDraft,
): Promise<{ readonly incident: Incident; readonly opened: boolean }> {
  const { ledger } = engine;
  let found = await ledger.open(draft);
  if (found.incident.finding !== draft.finding) {
    const at = draft.detectedAt;
    const note = 'What was found has changed';
    await ledger.change(found.incident, {
      ...{ status: 'closed', outcome: 'clean', closedAt: at },
      transition: { at, outcome: 'clean', note },
    });
    found = await ledger.open(draft);
  }
  if (found.opened) await keepSeen(engine, found.incident);
  return found;
}

/** Notes in the audit with what an incident began. */
export const keepSeen = (engine: Needs, { id, target, aspect, found }: Incident): Promise<void> =>
  keep(
    engine,
    { baseline: { target }, declarations: engine.declarations() },
    { aspect, incident: id, kind: 'seen', content: asJson({ found }) },
  );
