import type { Hold } from '../domain/hold.js';
import type { Incident, Proposal } from '../domain/incident.js';
import type { IncidentChange } from '../domain/ledger.js';
import type { Escalation, Step } from '../domain/plan.js';
import type { Outcome } from '../domain/response.js';
import { type Instant, instant } from '../domain/time.js';
import type { StepResult } from './apply.js';
import type { Approval, Engine, Scene } from './engine.js';
import { asJson, type Evidence } from './evidence.js';
import { proposalFor } from './proposal.js';
import type { Repair } from './repair.js';
import { serves } from './serves.js';
import { waitingAs, waitOf, waitsText } from './waiting.js';

/** How one difference ended. */
export interface Ending {
  readonly outcome: Outcome;
  readonly note: string;
  readonly proposal?: Proposal;
  readonly escalation?: Escalation;
  readonly requestIds: readonly string[];
  /** When the last step of the repair was answered; only for what was repaired. */
  readonly remediatedAt?: Instant;
}

/**
 * How a difference of the first look ended, after the repair if there was one. `isOurs`: an earlier look has sent a
 * repair for this incident, which no read had shown until now.
 */
export function endingOf(aspect: string, repair: Repair, isOurs: boolean): Ending {
  const { assessment, results } = repair;
  if (assessment.differences.some((difference) => difference.aspect === aspect)) {
    return results.size > 0 ? afterRepair(aspect, repair) : withoutRepair(aspect, repair);
  }
  const blind = assessment.blind.get(aspect);
  if (blind === undefined) {
    const note = isOurs ? 'As declared after an earlier repair' : 'As declared before anything was sent';
    return { outcome: isOurs ? 'reverted' : 'healedElsewhere', note, requestIds: [] };
  }
  return { outcome: 'unreadable', note: `${blind.error.name}: ${blind.error.message}`, requestIds: [] };
}

/** How a difference ends that is not repaired now: by policy, by mode, or because only a human may. */
function withoutRepair(aspect: string, { assessment, decision }: Repair): Ending {
  const escalation = decision.repair.escalations.find((one) => one.aspect === aspect);
  const rest = { requestIds: [] };
  if (escalation !== undefined)
    return { outcome: 'escalated', note: escalation.runbook, escalation, ...rest };
  const response = decision.verdicts.get(aspect)?.response ?? 'alert';
  if (response === 'ignore') return { outcome: 'ignored', note: 'The remediation policy says so', ...rest };
  if (response === 'alert')
    return { outcome: 'alerted', note: 'The remediation policy asks for no repair', ...rest };
  const hold = waitOf(aspect, decision);
  if (hold !== undefined && !decision.repair.steps.some((step) => serves(step, aspect, decision)))
    return heldBack(aspect, hold, waitsText(hold), []);
  const proposal = proposalFor(aspect, decision);
  // What S3 carries out later was sent before: there is nothing that a human could allow.
  if (response === 'revert' && proposal === undefined && !assessment.unfinished.has(aspect))
    return { outcome: 'unconfirmed', note: 'Nothing is left to send, but no read shows it yet', ...rest };
  return {
    outcome: 'proposed',
    note: 'Waits for a human',
    ...rest,
    ...(proposal === undefined ? {} : { proposal }),
  };
}

/** How a difference ends after the steps of a repair were sent. */
function afterRepair(aspect: string, repair: Repair): Ending {
  const { decision, results } = repair;
  const mine = decision.repair.steps.filter((step) => serves(step, aspect, decision));
  const held = decision.proposed.filter((step) => serves(step, aspect, decision));
  if (mine.length === 0) return withoutRepair(aspect, repair);
  const ended = mine.map((step) => ({ step, result: results.get(step.id) }));
  const requestIds = ended.flatMap(({ result }) => requestIdOf(result));
  const failed = ended.find(({ result }) => result?.kind === 'failed' || result?.kind === 'dropped');
  if (failed !== undefined)
    return { outcome: 'failed', note: whyFailed(failed.step, failed.result), requestIds };
  const unsure = ended.find(({ result }) => result?.kind !== 'verified');
  if (unsure !== undefined) {
    return {
      outcome: 'unconfirmed',
      note: `${unsure.step.operation} was sent, but no read shows it yet`,
      requestIds,
    };
  }
  const hold = waitOf(aspect, decision);
  if (hold !== undefined)
    return heldBack(aspect, hold, `Closed what could be closed. ${waitsText(hold)}`, requestIds);
  if (held.length > 0) {
    const proposal = proposalFor(aspect, decision);
    const note = 'Closed what could be closed; the rest waits for a human';
    return { outcome: 'proposed', note, requestIds, ...(proposal === undefined ? {} : { proposal }) };
  }
  const times = ended.flatMap(({ result }) => (result?.kind === 'verified' ? [result.at] : [])).sort();
  const remediatedAt = times.at(-1);
  const note = mine.map(({ operation }) => operation).join(', ');
  return { outcome: 'reverted', note, requestIds, ...(remediatedAt === undefined ? {} : { remediatedAt }) };
}

/** The same ending, and who fights over it where somebody does: people hear of that also when the repair need not wait. */
export const named = (ending: Ending, aspect: string, { fights }: Pick<Scene, 'fights'>): Ending => {
  const runbook = ending.outcome === 'reverted' ? fights?.get(aspect)?.runbook : undefined;
  return runbook === undefined ? ending : { ...ending, escalation: { kind: 'escalate', aspect, runbook } };
};

/** How a difference ends that a grace or a brake holds back. */
const heldBack = (aspect: string, hold: Hold, note: string, requestIds: readonly string[]): Ending => ({
  outcome: waitingAs(hold),
  note,
  requestIds,
  ...(hold.kind === 'brake' && hold.runbook !== undefined
    ? { escalation: { kind: 'escalate', aspect, runbook: hold.runbook } }
    : {}),
});

/** The change of the incident that an ending means. An ending that was recorded before changes nothing. */
export function recorded(
  incident: Incident,
  ending: Ending,
  { clock, controller, approval }: Engine,
): IncidentChange | undefined {
  const at = instant(clock.now());
  const { outcome, note, requestIds, remediatedAt, proposal, escalation } = ending;
  const closed = outcome === 'reverted' || outcome === 'healedElsewhere';
  const first = incident.transitions.length === 1;
  const isNamed = outcome !== 'braked' || escalation === undefined || incident.escalation !== undefined;
  const isSame = incident.outcome === outcome && proposal?.digest === incident.proposal?.digest && isNamed;
  if (!closed && isSame && !first) return undefined;
  const isFight = outcome === 'braked' && escalation !== undefined;
  const needsHuman = outcome === 'escalated' || outcome === 'failed' || isFight;
  const kind = closed ? 'closed' : needsHuman ? 'escalated' : 'opened';
  return {
    outcome,
    transition: { at, outcome, note: outcome === 'reverted' ? withWord(note, approval) : note },
    ...(closed ? { status: 'closed', closedAt: at } : {}),
    // Where an earlier look has sent the repair, it was done by now at the latest.
    ...(outcome === 'reverted' ? { verifiedAt: at, remediatedAt: remediatedAt ?? at } : {}),
    ...(requestIds.length === 0 ? {} : { remediatedBy: { controller, requestIds } }),
    ...(proposal === undefined ? {} : { proposal }),
    ...(escalation === undefined ? {} : { escalation }),
    ...(outcome === 'ignored' || (outcome === 'inGrace' && requestIds.length === 0)
      ? {}
      : { notification: { id: `${incident.id}.${incident.version}`, kind, at } }),
  };
}

const withWord = (note: string, approval: Approval | undefined): string =>
  approval?.by === undefined ? note : `${note}. Approved by ${approval.by.caller}: ${approval.by.reason}`;

/** The decision to send nothing, for the audit. */
export const withheld = ({ id, aspect }: Incident, { outcome, note, proposal }: Ending): Evidence => ({
  aspect,
  incident: id,
  kind: 'decided',
  content: asJson({ outcome, note, plan: proposal?.digest }),
});

const requestIdOf = (result: StepResult | undefined): readonly string[] =>
  (result?.kind === 'verified' || result?.kind === 'unconfirmed') && result.requestId !== undefined
    ? [result.requestId]
    : [];

const whyFailed = ({ operation }: Step, result: StepResult | undefined): string =>
  result?.kind === 'failed'
    ? `${operation}: ${result.error.name}: ${result.error.message}`
    : `${operation} was not sent, because ${result?.kind === 'dropped' ? result.waitedFor : 'an earlier step'} did not succeed`;
