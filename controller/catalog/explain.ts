import { whyWithout } from '../aspects/index.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Desired } from '../domain/observation.js';
import type { RemediationPolicy } from '../domain/remediation-policy.js';
import type { Mode } from '../domain/response.js';
import { type Target, targetKey } from '../domain/target.js';
import type { Baseline } from './baseline.js';
import type { Catalogue } from './catalogue.js';
import { isSelecting } from './conflicts.js';
import { mismatches } from './mismatch.js';
import { everyAspect } from './policy-schema.js';
import type { Tags } from './selection.js';

/** One layer that says something of an aspect, and where: `FILE:LINE`. */
interface Word {
  readonly baseline: string;
  readonly source: string;
}

/** What must be of one aspect, and who says so. */
export interface ExplainedAspect {
  readonly aspect: string;
  readonly desired: Desired;
  /** Why it is not held on this target, which has no such setting. */
  readonly notApplicable?: string;
  readonly from: Word;
  /** The words of lower layers that this one replaces. */
  readonly replaces: readonly Word[];
  /** Where the members of the value stand, if not all of them stand with it. */
  readonly members: Readonly<Record<string, string>>;
  readonly reopen: 'propose' | 'auto';
  /** What is done about a difference: the first of these whose condition holds. */
  readonly policies: readonly Pick<RemediationPolicy, 'id' | 'response' | 'severity' | 'source'>[];
}

/** A baseline that is not for the target, though not much is missing. */
interface NearMiss extends Word {
  readonly because: readonly string[];
}

/** Why a target is held to what it is held to. */
export interface Explanation {
  readonly target: string;
  /** Those that decide, with the layers underneath, nearest first. */
  readonly baselines: readonly (Word & {
    readonly on: readonly Word[];
    /** It is for what no other baseline selects. */
    readonly isDefault: boolean;
  })[];
  readonly mode: { readonly value: Mode; readonly because: string };
  /** Who says that the name of a deleted bucket is held; missing if it is not. */
  readonly recreate?: Word;
  readonly labels: Readonly<Record<string, string>>;
  readonly aspects: readonly ExplainedAspect[];
  readonly almost: readonly NearMiss[];
}

/** What is known of the target beside its name. */
interface Known {
  readonly region?: string;
  readonly tags?: Tags;
  /** The controller's own mode. */
  readonly mode: Mode;
}

/** Explains the baseline to which a target is held; without one, why none is for it. Pure. */
export function explain(
  catalogue: Catalogue,
  target: Target,
  held: EffectiveBaseline | undefined,
  known: Known,
): Explanation {
  const byName = new Map(catalogue.baselines.map((baseline) => [baseline.name, baseline]));
  const deciding = (held?.name.split(' + ') ?? []).flatMap((name) => byName.get(name) ?? []);
  const chainOf = ({ ancestors }: Baseline): readonly Baseline[] =>
    ancestors.flatMap((name) => byName.get(name) ?? []);
  const { environment, owner, contact } = held ?? {};
  return {
    target: targetKey(target),
    baselines: deciding.map((one) => ({
      ...wordOf(one),
      on: chainOf(one).map(wordOf),
      isDefault: one.select?.default === true,
    })),
    mode: modeOf(deciding, held, known.mode),
    ...recreateOf(deciding, held),
    labels: Object.fromEntries(
      Object.entries({ environment, owner, contact }).flatMap(([name, text]) =>
        text === undefined ? [] : [[name, text]],
      ),
    ),
    aspects: [...(held?.aspects ?? [])].map(([aspect, { desired, reopen, source }]) => {
      const words = deciding.flatMap((one) => wordsOn(aspect, [one, ...chainOf(one)]));
      const [from = { baseline: held?.name ?? '', source }, ...replaces] = words;
      const missing = whyWithout(aspect, target);
      const members = deciding.flatMap((one) => [...(one.aspects.get(aspect)?.members ?? [])]);
      return {
        aspect,
        desired,
        ...(missing === undefined ? {} : { notApplicable: missing }),
        from,
        replaces: replaces.filter((word) => word.source !== from.source),
        members: Object.fromEntries(members.map(([name, place]) => [name, place.source])),
        reopen,
        policies: policiesFor(catalogue, aspect),
      };
    }),
    almost: nearMisses(catalogue, target, deciding, known),
  };
}

const wordOf = ({ name, place }: Baseline): Word => ({ baseline: name, source: place.source });

const wordsOn = (aspect: string, layers: readonly Baseline[]): readonly Word[] =>
  layers.flatMap(({ name, own, aspects }) => {
    const place = own.has(aspect) ? aspects.get(aspect)?.place : undefined;
    return place === undefined ? [] : [{ baseline: name, source: place.source }];
  });

function modeOf(
  deciding: readonly Baseline[],
  held: EffectiveBaseline | undefined,
  own: Mode,
): Explanation['mode'] {
  const value = held?.mode ?? own;
  const milder = value === own ? undefined : deciding.find(({ mode }) => mode?.value === value)?.mode;
  const because = milder === undefined ? 'as the controller is set' : `says ${milder.place.source}`;
  return { value, because };
}

function recreateOf(
  deciding: readonly Baseline[],
  held: EffectiveBaseline | undefined,
): Pick<Explanation, 'recreate'> {
  const by = deciding.find(({ recreate }) => recreate?.value === held?.recreate);
  return held?.recreate === undefined || by?.recreate === undefined
    ? {}
    : { recreate: { baseline: by.name, source: by.recreate.place.source } };
}

const policiesFor = ({ policies }: Catalogue, aspect: string): ExplainedAspect['policies'] =>
  policies
    .filter((policy) => policy.aspect === aspect || policy.aspect === everyAspect)
    .map(({ id, response, severity, source }) => ({ id, response, severity, source }));

/** Only one thing is missing; where nothing is for the target, whatever is missing least. */
function nearMisses(
  { baselines }: Catalogue,
  target: Target,
  deciding: readonly Baseline[],
  { region, tags }: Known,
): readonly NearMiss[] {
  const underneath = new Set(deciding.flatMap(({ name, ancestors }) => [name, ...ancestors]));
  const missing = baselines
    .filter(isSelecting)
    .filter(({ name, kind }) => kind === target.kind && !underneath.has(name))
    .map((one) => ({ ...wordOf(one), because: mismatches(one.select, target, region, tags) }))
    .filter(({ because }) => because.length > 0);
  const fewest = Math.min(...missing.map(({ because }) => because.length));
  const most = deciding.length > 0 ? 1 : fewest;
  return missing.filter(({ because }) => because.length <= most);
}
