import type { Observation } from '../domain/observation.js';
import type { LookResult } from '../domain/ports.js';
import type { Outcome } from '../domain/response.js';
import type { Look } from '../domain/signal.js';
import { instant } from '../domain/time.js';
import { eventsAbout } from './attribute.js';
import { confirm } from './confirm.js';
import { referrersOf, referrersText } from './dangling.js';
import { writerOf } from './decide.js';
import type { Declarations, Engine, Scene } from './engine.js';
import { keep } from './evidence.js';
import { callsAbout, existence } from './existence.js';
import { closedAs, draft, type Finding, openOrContinue } from './incidents.js';
import { type Ending, recorded, withheld } from './settle.js';

type Gone = Extract<Observation, { kind: 'gone' }>;

/**
 * What a look does about a bucket that two reads and a listing say is gone, or is somebody else's: one incident for the
 * bucket, with what refers to it. Nothing of it is read or written any more until it is there again.
 */
export async function missing(engine: Engine, scene: Scene, gone: Gone): Promise<Omit<LookResult, 'target'>> {
  const { look, baseline, memory, isNew } = scene;
  const { target } = look;
  const ending = (outcome: Outcome): Omit<LookResult, 'target'> => ({
    outcomes: new Map([[existence, outcome]]),
  });
  // Anybody may claim that a bucket was deleted that never was.
  if (isNew && !memory.open.has(existence)) return ending('gone');

  const finding = await findingOf(engine, scene, gone);
  const end = endingOf(finding, scene, gone);
  if (finding.response !== 'ignore') {
    const calls = callsAbout(existence);
    const events = eventsAbout(existence, look, baseline, engine.isSelf).filter(({ call }) =>
      calls.includes(call),
    );
    const at = instant(engine.clock.now());
    const mode = writerOf(engine, baseline) === undefined ? 'dry-run' : 'auto-revert';
    const fresh = draft(finding, scene, events, { at, mode, seen: new Map() });
    const incident = await openOrContinue(engine, scene, fresh, events);
    const change = recorded(incident, end, engine);
    if (change !== undefined) {
      await keep(engine, scene, withheld(incident, end));
      await engine.ledger.change(incident, change);
    }
    const { lookup, later } = engine;
    if (lookup !== undefined) later?.(() => confirm(lookup, engine, incident.id));
  }
  for (const [aspect, standing] of memory.open) {
    if (aspect !== existence)
      await engine.ledger.change(
        standing,
        closedAs(standing, 'gone', instant(engine.clock.now()), 'The bucket is gone'),
      );
  }
  await engine.ledger.forget(target);
  return ending(end.outcome);
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

async function findingOf(
  engine: Engine,
  { baseline, declarations, memory }: Scene,
  gone: Gone,
): Promise<Finding> {
  const { target } = baseline;
  const desired = { kind: 'value', value: { Owner: target.account } } as const;
  const live: Observation<{ readonly Owner: string }> =
    gone.taken === true ? { kind: 'observed', state: { Owner: 'another account' } } : { kind: 'absent' };
  const policy = declarations.policyFor({ aspect: existence, desired, observed: live }, target);
  const finding = gone.taken === true ? 'taken' : 'gone';
  const standing = memory.open.get(existence);
  const fields =
    standing?.finding === finding ? standing.fields : await referrersOf(engine, declarations, target);
  return {
    finding,
    aspect: existence,
    desired,
    found: gone,
    fields,
    cause: 'drift',
    policy,
    response: policy.response === 'ignore' ? 'ignore' : 'alert',
  };
}

function endingOf(
  { finding, response, fields }: Finding,
  { baseline: { target, name } }: Scene,
  gone: Gone,
): Ending {
  if (response === 'ignore')
    return { outcome: 'ignored', note: 'The remediation policy says so', requestIds: [] };
  const bucket = target.kind === 'bucket' ? target.name : target.account;
  const what =
    finding === 'taken'
      ? `The name ${bucket} belongs to another account now. Whoever still writes there gives it to a stranger: stop everything that uses the name. Nothing is written there, ever.`
      : `Bucket ${bucket} is gone, and with it its objects: no configuration brings them back. Anybody may take the name: create it again, empty and closed, in account ${target.account} if it must be held.`;
  const runbook = `${what} ${referrersText(fields)} If it is meant to be gone, exclude ${bucket} from ${name} (select: buckets: ['!${bucket}']).`;
  return {
    outcome: finding === 'taken' ? 'taken' : 'gone',
    note: gone.evidence,
    escalation: { kind: 'escalate', aspect: existence, runbook },
    requestIds: [],
  };
}
