import { Ajv, type ValidateFunction } from 'ajv';
import type { Aspect } from '../aspects/kit/aspect.js';
import type { Json } from '../domain/json.js';
import type { Desired } from '../domain/observation.js';
import { type Target, targetName } from '../domain/target.js';
import type { Baseline } from './baseline.js';
import type { Selecting } from './conflicts.js';
import { desiredOf, variablesOf } from './effective.js';
import type { CatalogueProblem } from './problem.js';
import { type Sample, sharedSample } from './selection.js';
import type { Budget } from './shared-word.js';

/** So many of the globs of one baseline get a sample of their own. */
const samples = 20;

/**
 * Proves of every baseline that selects something, on sample targets, that what it demands fits its schema once the
 * variables are filled in and can be reached and kept beside everything else that it demands.
 */
export function unreachables(
  baselines: readonly Selecting[],
  aspects: readonly Aspect[],
  budget: Budget,
): readonly CatalogueProblem[] {
  const provers = proversOf(aspects);
  return baselines.flatMap((baseline) => {
    const { name, select } = baseline;
    const found = samplesOf(baseline, budget);
    if (found.includes('undecided'))
      return [
        select.place.problem(
          `${name} has globs too intricate to be proved reachable`,
          'use fewer stars in them',
        ),
      ];
    const targets = found.filter((sample): sample is Sample => typeof sample !== 'string');
    if (targets.length > 0) return obstacles(baseline, targets, provers);
    return [
      select.place.problem(
        `${name} selects nothing that can exist`,
        'its exclusions take away all that its globs take in: loosen them',
      ),
    ];
  });
}

/** One sample for each glob: a value may suit one bucket of several. */
function samplesOf({ select }: Selecting, budget: Budget): readonly ReturnType<typeof sharedSample>[] {
  const { buckets } = select;
  if (buckets === undefined) return [sharedSample([select], budget)];
  return buckets.include
    .slice(0, samples)
    .map((glob) => sharedSample([{ ...select, buckets: { ...buckets, include: [glob] } }], budget));
}

interface Prover {
  readonly aspect: Aspect;
  readonly fits: ValidateFunction;
}

const compiled = new WeakMap<readonly Aspect[], ReadonlyMap<string, Prover>>();

function proversOf(aspects: readonly Aspect[]): ReadonlyMap<string, Prover> {
  const known = compiled.get(aspects);
  if (known !== undefined) return known;
  const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false });
  const provers = new Map(
    aspects.map((aspect) => [aspect.name, { aspect, fits: ajv.compile(aspect.schema) }] as const),
  );
  compiled.set(aspects, provers);
  return provers;
}

/** Each aspect is told of once, on the first sample that shows it. */
function obstacles(
  baseline: Baseline,
  found: readonly Sample[],
  provers: ReadonlyMap<string, Prover>,
): readonly CatalogueProblem[] {
  const reasons = new Map<string, string>();
  for (const sample of found) {
    const target = targetOf(sample);
    const known = variablesOf(target, sample.region);
    const wanted = new Map<string, Desired>(
      [...baseline.aspects].map(([name, demand]) => [name, desiredOf(demand, known)]),
    );
    for (const [name, desired] of wanted) {
      const prover = provers.get(name);
      if (desired.kind !== 'value' || prover === undefined || reasons.has(name)) continue;
      const reason = reasonAgainst(prover, desired.value, wanted, target);
      if (reason !== undefined) reasons.set(name, `on ${targetName(target)}: ${reason}`);
    }
  }
  const { own, name: top, place: topPlace, aspects } = baseline;
  return [...reasons].flatMap(([name, reason]) => {
    const place = aspects.get(name)?.place;
    const fix = own.has(name)
      ? `change it, or what it stands beside in ${top}`
      : `change it here, or name ${name} in ${top} (${topPlace.source}) with a value that can be reached`;
    return place === undefined ? [] : [place.problem(`${name} of ${top} cannot be reached ${reason}`, fix)];
  });
}

function reasonAgainst(
  { aspect, fits }: Prover,
  value: Json,
  wanted: ReadonlyMap<string, Desired>,
  target: Target,
): string | undefined {
  if (!fits(value)) {
    const [error] = fits.errors ?? [];
    return `with its variables filled in, ${error?.instancePath.slice(1) || 'it'} ${error?.message ?? 'is not valid'}`;
  }
  return aspect.unreachable?.(value, wanted, target);
}

/** The sample as a target, in the partition that its region belongs to (AWS General Reference, "Partitions"). */
function targetOf({ account, bucket, region }: Sample): Target {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return bucket === undefined
    ? { kind: 'account', partition, account }
    : { kind: 'bucket', partition, account, name: bucket };
}
