import { aspectNamed, whyWithout } from '../aspects/index.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Memory } from '../domain/ledger.js';
import type { EventSignal, Look } from '../domain/signal.js';

/**
 * The aspects that a look has to read: of those that the baseline names, the ones that an event may have changed,
 * or all; and those in which a repair of ours is unfinished.
 */
export function toRead(
  { aspects, signals }: Look,
  baseline: EffectiveBaseline,
  memory: Memory,
): ReadonlySet<string> {
  const declared = [...baseline.aspects.keys()];
  const events = signals.filter((signal) => signal.kind === 'event');
  const named = new Set(aspects === 'all' ? declared : aspects);
  const touched = declared.filter(
    (name) => named.has(name) || events.some((event) => concerns(event, name, baseline)),
  );
  // Of a directory bucket that has nothing of what is declared, something has to tell whether it is there.
  const probe = touched.some((name) => whyWithout(name, baseline.target) === undefined) ? [] : [onEvery];
  const staged = [...memory.heads].filter(([, { stage }]) => stage !== undefined).map(([name]) => name);
  return touched.length === 0 ? new Set() : new Set([...touched, ...staged, ...probe]);
}

/** An aspect that every bucket has, of whatever kind. */
const onEvery = 'encryption';

/** The name under which it is kept that a bucket's tags do not choose the baseline that it is held to. */
export const selection = 'selection';

/** The aspect that reads the tags by which baselines select. */
export const tagAspect = 'tagging';

/**
 * Whether an event may have changed an aspect of the baseline. An aspect that the baseline does not name counts
 * for those that own it: opening the ACL of a bucket that must be BucketOwnerEnforced is theirs to look at.
 */
export function concerns({ aspects }: EventSignal, name: string, baseline: EffectiveBaseline): boolean {
  if (aspects.length === 0 || aspects.includes(name === selection ? tagAspect : name)) return true;
  const owns = aspectNamed(name)?.owns ?? [];
  return aspects.some((touched) => !baseline.aspects.has(touched) && owns.includes(touched));
}
