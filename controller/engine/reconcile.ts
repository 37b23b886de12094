import type { Difference } from '../domain/difference.js';
import type { Incident } from '../domain/incident.js';
import type { LookResult } from '../domain/ports.js';
import type { Outcome } from '../domain/response.js';
import type { Look } from '../domain/signal.js';
import { targetName } from '../domain/target.js';
import { type Instant, instant } from '../domain/time.js';
import { isOurs } from './assess.js';
import { linkAttack, withActors } from './attack.js';
import { withBrakes } from './brakes/brakes.js';
import { tellBrakes } from './brakes/tell.js';
import { type Choice, choose } from './choose.js';
import { confirm } from './confirm.js';
import { decide, writerOf } from './decide.js';
import type { Declarations, Engine, Observations, Scene } from './engine.js';
import { keep } from './evidence.js';
import { isThere, regionIn } from './existence.js';
import { explainLate } from './explain.js';
import { holdsOf } from './hold.js';
import { judgeTwice } from './judge.js';
import { type Missed, missing } from './missing.js';
import { notice } from './notice.js';
import { withGood } from './probation.js';
import { narrowed } from './proposal.js';
import { remember } from './remember.js';
import { repair } from './repair.js';
import { tagAspect, toRead } from './scope.js';
import { holdTo, isNews, tellSelection } from './selection.js';
import { endingOf, named, recorded, withheld } from './settle.js';
import { forgetStages } from './stage.js';
import { unheld } from './unheld.js';
import { endOfWait, holdsOn } from './waiting.js';
import { endWaived } from './waived.js';
import { endOfWaiver, withWaivers } from './waivers.js';

/** How often a look starts again because the state moved under it. */
const patience = 3;

/**
 * One look at one target: observe, compare, plan, decide, apply, verify, with everything in the ledger when it
 * returns. It is told why to look, never what is wrong: that it reads from S3. Rejects if it has to be tried again.
 */
export async function reconcile(engine: Engine, look: Look, signal?: AbortSignal): Promise<LookResult> {
  const nothing = { target: look.target, outcomes: new Map<string, Outcome>() };
  const declarations = engine.declarations();
  const region = engine.access.reader.regionOf(look.target) ?? look.region;
  const { ledger } = engine;
  const choice = await choose(
    engine,
    declarations,
    look.target,
    () => ledger.recall(look.target),
    look.region,
  );
  const { baseline } = choice;
  if (baseline === undefined) return unheld(engine, declarations, look, choice);
  await holdTo(engine, look, choice);

  let made: LookResult['outcomes'] = new Map();
  for (let turn = 0; turn < patience; turn += 1) {
    const { memory: known, isNew } = await recalled(engine, look, declarations);
    const memory = await withGood(engine, baseline, known);
    const names = toRead(
      made.size > 0 || isNews(choice, memory) ? { ...look, aspects: 'all' } : look,
      baseline,
      memory,
    );
    if (names.size === 0) return nothing;
    // Directory buckets are listed by region: one that was seen is looked for where that was.
    const place = region ?? regionIn(memory);
    const scene: Scene = {
      look,
      baseline,
      declarations,
      memory,
      isNew,
      ...(place === undefined ? {} : { region: place }),
      ...(signal === undefined ? {} : { signal }),
    };
    const read = turn === 0 && choice.tags !== undefined ? [[tagAspect, choice.tags] as const] : [];
    const ended = await lookOnce(engine, scene, names, choice, new Map(read));
    if (ended === undefined) continue;
    const { isMadeAgain, ...rest } = ended;
    if (isMadeAgain) made = rest.outcomes;
    else return { target: look.target, ...rest, outcomes: new Map([...made, ...rest.outcomes]) };
  }
  throw new Error(`${targetName(look.target)} keeps changing under the look`);
}

/**
 * What is remembered of the target. A bucket that appears while its account is under watch was born under our eyes; as
 * long as the same catalogue is in force it may be brought to its baseline by itself, and later only by a human.
 */
async function recalled(
  { ledger, clock }: Engine,
  { target }: Look,
  { generation }: Declarations,
): Promise<Pick<Scene, 'memory' | 'isNew'>> {
  const { born, ...memory } = await ledger.recall(target);
  if (memory.knownSince !== undefined)
    return { memory: born === generation ? { ...memory, born } : memory, isNew: false };
  const cursor = target.kind === 'bucket' ? await ledger.scanCursor(target.account) : undefined;
  const birth = cursor?.completedAt === undefined ? undefined : generation;
  const knownSince = instant(clock.now());
  return { memory: { ...memory, knownSince, ...(birth === undefined ? {} : { born: birth }) }, isNew: true };
}

/** One turn; nothing if the state moved and the look has to start again. */
async function lookOnce(
  engine: Engine,
  given: Scene,
  names: ReadonlySet<string>,
  choice: Choice,
  read: Observations,
): Promise<Missed | undefined> {
  const { baseline, declarations } = given;
  const readAt = instant(engine.clock.now());
  const judged = await withWaivers(engine, given, await judgeTwice(engine, given, names, read));
  const assessment = narrowed(judged, engine.approval);
  const isHere = isThere(assessment.seen);
  if (assessment.gone !== undefined && !isHere) return missing(engine, given, assessment.gone);
  if (given.isNew && isHere)
    await engine.ledger.know(given.look.target, given.memory.knownSince ?? readAt, given.memory.born);
  const isWaived = ({ aspect }: Difference): boolean => assessment.waived?.has(aspect) === true;
  const unwaived = { differences: assessment.differences.filter((one) => !isWaived(one)) };
  const acted = await withActors(engine, given, unwaived);
  const mayWrite = writerOf(engine, baseline) !== undefined;
  const scene = mayWrite ? await withBrakes(engine, acted, unwaived.differences) : acted;
  const decision = decide(baseline, assessment, declarations, engine.approval, holdsOf(engine, scene));
  const incidents = await notice(engine, scene, assessment, decision);
  const others = await linkAttack(engine, scene, unwaived, incidents);
  if (isHere) await forgetStages(engine, scene, assessment);
  const repaired =
    decision.repair.steps.length > 0 && mayWrite
      ? await repair(engine, scene, assessment, incidents)
      : { decision, assessment, results: new Map() };
  if (repaired === undefined) return undefined;
  await tellBrakes(engine, scene.look.target, holdsOn(repaired.decision));

  const outcomes = new Map<string, Outcome>(await tellSelection(engine, scene, choice, readAt));
  for (const [aspect] of assessment.good) outcomes.set(aspect, 'clean');
  for (const [aspect] of assessment.blind) outcomes.set(aspect, 'unreadable');
  const settled: Incident[] = [];
  const repairedAt = new Map<string, Instant>();
  for (const { aspect } of assessment.differences) {
    const incident = incidents.get(aspect);
    const { waiver } = repaired.decision.verdicts.get(aspect) ?? {};
    if (waiver !== undefined) {
      await endWaived(engine, scene, waiver, incident ?? scene.memory.open.get(aspect));
      outcomes.set(aspect, 'waived');
      continue;
    }
    const isOwn = incident !== undefined && isOurs(incident, scene.memory);
    const ending = named(endingOf(aspect, repaired, isOwn), aspect, scene);
    outcomes.set(aspect, ending.outcome);
    if (ending.remediatedAt !== undefined) repairedAt.set(aspect, ending.remediatedAt);
    if (incident === undefined) continue;
    const change = recorded(incident, ending, engine);
    if (change !== undefined && repaired.results.size === 0)
      await keep(engine, scene, withheld(incident, ending));
    settled.push(change === undefined ? incident : await engine.ledger.change(incident, change));
  }
  await remember(engine, scene, assessment, outcomes, { readAt, repairedAt });
  await explainLate(engine, scene, assessment);
  const { lookup, later } = engine;
  if (lookup !== undefined) for (const { id } of settled) later?.(() => confirm(lookup, engine, id));
  const ends = [endOfWait(repaired.decision), endOfWaiver(repaired.decision, instant(engine.clock.now()))];
  const [again] = ends.filter((end) => end !== undefined).sort();
  return { outcomes, ...(again === undefined ? {} : { again }), ...(others.length === 0 ? {} : { others }) };
}
