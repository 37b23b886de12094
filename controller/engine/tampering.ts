import type { Incident } from '../domain/incident.js';
import type { IncidentDraft } from '../domain/ledger.js';
import type { RemediationPolicy } from '../domain/remediation-policy.js';
import { severities } from '../domain/response.js';
import type { Tampering } from '../domain/tampering.js';
import { earliest, type Instant, instant } from '../domain/time.js';
import { tellingOf } from './attribute.js';
import type { Engine } from './engine.js';
import { asJson, keep } from './evidence.js';
import { policyOf } from './incidents.js';

type Needs = Pick<Engine, 'ledger' | 'clock' | 'controller' | 'declarations' | 'access'>;

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
  const { incident, opened } = await ledger.open(draftOf(tampering, policy, at, access.mode));
  if (opened) await record(engine, incident, tampering);
  await ledger.explain(incident, event);
  // What the incident shows of a call is written with the news of it: a crash before that leaves both to be done again.
  if (incident.fields.some(({ path }) => path === event.call) && !opened) return;
  await ledger.change(incident, {
    ...worse(incident, policy),
    fields: [...incident.fields.filter(({ path }) => path !== event.call), fieldOf(tampering)],
    looks: opened ? 1 : incident.looks + 1,
    transition: { at, outcome: 'alerted', note: `${event.call} on ${arn}` },
    notification: { id: `${incident.id}.${event.call}`, kind: 'escalated', at },
  });
}

const stateOf = ({ arn, event }: Tampering): { readonly call: string; readonly arn: string } => ({
  call: event.call,
  arn,
});

const fieldOf = ({ event: { call, actor } }: Tampering): Incident['fields'][number] => ({
  path: call,
  actual: actor.arn ?? actor.principalId ?? actor.type,
});

/** An incident is as bad as the worst that it tells of. */
const worse = (
  { severity }: Incident,
  policy: RemediationPolicy,
): Partial<Pick<Incident, 'severity' | 'policy'>> =>
  severities.indexOf(policy.severity) > severities.indexOf(severity)
    ? { severity: policy.severity, policy: policyOf(policy) }
    : {};

/** Whether an incident that was closed since has dealt with the event already. */
async function isOver({ ledger }: Needs, { target, what, event }: Tampering): Promise<boolean> {
  for await (const { status, closedAt, explains } of ledger.episodes(target, what)) {
    if (status === 'closed' && explains.includes(event.id)) return true;
    if (closedAt !== undefined && closedAt < event.at) return false;
  }
  return false;
}

function draftOf(
  tampering: Tampering,
  policy: RemediationPolicy,
  at: Instant,
  mode: Incident['mode'],
): IncidentDraft {
  const { target, what, arn, event } = tampering;
  return {
    target,
    aspect: what,
    finding: 'tampering',
    status: 'open',
    outcome: 'alerted',
    mode,
    cause: 'drift',
    severity: policy.severity,
    response: 'alert',
    policy: policyOf(policy),
    baseline: { name: 'own resources', source: 'the setting ownResources' },
    desired: { kind: 'value', value: arn },
    found: { kind: 'observed', state: stateOf(tampering) },
    fields: [],
    ...tellingOf([{ ...event, at: earliest(event.at, at) }], undefined, at),
    detectedAt: at,
    channel: 'event',
    explains: [],
    looks: 1,
    transitions: [{ at, outcome: 'detected', note: 'Found by event' }],
    outbox: [],
  };
}

const record = (
  engine: Needs,
  { id, aspect, target, found }: Incident,
  { event }: Tampering,
): Promise<void> =>
  keep(
    engine,
    { baseline: { target }, declarations: engine.declarations() },
    { aspect, incident: id, kind: 'seen', content: asJson({ found, event }) },
  );
