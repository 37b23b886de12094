import { aspectNamed } from '../aspects/index.js';
import type { DesiredAspect, EffectiveBaseline } from '../domain/baseline.js';
import { modes } from '../domain/response.js';

/**
 * In what one baseline of a target asks for less than another: the aspects that it leaves out or may let be more open,
 * and the words by which it would let more happen by itself or have less put back. Empty if it is nowhere looser; what
 * cannot be proved is looser.
 */
export function looserIn(next: EffectiveBaseline, held: EffectiveBaseline): readonly string[] {
  const aspects = [...held.aspects].filter(([name, than]) => isLooser(name, next.aspects.get(name), than));
  const reopened = [...next.aspects].filter(
    ([name, { reopen }]) => reopen === 'auto' && held.aspects.get(name)?.reopen !== 'auto',
  );
  return [
    ...aspects.map(([name]) => name),
    ...reopened.map(([name]) => `reopen: ${name}`),
    ...(next.waivable?.some((one) => held.waivable?.includes(one) !== true) ? ['waivable'] : []),
    ...(held.recreate !== undefined && next.recreate === undefined ? ['recreate'] : []),
    ...(modes.indexOf(next.mode) < modes.indexOf(held.mode) ? ['mode'] : []),
  ];
}

function isLooser(name: string, next: DesiredAspect | undefined, than: DesiredAspect): boolean {
  if (next === undefined) return true;
  if (next.digest === than.digest) return false;
  if (next.desired.kind !== 'value' || than.desired.kind !== 'value') return true;
  return aspectNamed(name)?.noLooser?.(next.desired.value, than.desired.value) !== true;
}
