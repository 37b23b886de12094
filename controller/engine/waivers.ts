import { aspectNamed } from '../aspects/index.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Difference } from '../domain/difference.js';
import { type Instant, instant, millisBetween } from '../domain/time.js';
import type { Waiver } from '../domain/waiver.js';
import type { Assessment, Waived } from './assess.js';
import { withBeside } from './beside.js';
import { foundDigest } from './compare.js';
import type { Engine, Scene } from './engine.js';
import { letsTheWorldIn } from './waived-exposure.js';

type Ground = Pick<Scene, 'baseline' | 'declarations' | 'memory' | 'region'>;

/** Every waiver of the target that is in force: those of files, and those that were granted. */
function inForce({ baseline, declarations, memory }: Ground, now: Instant): readonly Waiver[] {
  const all = [...(declarations.waiversFor?.(baseline.target) ?? []), ...(memory.waivers ?? [])];
  return all.filter(({ expires }) => expires > now);
}

/**
 * A judgement with what of it is waived at this moment: what was found is the state for which a waiver was given, to the
 * last field, and wholly known. Under the state that a repair of ours has left half way nothing is, nor what lets the
 * world in, unless the baseline takes waivers of that; whom the bucket lets in is read as far as it has not been.
 */
export async function withWaivers(
  engine: Pick<Engine, 'access' | 'clock' | 'timing'>,
  ground: Ground,
  judged: Assessment,
): Promise<Assessment> {
  const { baseline } = ground;
  const waivers = inForce(ground, instant(engine.clock.now()));
  const candidates = judged.differences.flatMap((difference): readonly Waived[] => {
    const waiver = waiverOf(difference, baseline, judged, waivers);
    return waiver === undefined ? [] : [{ waiver, difference }];
  });
  if (candidates.length === 0) return judged;
  const assessment = judged.beside === undefined ? await withBeside(engine, ground, judged) : judged;
  const covered = candidates.filter(
    ({ difference }) => takesExposure(baseline) || !letsTheWorldIn(difference, baseline, assessment),
  );
  return { ...assessment, waived: new Map(covered.map((one) => [one.difference.aspect, one])) };
}

/** The waiver for the state of a difference; of several the one that lasts longest. */
function waiverOf(
  { aspect, observed }: Difference,
  { target }: EffectiveBaseline,
  judged: Assessment,
  waivers: readonly Waiver[],
): Waiver | undefined {
  const own = waivers.filter((waiver) => waiver.aspect === aspect);
  const isKnown = observed.kind !== 'observed' || observed.unknown === undefined;
  if (own.length === 0 || !isKnown || isOurDoing(aspect, judged)) return undefined;
  const state = foundDigest(aspect, observed, target);
  const [longest] = own
    .filter((waiver) => waiver.state === state)
    .sort((one, other) => (one.expires < other.expires ? 1 : -1));
  return longest;
}

const takesExposure = ({ waivable = [] }: EffectiveBaseline): boolean => waivable.includes('exposure');

/** Whether what is seen of an aspect is what a repair of ours left half way, or lies hidden behind that. */
function isOurDoing(aspect: string, { unfinished, cutShort }: Assessment): boolean {
  const hiding = aspectNamed(aspect)?.hiddenBy ?? [];
  return unfinished.has(aspect) || hiding.some((name) => unfinished.has(name) || cutShort.has(name));
}

/** The longest that a message can be put off, in milliseconds: SQS API Reference, SendMessage. */
const reach = 900_000;

/**
 * When the first waiver of a decision is over, if a message can be put off until then. What lasts longer is left to later
 * looks: each look that asked for another at once would go on asking beside all others.
 */
export function endOfWaiver(
  { verdicts }: { readonly verdicts: ReadonlyMap<string, { readonly waiver?: Waiver }> },
  now: Instant,
): Instant | undefined {
  const ends = [...verdicts.values()].flatMap(({ waiver }) => (waiver === undefined ? [] : [waiver.expires]));
  return ends.sort().find((end) => millisBetween(now, end) <= reach);
}

/** A waiver for people, in one sentence. */
export const waivedText = ({ id, owner, reason, expires, source }: Waiver): string =>
  `Waived until ${expires} by ${owner}: ${reason} (${id}, ${source})`;
