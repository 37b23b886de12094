import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Incident } from '../domain/incident.js';
import type { RemediationPolicy } from '../domain/remediation-policy.js';
import { instant } from '../domain/time.js';
import type { Assessment } from './assess.js';
import { eventsAbout } from './attribute.js';
import { type Decision, writerOf } from './decide.js';
import type { Engine, Scene } from './engine.js';
import { draft, type Finding, openOrContinue } from './incidents.js';

/** Opens an incident for everything that is wrong and that no policy ignores, or goes on with the open one. */
export async function notice(
  engine: Engine,
  scene: Scene,
  assessment: Assessment,
  decision: Decision,
): Promise<ReadonlyMap<string, Incident>> {
  const { look, baseline } = scene;
  const at = instant(engine.clock.now());
  const seen = new Map([...(assessment.beside ?? []), ...assessment.seen]);
  const mode = writerOf(engine, baseline) === undefined ? 'dry-run' : 'auto-revert';
  const incidents = await Promise.all(
    [...differing(assessment, decision), ...failing(baseline, assessment)].map(async (finding) => {
      const events = eventsAbout(finding.aspect, look, baseline, engine.isSelf);
      const fresh = draft(finding, scene, events, { at, mode, seen });
      return [finding.aspect, await openOrContinue(engine, scene, fresh, events)] as const;
    }),
  );
  return new Map(incidents);
}

const differing = ({ differences }: Assessment, { verdicts }: Decision): readonly Finding[] =>
  differences.flatMap(({ aspect, desired, observed, fields, cause }) => {
    const verdict = verdicts.get(aspect);
    if (verdict === undefined || verdict.response === 'ignore') return [];
    return [{ finding: 'difference', aspect, desired, found: observed, fields, cause, ...verdict }];
  });

/** Aspects that could not be read. */
const failing = (baseline: EffectiveBaseline, { blind }: Assessment): readonly Finding[] =>
  [...blind].flatMap(([aspect, found]) => {
    const desired = baseline.aspects.get(aspect)?.desired;
    if (desired === undefined) return [];
    const policy = unreadableFor(aspect);
    return [
      {
        finding: 'unreadable',
        aspect,
        desired,
        found,
        fields: [],
        cause: 'drift',
        response: 'alert',
        policy,
      },
    ];
  });

/** What is done about what cannot be read. */
export const unreadableFor = (aspect: string): RemediationPolicy => ({
  id: 'unreadable',
  title: 'Cannot be read',
  aspect,
  severity: 'medium',
  techniques: [],
  controls: [],
  response: 'alert',
  why: 'What cannot be read cannot be proved, and is never written.',
  source: 'built in',
});
