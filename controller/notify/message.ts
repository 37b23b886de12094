import { exposureText } from '../domain/exposure.js';
import type { Attribution, Incident, Notification, Occurred } from '../domain/incident.js';
import { tactics } from '../domain/tactics.js';
import { targetKey, targetName } from '../domain/target.js';

/** What is told about an incident, before it takes the form of a log line or a chat message. */
export interface Message {
  readonly headline: string;
  /** Short values, by name. */
  readonly facts: Readonly<Record<string, string>>;
  /** Values that may be long and may have lines, by name. */
  readonly texts: Readonly<Record<string, string>>;
}

const headline = (incident: Incident, kind: Notification['kind']): string => {
  const what = `${incident.aspect} of ${targetName(incident.target)}`;
  if (kind === 'linked') return `Attack: ${incident.case?.title ?? 'several incidents of one actor'}`;
  if (incident.finding === 'tampering' && kind !== 'closed')
    return `Somebody changed what Snapback rests on: ${what}`;
  if (incident.finding === 'braked' && kind !== 'closed') return `Brake on: ${what}`;
  if (kind === 'escalated') return `Needs a human: ${what}`;
  if (kind === 'closed') {
    if (incident.outcome === 'reverted') return `Put back: ${what}`;
    if (incident.outcome === 'waived') return `Waived: ${what}`;
    return incident.outcome === 'healedElsewhere' ? `Put back by others: ${what}` : `Closed: ${what}`;
  }
  if (incident.finding === 'unreadable') return `Cannot be read: ${what}`;
  if (incident.finding === 'unmanaged') return `Held to nothing: ${what}`;
  return incident.finding === 'gone' ? `Gone: ${what}` : `Not as declared: ${what}`;
};

const occurredText = (occurred: Occurred): string => {
  if (occurred.kind === 'at') return occurred.at;
  return occurred.kind === 'between' ? `between ${occurred.from} and ${occurred.to}` : 'unknown';
};

const whoText = (who: Attribution): string => {
  if (who.kind === 'unknown') return `unknown: ${who.reason}`;
  const name = who.actor.arn ?? who.actor.principalId ?? who.actor.type;
  return who.confirmed ? name : `${name} (claimed by an event, not confirmed)`;
};

const policyFacts = ({ title, tactic, techniques, controls = [] }: Incident['policy']): Message['facts'] => ({
  ...(title === undefined ? {} : { alert: title }),
  ...(tactic === undefined ? {} : { tactic: [tactics[tactic], ...techniques].join(', ') }),
  ...(controls.length === 0 ? {} : { controls: controls.join(', ') }),
});

/** The message of one notification. Values are as they came: whoever shows them makes them safe for its medium. */
export const messageOf = (incident: Incident, kind: Notification['kind']): Message => {
  // What is over needs nobody.
  const runbook = incident.escalation?.runbook ?? (kind === 'closed' ? undefined : incident.policy.runbook);
  return {
    headline: headline(incident, kind),
    facts: {
      incident: incident.id,
      target: targetKey(incident.target),
      aspect: incident.aspect,
      severity: incident.severity,
      ...(incident.exposure === undefined ? {} : { exposure: exposureText(incident.exposure) }),
      cause: incident.cause,
      outcome: incident.outcome,
      mode: incident.mode,
      occurred: occurredText(incident.occurred),
      detected: `${incident.detectedAt} by ${incident.channel}`,
      ...(incident.verifiedAt === undefined ? {} : { verified: incident.verifiedAt }),
      who: whoText(incident.who),
      ...(incident.case === undefined ? {} : { case: incident.case.id }),
      policy: incident.policy.id,
      ...policyFacts(incident.policy),
      baseline: incident.baseline.name,
      ...(incident.environment === undefined ? {} : { environment: incident.environment }),
      ...(incident.owner === undefined ? {} : { owner: incident.owner }),
      ...(incident.contact === undefined ? {} : { contact: incident.contact }),
    },
    texts: {
      ...(incident.fields.length === 0
        ? {}
        : { fields: incident.fields.map(({ path }) => path || '(whole document)').join('\n') }),
      ...(runbook === undefined ? {} : { runbook }),
    },
  };
};
