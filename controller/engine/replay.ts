import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Memory } from '../domain/ledger.js';
import type { AspectReplay, TargetReplay } from '../domain/replayed.js';
import type { Outcome } from '../domain/response.js';
import type { Look } from '../domain/signal.js';
import { targetKey, targetName } from '../domain/target.js';
import { type Instant, instant } from '../domain/time.js';
import type { StepResult } from './apply.js';
import { existence } from './existence.js';
import { nothing, type Preview, type Previewing, previewWith } from './preview.js';
import { toRead } from './scope.js';
import { serves } from './serves.js';
import { endingOf } from './settle.js';

/**
 * What a look would find and do once this catalogue is in force, as if all that it demands had been verified before:
 * what differs is drift, and not a rollout that waits. Nothing is written.
 */
export async function replay(engine: Previewing, look: Look): Promise<TargetReplay> {
  const at = instant(engine.clock.now());
  const seen = await previewWith(engine, look.target, nothing, {
    known: async (baseline) => verified(baseline, at),
    names: (baseline, known) => toRead(look, baseline, known),
  });
  return {
    target: targetKey(look.target),
    name: targetName(look.target),
    baseline: seen?.baseline.name ?? null,
    aspects: seen === undefined ? [] : aspectsIn(seen, at),
  };
}

const verified = ({ aspects }: EffectiveBaseline, at: Instant): Memory => ({
  ...nothing,
  knownSince: at,
  sightings: new Map([...aspects].map(([aspect, { digest: desired }]) => [aspect, { at, desired }])),
});

function aspectsIn({ baseline, assessment, decision }: Preview, at: Instant): readonly AspectReplay[] {
  const { repair, proposed, verdicts } = decision;
  const done: StepResult = { kind: 'verified', at };
  const results = new Map(baseline.mode === 'dry-run' ? [] : repair.steps.map(({ id }) => [id, done]));
  const quiet = { sent: [], held: [] };
  const differing = assessment.differences.map(({ aspect }): AspectReplay => {
    const mine = (steps: typeof proposed): readonly string[] =>
      steps.filter((step) => serves(step, aspect, decision)).map(({ operation }) => operation);
    const policy = verdicts.get(aspect)?.policy.id;
    const isSent = baseline.mode !== 'dry-run';
    return {
      aspect,
      outcome: outcomeOf({ baseline, assessment, decision }, aspect, results),
      ...(policy === undefined ? {} : { policy }),
      sent: isSent ? mine(repair.steps) : [],
      held: [...(isSent ? [] : mine(repair.steps)), ...mine(proposed)],
    };
  });
  return [
    ...[...assessment.good.keys()].map((aspect): AspectReplay => ({ aspect, outcome: 'clean', ...quiet })),
    ...[...assessment.blind.keys()].map(
      (aspect): AspectReplay => ({ aspect, outcome: 'unreadable', ...quiet }),
    ),
    ...differing,
  ].sort((one, other) => (one.aspect < other.aspect ? -1 : 1));
}

function outcomeOf(
  { baseline, assessment, decision }: Preview,
  aspect: string,
  results: ReadonlyMap<string, StepResult>,
): Outcome {
  if (decision.verdicts.get(aspect)?.waiver !== undefined) return 'waived';
  if (aspect !== existence) return endingOf(aspect, { decision, assessment, results }, false).outcome;
  if (assessment.gone?.taken === true) return 'taken';
  if (decision.repair.steps.length > 0) return baseline.mode === 'dry-run' ? 'proposed' : 'reverted';
  return decision.proposed.length > 0 ? 'proposed' : 'gone';
}
