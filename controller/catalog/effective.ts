import type { Aspect } from '../aspects/kit/aspect.js';
import { digest } from '../aspects/kit/digest.js';
import { type DesiredAspect, type EffectiveBaseline, waivables } from '../domain/baseline.js';
import type { JsonObject } from '../domain/json.js';
import type { Desired } from '../domain/observation.js';
import { type Mode, modes } from '../domain/response.js';
import type { Target } from '../domain/target.js';
import type { Baseline, Demand, Labels } from './baseline.js';
import { contradictions, deciding, type Selecting } from './conflicts.js';
import { frozen } from './freeze.js';
import { isSelected, type Tags } from './selection.js';
import { filledIn, usedIn, type Variables } from './variables.js';

/** What the catalogue says of one target. Only `effective` may be the ground for a write. */
export type Verdict =
  | { readonly kind: 'unselected' }
  /** Only its region, not known yet, can tell. */
  | { readonly kind: 'needs-region' }
  /** Only its tags, not known yet, can tell: these keys of them. */
  | { readonly kind: 'needs-tags'; readonly keys: readonly string[] }
  /** Baselines contradict each other on it: nothing is written until a human has decided. */
  | { readonly kind: 'conflict'; readonly baselines: readonly string[]; readonly message: string }
  | { readonly kind: 'effective'; readonly baseline: EffectiveBaseline };

/** What the verdicts depend on beside the target. */
interface Ground {
  readonly baselines: readonly Selecting[];
  readonly aspects: ReadonlyMap<string, Aspect>;
  /** The controller's own mode, which no baseline can make stronger. */
  readonly mode: Mode;
}

/** The one baseline of a target: selected, layered, variables filled in. */
export function verdictOn(
  { baselines, aspects, mode }: Ground,
  target: Target,
  region?: string,
  tags?: Tags,
): Verdict {
  const answers = answersOf(baselines, target, region, tags);
  if (answers.some(({ selected }) => selected === 'needs-region')) return { kind: 'needs-region' };
  const keys = answers.flatMap(({ baseline, selected }) =>
    selected === 'needs-tags' ? Object.keys(baseline.select.tags ?? {}) : [],
  );
  if (keys.length > 0) return { kind: 'needs-tags', keys: [...new Set(keys)].sort() };
  const selecting = deciding(
    answers.flatMap(({ baseline, selected }) => (selected === true ? [baseline] : [])),
  );
  if (selecting.length === 0) return { kind: 'unselected' };

  const names = selecting.map(({ name }) => name);
  const contradicted = new Set(
    selecting.flatMap((late, index) =>
      selecting.slice(0, index).flatMap((early) => contradictions(early, late)),
    ),
  );
  if (contradicted.size > 0)
    return {
      kind: 'conflict',
      baselines: names,
      message: `${names.join(' and ')} contradict each other in ${[...contradicted].join(', ')}: let one extend the other, or exclude this target from all but one`,
    };
  if (target.kind === 'bucket' && region === undefined && selecting.some(usesRegion))
    return { kind: 'needs-region' };

  const known = variablesOf(target, region);
  const demands = selecting.flatMap((baseline) =>
    [...baseline.aspects].map(
      ([name, demand]) =>
        [name, desiredAspect(baseline, name, demand, aspects.get(name), target, known)] as const,
    ),
  );
  const baseline: EffectiveBaseline = {
    target,
    name: names.join(' + '),
    mode: mildestMode([
      mode,
      ...selecting.flatMap(({ mode: own }) => (own === undefined ? [] : [own.value])),
    ]),
    ...(isHeld(selecting) ? { recreate: 'hold-name' as const } : {}),
    ...waivableIn(selecting),
    ...labelsOf(selecting),
    aspects: new Map(demands),
  };
  return { kind: 'effective', baseline: Object.freeze(baseline) };
}

interface Answer {
  readonly baseline: Selecting;
  readonly selected: ReturnType<typeof isSelected>;
}

/** The answers that count: a default is heard only once all others have said no, not while one of them cannot tell. */
function answersOf(
  baselines: readonly Selecting[],
  target: Target,
  region: string | undefined,
  tags: Tags | undefined,
): readonly Answer[] {
  const all = baselines.map((baseline) => ({
    baseline,
    selected: isSelected(baseline.select, target, region, tags),
  }));
  const named = all.filter(({ baseline }) => !baseline.select.default);
  return named.some(({ selected }) => selected !== false)
    ? named
    : all.filter(({ baseline }) => baseline.select.default);
}

/** What the four variables stand for on a target. */
export const variablesOf = (target: Target, region: string | undefined): Variables => ({
  account: target.account,
  partition: target.partition,
  ...(target.kind === 'bucket' ? { bucket: target.name } : {}),
  ...(target.kind === 'bucket' && region !== undefined ? { region } : {}),
});

/** A demand with the variables filled in. */
export const desiredOf = ({ desired }: Demand, known: Variables): Desired =>
  desired.kind === 'absent' ? desired : { kind: 'value', value: frozen(filledIn(desired.value, known)) };

function desiredAspect(
  { reopen }: Baseline,
  name: string,
  demand: Demand,
  aspect: Aspect | undefined,
  target: Target,
  known: Variables,
): DesiredAspect {
  const desired = desiredOf(demand, known);
  const identity: JsonObject =
    desired.kind === 'absent' || aspect === undefined
      ? { ...desired }
      : { kind: 'value', value: aspect.canonical(desired.value, target) };
  return Object.freeze({
    desired,
    digest: digest(identity),
    reopen: reopen.get(name)?.value ?? 'propose',
    source: demand.place.source,
  });
}

/** Those that decide together do not contradict each other, so their order does not matter. */
const labelsOf = (baselines: readonly Baseline[]): Labels =>
  Object.fromEntries(baselines.flatMap(({ labels }) => Object.entries(labels)));

const usesRegion = ({ aspects }: Baseline): boolean =>
  [...aspects.values()].some(
    ({ desired }) => desired.kind === 'value' && usedIn(desired.value).has('region'),
  );

/** What all of them say. */
const waivableIn = (baselines: readonly Baseline[]): Pick<EffectiveBaseline, 'waivable'> => {
  const waivable = waivables.filter((one) =>
    baselines.every(({ waivable: own }) => own?.value.includes(one) === true),
  );
  return waivable.length === 0 ? {} : { waivable };
};

/** One of them asks for it, and none says never. */
const isHeld = (baselines: readonly Baseline[]): boolean => {
  const words = baselines.flatMap(({ recreate }) => (recreate === undefined ? [] : [recreate.value]));
  return words.includes('hold-name') && !words.includes('never');
};

const mildestMode = (all: readonly Mode[]): Mode => modes.find((mode) => all.includes(mode)) ?? 'dry-run';
