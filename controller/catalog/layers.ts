import type { Aspect } from '../aspects/kit/aspect.js';
import { isObject, type JsonObject } from '../domain/json.js';
import type { Baseline, Demand, Layer } from './baseline.js';
import { frozen } from './freeze.js';
import { nearest } from './nearest.js';
import type { CatalogueProblem } from './problem.js';

/** The aspect whose values merge by key, as its repair owns only the keys that are declared. */
const mergedByKey = 'tagging';
/** Nobody can tell what holds under a deeper stack. */
const deepest = 10;

/**
 * Puts every layer on top of what it extends. `broken` names baselines that exist but could not be read:
 * what extends them is left out without another word.
 */
export function stacked(
  layers: readonly Layer[],
  broken: readonly string[],
  aspects: readonly Aspect[],
): { readonly baselines: readonly Baseline[]; readonly problems: readonly CatalogueProblem[] } {
  const problems: CatalogueProblem[] = [];
  const byName = new Map<string, Layer>();
  for (const layer of layers) {
    const first = byName.get(layer.name);
    if (first === undefined) byName.set(layer.name, layer);
    else
      problems.push(
        layer.place.problem(
          `${layer.name} is named already at ${first.place.source}`,
          'give it a name of its own',
        ),
      );
  }
  const scopes = new Map(aspects.map(({ name, scope }) => [name, scope]));
  const baselines = [...byName.values()].flatMap((top) => {
    const chain = chainOf(top, byName, broken);
    if ('problem' in chain) {
      problems.push(...chain.problem);
      return [];
    }
    const merged = chain.layers.reduceRight<Layer | undefined>(
      (below, layer) => (below === undefined ? layer : over(below, layer)),
      undefined,
    );
    const kinds = kindsOf(merged ?? top, scopes);
    if (kinds.mixed !== undefined) {
      problems.push(kinds.mixed);
      return [];
    }
    const { extends: _, ...rest } = merged ?? top;
    return [
      {
        ...rest,
        kind: kinds.kind,
        own: new Set(top.aspects.keys()),
        ancestors: chain.layers.slice(1).map(({ name }) => name),
      },
    ];
  });
  return { baselines, problems };
}

type Chain = { readonly layers: readonly Layer[] } | { readonly problem: readonly CatalogueProblem[] };

/** The layer and everything underneath, itself first. */
function chainOf(top: Layer, byName: ReadonlyMap<string, Layer>, broken: readonly string[]): Chain {
  const layers = [top];
  for (let base = top.extends; base !== undefined; ) {
    const { name } = base;
    const below = byName.get(name);
    if (below === undefined) {
      // Told once, where it is written, and not again for everything above.
      if (broken.includes(name) || layers.length > 1) return { problem: [] };
      const meant = nearest(name, [...byName.keys()]);
      return {
        problem: [
          base.place.problem(
            `no baseline is named ${name}`,
            meant === undefined ? 'write that baseline, or take the line away' : `did you mean ${meant}?`,
          ),
        ],
      };
    }
    if (layers.includes(below)) {
      if (below !== top) return { problem: [] };
      const round = [...layers, top].map((layer) => layer.name).join(' -> ');
      return { problem: [base.place.problem(`extends itself: ${round}`, 'take one extends away')] };
    }
    if (layers.length === deepest)
      return {
        problem: [base.place.problem(`more than ${deepest} layers lie underneath`, 'merge some of them')],
      };
    layers.push(below);
    base = below.extends;
  }
  return { layers };
}

/** An aspect is replaced whole, with the word on reopening it: that was given for the value underneath. */
function over(below: Layer, above: Layer): Layer {
  const aspects = new Map<string, Demand>(below.aspects);
  const reopen = new Map(below.reopen);
  for (const [name, demand] of above.aspects) {
    aspects.set(name, name === mergedByKey ? mergedTags(aspects.get(name), demand) : demand);
    reopen.delete(name);
  }
  for (const [name, word] of above.reopen) reopen.set(name, word);
  const mode = above.mode ?? below.mode;
  const recreate = above.recreate ?? below.recreate;
  const waivable = above.waivable ?? below.waivable;
  const { name, place, select } = above;
  return {
    name,
    place,
    ...(select === undefined ? {} : { select }),
    ...(mode === undefined ? {} : { mode }),
    ...(recreate === undefined ? {} : { recreate }),
    ...(waivable === undefined ? {} : { waivable }),
    labels: { ...below.labels, ...above.labels },
    aspects,
    reopen,
  };
}

function mergedTags(below: Demand | undefined, above: Demand): Demand {
  if (below?.desired.kind !== 'value' || above.desired.kind !== 'value') return above;
  if (!isObject(below.desired.value) || !isObject(above.desired.value)) return above;
  const value: JsonObject = {
    ...(below.desired.value as JsonObject),
    ...(above.desired.value as JsonObject),
  };
  const members = new Map([...(below.members ?? []), ...(above.members ?? [])]);
  return { ...above, desired: { kind: 'value', value: frozen(value) }, members };
}

function kindsOf(
  { name, aspects, place }: Layer,
  scopes: ReadonlyMap<string, Baseline['kind']>,
): { readonly kind: Baseline['kind']; readonly mixed?: CatalogueProblem } {
  const [first, ...others] = [...aspects].map(([aspect, demand]) => ({
    aspect,
    demand,
    scope: scopes.get(aspect) ?? 'bucket',
  }));
  if (first === undefined)
    return {
      kind: 'bucket',
      mixed: place.problem(
        `${name} demands nothing`,
        'name at least one aspect under aspects, or extend a baseline',
      ),
    };
  const other = others.find(({ scope }) => scope !== first.scope);
  if (other === undefined) return { kind: first.scope };
  const account = other.scope === 'account' ? other : first;
  const bucket = account === other ? first : other;
  return {
    kind: first.scope,
    mixed: account.demand.place.problem(
      `${account.aspect} belongs to an account, ${bucket.aspect} in the same baseline to buckets`,
      `declare ${account.aspect} in a baseline of its own, with select: { accounts: [...] }`,
    ),
  };
}
