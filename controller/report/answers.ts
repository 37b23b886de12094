import type { Exposure } from '../domain/exposure.js';
import type { Attribution, Incident, Occurred } from '../domain/incident.js';
import type { Escalation, Step } from '../domain/plan.js';
import type { Mode, Outcome, Response } from '../domain/response.js';
import type { Channel } from '../domain/signal.js';
import { targetKey } from '../domain/target.js';
import type { Instant } from '../domain/time.js';
import { type Span, span, spanSince } from './span.js';
import { type State, stateOf } from './state.js';

/** What is known beside the incident itself. */
export interface Background {
  /** All episodes of this aspect of this target, in any order; the incident itself may be among them. */
  readonly episodes: Iterable<Incident>;
  /** What would keep an aspect from being changed again: aspect -> a statement for people, if one is known. */
  readonly prevention: (aspect: string) => string | undefined;
  /** SHA-256 of what was found, by which a waiver names it; missing if that is not wholly known. */
  readonly state?: string | undefined;
}

/** The nine questions of an auditor, answered from one incident. `null` means that there is no answer. */
export interface Answers {
  /** 1: which resource and environment? */
  readonly resource: {
    readonly target: string;
    readonly partition: string;
    readonly account: string;
    /** `null` if the resource is the account itself. */
    readonly bucket: string | null;
    readonly region: string | null;
    readonly environment: string | null;
    readonly owner: string | null;
    readonly contact: string | null;
  };
  /** 2: what changed, field by field? */
  readonly change: Pick<Incident, 'aspect' | 'finding' | 'cause' | 'fields'> & {
    /** Whom the bucket let in; `null` if nothing that decides it was read. */
    readonly exposure: Exposure | null;
    /** What a waiver for just this state names; `null` if what was found is not wholly known. */
    readonly state: string | null;
  };
  /** 3: when did it occur? */
  readonly occurred: Occurred;
  /** 4: who did it? */
  readonly who: Attribution;
  /** 5: which baseline and policy did it break? */
  readonly broke: Pick<Incident, 'baseline' | 'policy' | 'severity'>;
  /** 6: when and how was it detected? */
  readonly detection: {
    readonly at: Instant;
    readonly channel: Channel;
    readonly after: Span;
    readonly looks: number;
  };
  /** 7: when was it remediated and verified? */
  readonly remediation: {
    readonly state: State;
    readonly outcome: Outcome;
    readonly remediatedAt: Instant | null;
    readonly verifiedAt: Instant | null;
    readonly closedAt: Instant | null;
    readonly detectedToRemediated: Span;
    readonly occurredToVerified: Span;
  };
  /** 8: by what? */
  readonly means: {
    readonly mode: Mode;
    readonly response: Response;
    readonly controller: string | null;
    readonly requestIds: readonly string[];
    /** As decided; they were sent if `controller` is given. */
    readonly steps: readonly Step[];
    readonly escalation: Escalation | null;
  };
  /** 9: what keeps it from happening again? */
  readonly prevention: {
    /** How many episodes came before this one. */
    readonly times: number;
    /** Those of them that are still on record: episodes of the same aspect of the same target, newest first. */
    readonly before: readonly Pick<Incident, 'id' | 'episode' | 'detectedAt' | 'outcome'>[];
    /** How many episodes came after this one. */
    readonly since: number;
    readonly statement: string | null;
  };
}

function recurrence(
  incident: Incident,
  episodes: Iterable<Incident>,
): Omit<Answers['prevention'], 'statement'> {
  const others = [...episodes];
  return {
    times: incident.episode - 1,
    before: others
      .filter((one) => one.episode < incident.episode)
      .toSorted((a, b) => b.episode - a.episode)
      .map(({ id, episode, detectedAt, outcome }) => ({ id, episode, detectedAt, outcome })),
    since: others.filter((one) => one.episode > incident.episode).length,
  };
}

/** Answers the nine questions; invents nothing that the incident does not say. */
export function answersOf(incident: Incident, background: Background): Answers {
  const { target, aspect, finding, cause, fields, occurred, detectedAt } = incident;
  return {
    resource: {
      target: targetKey(target),
      partition: target.partition,
      account: target.account,
      bucket: target.kind === 'bucket' ? target.name : null,
      region: incident.region ?? null,
      environment: incident.environment ?? null,
      owner: incident.owner ?? null,
      contact: incident.contact ?? null,
    },
    change: {
      aspect,
      finding,
      cause,
      fields,
      exposure: incident.exposure ?? null,
      state: background.state ?? null,
    },
    occurred,
    who: incident.who,
    broke: { baseline: incident.baseline, policy: incident.policy, severity: incident.severity },
    detection: {
      at: detectedAt,
      channel: incident.channel,
      after: spanSince(occurred, detectedAt),
      looks: incident.looks,
    },
    remediation: {
      state: stateOf(incident),
      outcome: incident.outcome,
      remediatedAt: incident.remediatedAt ?? null,
      verifiedAt: incident.verifiedAt ?? null,
      closedAt: incident.closedAt ?? null,
      detectedToRemediated: span(detectedAt, incident.remediatedAt),
      occurredToVerified: spanSince(occurred, incident.verifiedAt),
    },
    means: {
      mode: incident.mode,
      response: incident.response,
      controller: incident.remediatedBy?.controller ?? null,
      requestIds: incident.remediatedBy?.requestIds ?? [],
      steps: incident.proposal?.steps ?? [],
      escalation: incident.escalation ?? null,
    },
    prevention: {
      ...recurrence(incident, background.episodes),
      statement: background.prevention(aspect) ?? null,
    },
  };
}
