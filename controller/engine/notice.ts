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

/** Aspects that could not be read, and a bucket that is gone: one incident for the bucket, not one per aspect. */
function failing(baseline: EffectiveBaseline, { blind, gone }: Assessment): readonly Finding[] {
  const findings: Finding[] = [...blind].flatMap(([aspect, found]) => {
    const desired = baseline.aspects.get(aspect)?.desired;
    if (desired === undefined) return [];
    return [{ finding: 'unreadable', aspect, desired, found, ...builtIn(aspect, 'unreadable') }];
  });
  if (gone === undefined) return findings;
  const desired = { kind: 'value', value: baseline.name } as const;
  return [
    ...findings,
    { finding: 'gone', aspect: existence, desired, found: gone, ...builtIn(existence, 'gone') },
  ];
}

/** The name under which the disappearance of a whole bucket is kept. */
export const existence = 'existence';

const builtIn = (
  aspect: string,
  finding: 'unreadable' | 'gone',
): Pick<Finding, 'fields' | 'cause' | 'policy' | 'response'> => ({
  fields: [],
  cause: 'drift',
  response: 'alert',
  policy: finding === 'gone' ? goneFor(aspect) : unreadableFor(aspect),
});

const unreadableFor = (aspect: string): RemediationPolicy => ({
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

const goneFor = (aspect: string): RemediationPolicy => ({
  id: 'gone',
  title: 'Bucket deleted',
  aspect,
  severity: 'critical',
  tactic: 'TA0040',
  techniques: ['T1485'],
  controls: [],
  response: 'alert',
  why: 'A bucket that a baseline names is gone; its name may be taken by anyone.',
  source: 'built in',
});
