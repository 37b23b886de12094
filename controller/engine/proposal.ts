import type { Proposal } from '../domain/incident.js';
import type { Assessment } from './assess.js';
import type { Decision } from './decide.js';
import type { Approval } from './engine.js';
import { signed } from './plan.js';
import { serves } from './serves.js';

/** What of the whole plan is for one aspect: what a human is asked to allow. Nothing if no call is. */
export function proposalFor(
  aspect: string,
  { whole, verdicts }: Pick<Decision, 'whole' | 'verdicts'>,
): Proposal | undefined {
  const all = whole();
  const steps = all.steps.filter((step) => serves(step, aspect, { verdicts }));
  return steps.length === 0
    ? undefined
    : { digest: signed({ ...all, steps, escalations: [] }).digest, steps };
}

/** The assessment without what a human who named some aspects has not spoken of. */
export const narrowed = <Found extends Pick<Assessment, 'differences'>>(
  assessment: Found,
  approval: Approval | undefined,
): Found => {
  const only = approval?.only;
  if (only === undefined) return assessment;
  return {
    ...assessment,
    differences: assessment.differences.filter(({ aspect }) => only.aspects.has(aspect)),
  };
};
