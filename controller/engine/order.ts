import { TerminalError } from '../domain/errors.js';
import { effects, type Step } from '../domain/plan.js';

/** Close, protect, restore, observe, open; within that, after what a step names. Fails on a circle. */
export function ordered(steps: readonly Step[]): readonly Step[] {
  const left = [...steps].sort((a, b) => effects.indexOf(a.effect) - effects.indexOf(b.effect));
  const done: Step[] = [];
  while (left.length > 0) {
    const ready = left.findIndex(
      (step) => !(step.after ?? []).some((id) => left.some((other) => other.id === id)),
    );
    const [next] = ready < 0 ? [] : left.splice(ready, 1);
    if (next === undefined)
      throw new TerminalError(`These steps wait for each other: ${left.map(({ id }) => id).join(', ')}`);
    done.push(next);
  }
  return done;
}
