import { aspectNamed } from '../aspects/index.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Target } from '../domain/target.js';
import { deciding } from '../exposure/seen-exposure.js';
import type { Assessment } from './assess.js';
import type { Engine, Observations, Scene } from './engine.js';
import { observe } from './observe.js';
import { exposureOf, isDeciding } from './urgency.js';

const isOfAccount = (name: string): boolean => aspectNamed(name)?.scope === 'account';
const ofBucket = deciding.filter((name) => !isOfAccount(name));
const ofAccount = deciding.filter(isOfAccount);

/**
 * What is read beside, where something is wrong that decides whom a bucket lets in, to tell whom it does. Nothing rests
 * on it, and that it cannot be read is no failure; it takes no longer than any read may.
 */
export const besides = (
  { target }: EffectiveBaseline,
  { differences }: Pick<Assessment, 'differences'>,
): readonly string[] =>
  target.kind === 'bucket' && differences.some(({ aspect }) => isDeciding(aspect)) ? ofBucket : [];

/** The account's own block, which is asked for only where it makes the difference. */
export async function accountBlock(
  engine: Pick<Engine, 'access' | 'clock' | 'timing'>,
  baseline: EffectiveBaseline,
  seen: Observations,
): Promise<Observations> {
  const { partition, account } = baseline.target;
  const exposure = exposureOf(baseline, seen);
  if (exposure?.read !== 'unknown' && exposure?.write !== 'unknown') return new Map();
  const target: Target = { kind: 'account', partition, account };
  return observe(engine, target, ofAccount);
}

/** A judgement with what has to be read beside to tell whom the bucket lets in, as far as it has not been read. */
export async function withBeside(
  engine: Pick<Engine, 'access' | 'clock' | 'timing'>,
  { baseline, region }: Pick<Scene, 'baseline' | 'region'>,
  judged: Assessment,
): Promise<Assessment> {
  const telling = besides(baseline, judged);
  if (telling.length === 0) return judged;
  const left = telling.filter((name) => !judged.seen.has(name));
  const more = await observe(engine, baseline.target, left, region);
  const all = new Map([...more, ...judged.seen]);
  return { ...judged, beside: new Map([...all, ...(await accountBlock(engine, baseline, all))]) };
}
