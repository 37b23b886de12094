import { aspectNamed } from '../aspects/index.js';
import type { Step } from '../domain/plan.js';
import type { Decision } from './decide.js';

/** Whether a step belongs to an aspect's repair: its own, or one that its repair must also write. */
export function serves(step: Step, aspect: string, { verdicts }: Pick<Decision, 'verdicts'>): boolean {
  if (step.aspect === aspect) return true;
  if (verdicts.has(step.aspect)) return false;
  const owned = aspectNamed(aspect)?.owns ?? [];
  const hiding = aspectNamed(step.aspect)?.hiddenBy ?? [];
  return owned.includes(step.aspect) || hiding.includes(aspect);
}
