import type { Tags } from '../catalog/selection.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import { canonicalText } from '../domain/canonical.js';
import type { Memory, SelectingTags } from '../domain/ledger.js';
import type { Observation, ReadFailure } from '../domain/observation.js';
import { type Target, targetName } from '../domain/target.js';
import type { Declarations, Engine } from './engine.js';
import { looserIn } from './looser.js';
import { observe } from './observe.js';
import { tagAspect } from './scope.js';
import { baselineOf, type Remembering, verdictOn } from './select.js';

/** Why a bucket stays under a baseline that its tags do not choose, or that they could not be asked for. */
export type Doubt =
  | {
      readonly kind: 'retagged';
      readonly before: SelectingTags;
      readonly now: SelectingTags;
      /** What the tags would choose now; missing if nothing. */
      readonly chosen?: string;
      /** In what that asks for less. */
      readonly looser: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly error: ReadFailure };

/** The baseline to which a target is held, if there is one. */
export interface Choice {
  readonly baseline?: EffectiveBaseline;
  readonly doubt?: Doubt;
  /** What is to be remembered of its tags before anything is done under the baseline. */
  readonly remember?: { readonly tags: SelectingTags; readonly before: SelectingTags | undefined };
  /** The tags as this look has read them, and what was remembered: only where tags decide. */
  readonly tags?: Observation;
  readonly memory?: Memory;
}

/**
 * Which baseline is for a target. Tags are read only where they decide. A change of tags takes
 * a bucket to another baseline only where that is nowhere looser, or where a human says so; a change of the catalogue
 * is a human's, so the tags that are remembered are judged by the catalogue of today. Rejects where the tags cannot be
 * read and too little is remembered.
 */
export async function choose(
  engine: Pick<Engine, 'access' | 'clock' | 'timing' | 'log' | 'approval'> & Remembering,
  declarations: Declarations,
  target: Target,
  recall: () => Promise<Memory>,
  region?: string,
): Promise<Choice> {
  const verdict = await verdictOn(engine, declarations, target);
  if (verdict.kind !== 'needs-tags') {
    return under(baselineOf(engine, verdict));
  }
  const seen = (await observe(engine, target, [tagAspect], region)).get(tagAspect);
  const memory = await recall();
  const { tags: before } = memory;
  const found = tagsIn(seen);
  const error = found === undefined ? failureOf(seen) : undefined;
  const now = pick(verdict.keys, (key) => found?.get(key) ?? null);
  const was =
    before && pick(verdict.keys, (key) => (Object.hasOwn(before, key) ? before[key] : now[key]) ?? null);
  const by = async (tags: SelectingTags): Promise<EffectiveBaseline | undefined> =>
    baselineOf(engine, await verdictOn(engine, declarations, target, present(tags)));

  if (found === undefined) {
    const isKnown = before !== undefined && verdict.keys.every((key) => Object.hasOwn(before, key));
    if (!isKnown && error === undefined) return { memory };
    if (!isKnown) throw new TagsUnreadable(target, error);
    const doubt = error === undefined ? {} : { doubt: { kind: 'unreadable', error } as const };
    return { ...under(await by(was ?? {})), ...doubt, memory };
  }

  const rest = { memory, ...(seen === undefined ? {} : { tags: seen }) };
  const remembering = (tags: SelectingTags): Pick<Choice, 'remember'> =>
    canonicalText(tags) === canonicalText(before) ? {} : { remember: { tags, before } };
  const chosen = await by(now);
  const held = was === undefined || isNewborn(engine, memory) ? undefined : await by(was);
  const looser = held === undefined ? [] : lost(chosen, held);
  if (was !== undefined && held !== undefined && looser.length > 0 && engine.approval?.reselect !== true) {
    const other = chosen === undefined ? {} : { chosen: chosen.name };
    const doubt: Doubt = { kind: 'retagged', before: was, now, looser, ...other };
    return { baseline: held, doubt, ...remembering(was), ...rest };
  }
  return chosen === undefined ? rest : { baseline: chosen, ...remembering(now), ...rest };
}

/** Whoever creates a bucket tags it by a further call: until the grace is over its tags are believed as at first sight. */
const isNewborn = (
  { clock, timing }: Pick<Engine, 'clock' | 'timing'>,
  { born, knownSince }: Memory,
): boolean =>
  born !== undefined &&
  knownSince !== undefined &&
  clock.now().getTime() < Date.parse(knownSince) + timing.grace;

const under = (baseline: EffectiveBaseline | undefined): Choice =>
  baseline === undefined ? {} : { baseline };

/** In what the one that the tags choose now asks for less than the one that held. */
const lost = (chosen: EffectiveBaseline | undefined, held: EffectiveBaseline): readonly string[] => {
  if (chosen === undefined) return [...held.aspects.keys()];
  return chosen.name === held.name ? [] : looserIn(chosen, held);
};

/** The tags that were read; nothing if none could be. */
export function tagsIn(seen: Observation | undefined): ReadonlyMap<string, string> | undefined {
  if (seen?.kind === 'absent') return new Map();
  return seen?.kind === 'observed' ? new Map(Object.entries(seen.state as Tags)) : undefined;
}

/** Why there are no tags to go by; nothing for a bucket that is gone, which its own look tells of. */
function failureOf(seen: Observation | undefined): ReadFailure | undefined {
  if (seen?.kind === 'gone') return undefined;
  if (seen?.kind === 'unreadable') return seen.error;
  return { name: 'NoTags', message: seen?.kind === 'notApplicable' ? seen.reason : 'not read' };
}

const pick = (keys: readonly string[], value: (key: string) => string | null): SelectingTags =>
  Object.fromEntries(keys.map((key) => [key, value(key)]));

const present = (tags: SelectingTags): Tags =>
  Object.fromEntries(Object.entries(tags).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));

/** Nothing is known of the tags by which the bucket would be selected: not being able to look is not "no tags". */
class TagsUnreadable extends Error {
  override readonly name = 'TagsUnreadable';

  constructor(target: Target, error: ReadFailure | undefined) {
    super(
      `Which baseline ${targetName(target)} is under depends on its tags, and they cannot be read: ${error?.name}: ${error?.message}`,
    );
  }
}
