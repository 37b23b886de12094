import { aspectNamed } from '../aspects/index.js';
import { isPublic } from '../aspects/kit/opening.js';
import { isByRule } from '../aspects/kit/rules/rules.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Difference } from '../domain/difference.js';
import type { Assessment } from './assess.js';
import type { Observations } from './engine.js';
import { asSeen, exposureOf, isDeciding } from './urgency.js';

/** The points by which a bucket is reached too, whose policies nobody weighs against the rest of the bucket. */
const points = ['accessPoints', 'multiRegionAccessPoints'];

/** Whether an aspect decides whom a bucket lets in, or the buckets of an account. */
export const mayExpose = (aspect: string): boolean =>
  isDeciding(aspect) || points.includes(aspect) || aspectNamed(aspect)?.scope === 'account';

/**
 * Whether the world gets in, or may get in for all that is known, while an aspect stays as it was found and everything
 * else is as it was read. What gets in by something else alone is not its doing: then the aspect itself names nobody
 * in the world, and putting it back would shut nobody out.
 */
export function letsTheWorldIn(
  { aspect, desired, observed }: Difference,
  baseline: EffectiveBaseline,
  { seen, beside }: Pick<Assessment, 'seen' | 'beside'>,
): boolean {
  if (!mayExpose(aspect)) return false;
  if (!isDeciding(aspect) || baseline.target.kind !== 'bucket') return true;
  const all: Observations = new Map([...(beside ?? []), ...seen]);
  const now = exposureOf(baseline, all);
  const mended = exposureOf(baseline, new Map([...all, [aspect, asSeen(aspect, desired)]]));
  const isByRules = desired.kind === 'value' && isByRule(desired.value);
  const isHarmless =
    (aspect === 'bucketPolicy' || aspect === 'acl') && !isByRules && !isPublic(aspect, observed);
  return (['read', 'write'] as const).some((way) => {
    if (now?.[way] === 'no') return false;
    return !(isHarmless && now?.[way] === 'yes' && mended?.[way] === 'yes');
  });
}
