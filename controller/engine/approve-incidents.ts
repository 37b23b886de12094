import type { Approved, ChangedProposal } from '../domain/approved.js';
import type { Incident } from '../domain/incident.js';
import type { LookResult } from '../domain/ports.js';
import type { Target } from '../domain/target.js';
import { instant } from '../domain/time.js';
import { approvable } from './approvable.js';
import { writerOf } from './decide.js';
import type { Approval, Engine } from './engine.js';
import { asJson, keep } from './evidence.js';
import { existence, isThere } from './existence.js';
import { type Preview, preview } from './preview.js';
import { reconcile } from './reconcile.js';

/** What a human says who approves: who and why, and how far it goes. */
export type Word = Pick<Approval, 'reopen' | 'relock'> & Required<Pick<Approval, 'by'>>;

/**
 * Sends what incidents of one target propose, and nothing else, if a fresh look proposes the same; under the lease it is
 * looked and compared once more.
 */
export async function approveIncidents(
  engine: Engine,
  incidents: readonly [Incident, ...Incident[]],
  word: Word,
): Promise<Approved> {
  const [{ target }] = incidents;
  const seen = await preview(engine, target, true);
  if (seen === undefined) return { kind: 'unheld' };
  const obstacle = obstacleIn(seen, incidents);
  if (obstacle !== undefined) return obstacle;
  const differs = new Set(seen.assessment.differences.map(({ aspect }) => aspect));
  const left = incidents.filter(({ aspect }) => differs.has(aspect));
  if (left.length === 0) {
    // A look that may send nothing: the incidents end as they did.
    await looked(engine, target, { reopen: false, only: { aspects: new Set(), digest: '' } });
    return { kind: 'healed' };
  }
  const aspects = new Set(left.map(({ aspect }) => aspect));
  const { plan, proposals, isWhole, together, opening, locking } = approvable(seen, aspects);
  const changes = left.flatMap((incident): readonly ChangedProposal[] => {
    const [before, now] = [incident.proposal, proposals.get(incident.aspect)];
    return before !== undefined && before.digest === now?.digest ? [] : [{ incident, before, now }];
  });
  if (changes.length > 0) {
    for (const change of changes) await proposeAnew(engine, seen, change);
    return { kind: 'changed', changes };
  }
  if (!isWhole || together.length > 0) return { kind: 'together', aspects: together };
  const isLeft = (opening.length > 0 && !word.reopen) || (locking.length > 0 && word.relock !== true);
  if (isLeft) return { kind: 'leave', opening, locking };
  if (writerOf(engine, seen.baseline) === undefined) return { kind: 'planned', plan };
  const { outcomes } = await looked(engine, target, { ...word, only: { aspects, digest: plan.digest } });
  return { kind: 'sent', plan, outcomes };
}

const looked = (engine: Engine, target: Target, approval: Approval): Promise<LookResult> =>
  reconcile(
    { ...engine, approval },
    {
      target,
      signals: [{ kind: 'command', at: instant(engine.clock.now()) }],
      aspects: 'all',
      round: 0,
    },
  );

/** Why there is nothing to compare: the bucket is not there, or an aspect cannot be read. */
function obstacleIn(
  { assessment }: Preview,
  incidents: readonly Incident[],
): Extract<Approved, { kind: 'gone' | 'unreadable' }> | undefined {
  const isNamed = (name: string): boolean => incidents.some(({ aspect }) => aspect === name);
  if (assessment.gone !== undefined && !isThere(assessment.seen) && !isNamed(existence))
    return { kind: 'gone', evidence: assessment.gone.evidence };
  for (const [aspect, { error }] of assessment.blind)
    if (isNamed(aspect)) return { kind: 'unreadable', aspect, why: `${error.name}: ${error.message}` };
  return undefined;
}

/** Keeps what is proposed now in the place of what was, so that it can be read and approved. */
async function proposeAnew(
  engine: Engine,
  { baseline }: Preview,
  { incident, now }: ChangedProposal,
): Promise<void> {
  if (now === undefined) return;
  const { aspect, id, outcome } = incident;
  const note = 'Proposed anew: what was proposed before is not what is needed now';
  const content = asJson({ outcome, note, plan: now.digest });
  const scene = { baseline, declarations: engine.declarations() };
  await keep(engine, scene, { aspect, incident: id, kind: 'decided', content });
  const at = instant(engine.clock.now());
  await engine.ledger.change(incident, { proposal: now, transition: { at, outcome, note } });
}
