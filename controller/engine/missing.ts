import type { Hold } from '../domain/hold.js';
import type { Incident } from '../domain/incident.js';
import type { LookResult } from '../domain/ports.js';
import type { Outcome } from '../domain/response.js';
import type { Look } from '../domain/signal.js';
import { instant } from '../domain/time.js';
import { withActors } from './attack.js';
import { eventsAbout } from './attribute.js';
import { withBrakes } from './brakes/brakes.js';
import { tellBrakes } from './brakes/tell.js';
import { confirm } from './confirm.js';
import { referrersOf } from './dangling.js';
import { type Decision, writerOf } from './decide.js';
import type { Declarations, Engine, Scene } from './engine.js';
import { keep } from './evidence.js';
import { callsAbout, existence } from './existence.js';
import { decideGone, differenceOf, type Gone, heldText, runbookOf } from './gone.js';
import { holdsOf } from './hold.js';
import { holdName } from './hold-name.js';
import { closedAs, draft, type Finding, openOrContinue } from './incidents.js';
import { proposalFor } from './proposal.js';
import { type Ending, recorded, withheld } from './settle.js';
import { waitsText } from './waiting.js';

/** How a look at a bucket that is not there ended; `isMadeAgain`: it is there now, and has to be looked at as any other. */
export interface Missed extends Omit<LookResult, 'target'> {
  readonly isMadeAgain?: true;
}

/**
 * What a look does about a bucket that two reads and a listing say is gone, or is somebody else's: one incident for the
 * bucket, with what refers to it. Nothing of it is written until it is there again, but where its baseline says so it is
 * created again to hold its name. Nothing is returned if the state moved and the look has to start again.
 */
export async function missing(engine: Engine, given: Scene, gone: Gone): Promise<Missed | undefined> {
  const { look, baseline, declarations, memory, isNew } = given;
  const ending = (outcome: Outcome): Missed => ({ outcomes: new Map([[existence, outcome]]) });
  // Anybody may claim that a bucket was deleted that never was.
  if (isNew && !memory.open.has(existence)) return ending('gone');

  const finding = gone.taken === true ? 'taken' : 'gone';
  const standing = memory.open.get(existence);
  const fields =
    standing?.finding === finding ? standing.fields : await referrersOf(engine, declarations, look.target);
  const difference = differenceOf(given, gone, fields);
  const decision = decideGone(engine, given, difference, gone);
  const verdict = decision.verdicts.get(existence);
  if (verdict === undefined || verdict.response === 'ignore') {
    await leave(engine, given);
    return ending('ignored');
  }
  const acted = await withActors(engine, given, { differences: [difference] });
  const mayWrite = writerOf(engine, baseline) !== undefined;
  const scene = mayWrite ? await withBrakes(engine, acted, [difference]) : acted;
  const standingHold = verdict.response === 'revert' ? holdsOf(engine, scene)(existence) : undefined;
  const incident = await told(engine, scene, { ...difference, finding, found: gone, ...verdict });
  await leave(engine, scene);

  const isAsked = decision.repair.steps.length > 0 && standingHold === undefined && mayWrite;
  const became = isAsked ? await holdName(engine, scene, incident, decision) : undefined;
  if (became === 'moved') return undefined;
  if (became === 'taken') {
    const open = new Map([[existence, incident]]);
    return missing(engine, { ...scene, memory: { ...memory, open } }, stranger);
  }
  const hold = became !== undefined && 'kind' in became ? became : standingHold;
  const held = became !== undefined && !('kind' in became) ? became : undefined;
  if (hold !== undefined) await tellBrakes(engine, look.target, [hold]);
  const [escalation] = decision.repair.escalations;
  const runbook =
    held?.outcome === 'reverted'
      ? heldText(given, difference)
      : (escalation?.runbook ?? runbookOf(given, difference, gone, false));
  const fight = hold?.kind === 'brake' && hold.runbook !== undefined ? `${hold.runbook} ` : '';
  const end: Ending = {
    ...(held ?? waiting(decision, finding, gone, hold)),
    escalation: { kind: 'escalate', aspect: existence, runbook: `${fight}${runbook}` },
  };
  const change = recorded(incident, end, engine);
  if (change !== undefined) {
    if (held === undefined) await keep(engine, scene, withheld(incident, end));
    await engine.ledger.change(incident, change);
  }
  const { lookup, later } = engine;
  if (lookup !== undefined) later?.(() => confirm(lookup, engine, incident.id));
  return {
    ...ending(end.outcome),
    ...(hold?.until === undefined || (hold.kind === 'grace' && hold.tells) ? {} : { again: hold.until }),
    ...(end.outcome === 'reverted' ? { isMadeAgain: true as const } : {}),
  };
}

const stranger: Gone = {
  kind: 'gone',
  evidence: 'S3 refuses to create it, because another account has a bucket of that name',
  taken: true,
};

async function told(engine: Engine, scene: Scene, finding: Finding): Promise<Incident> {
  const { look, baseline } = scene;
  const calls = callsAbout(existence);
  const events = eventsAbout(existence, look, baseline, engine.isSelf).filter(({ call }) =>
    calls.includes(call),
  );
  const at = instant(engine.clock.now());
  const mode = writerOf(engine, baseline) === undefined ? 'dry-run' : 'auto-revert';
  const fresh = draft(finding, scene, events, { at, mode, seen: new Map() });
  return openOrContinue(engine, scene, fresh, events);
}

/** Ends what was open about the settings of a bucket that has none any more; what appears there next is new. */
async function leave({ ledger, clock }: Engine, { look, memory }: Scene): Promise<void> {
  const at = instant(clock.now());
  for (const [aspect, standing] of memory.open)
    if (aspect !== existence)
      await ledger.change(standing, closedAs(standing, 'gone', at, 'The bucket is gone'));
  await ledger.forget(look.target);
}

/** How it ends as long as nothing is sent. */
function waiting(
  decision: Decision,
  outcome: 'gone' | 'taken',
  { evidence }: Gone,
  hold: Hold | undefined,
): Ending {
  const note = hold === undefined ? evidence : `${evidence}. ${waitsText(hold)}`;
  if (hold?.kind === 'brake') return { outcome: 'braked', note, requestIds: [] };
  const proposal = hold === undefined ? proposalFor(existence, decision) : undefined;
  if (proposal === undefined) return { outcome, note, requestIds: [] };
  return { outcome: 'proposed', note: 'Waits for a human', proposal, requestIds: [] };
}

/** Closes the incident of a bucket that was missing and that no baseline names any more. */
export async function letGo(
  { ledger, clock, access }: Engine,
  declarations: Declarations,
  { target, signals }: Look,
): Promise<void> {
  // That nothing names it is a change of the catalogue; a look for any other reason need not ask what was before.
  if (!signals.some(({ kind }) => kind === 'catalogue')) return;
  if (declarations.effective(target, access.reader.regionOf(target)).kind !== 'unselected') return;
  const standing = (await ledger.recall(target)).open.get(existence);
  // That nothing names it is what the other finding tells.
  if (standing === undefined || standing.finding === 'unmanaged') return;
  await ledger.change(
    standing,
    closedAs(standing, 'clean', instant(clock.now()), 'No baseline names it any more'),
  );
}
