import { canonicalText } from '../domain/canonical.js';
import type { Desired } from '../domain/observation.js';
import type { Baseline } from './baseline.js';
import type { CatalogueProblem } from './problem.js';
import { type Sample, sharedSample } from './selection.js';
import type { Budget } from './shared-word.js';

/** A baseline that selects targets by itself. */
export type Selecting = Baseline & Required<Pick<Baseline, 'select'>>;

export const isSelecting = (baseline: Baseline): baseline is Selecting => baseline.select !== undefined;

/** Those that decide: what another of them extends has had its say in it. */
export const deciding = <Some extends Baseline>(baselines: readonly Some[]): readonly Some[] =>
  baselines.filter(({ name }) => !baselines.some(({ ancestors }) => ancestors.includes(name)));

/** In what two baselines contradict each other: aspects and labels that both name and that are not equal. */
export function contradictions(a: Baseline, b: Baseline): readonly string[] {
  const labels = (['environment', 'owner', 'contact'] as const).filter(
    (label) =>
      a.labels[label] !== undefined && b.labels[label] !== undefined && a.labels[label] !== b.labels[label],
  );
  const aspects = [...a.aspects.keys()].filter((aspect) => !isSameDemand(a, b, aspect));
  return [...aspects, ...labels];
}

const texts = new WeakMap<Desired, string>();

/** Remembered, since each baseline is compared with many. */
function textOf(desired: Desired): string {
  const text = texts.get(desired) ?? canonicalText({ ...desired });
  texts.set(desired, text);
  return text;
}

function isSameDemand(a: Baseline, b: Baseline, aspect: string): boolean {
  const [one, other] = [a.aspects.get(aspect)?.desired, b.aspects.get(aspect)?.desired];
  if (one === undefined || other === undefined) return true;
  const reopen = ({ reopen: words }: Baseline): string => words.get(aspect)?.value ?? 'propose';
  return reopen(a) === reopen(b) && (one === other || textOf(one) === textOf(other));
}

function called({ bucket, account, region, tags }: Sample): string {
  if (bucket === undefined) return `account ${account}`;
  const tagged = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  const words = tagged.length === 0 ? '' : ` tagged ${tagged.join(' and ')}`;
  return `bucket ${bucket}${words} in ${region} of account ${account}`;
}

const bothFor = ({ select }: Selecting, sample: Sample): string =>
  select.default
    ? `are both the default in ${sample.region} of account ${sample.account}`
    : `both select ${called(sample)}`;

const apart = ({ kind, select }: Selecting): string =>
  select.default
    ? 'restrict them to different accounts or regions'
    : `exclude the shared ${kind === 'bucket' ? 'buckets' : 'accounts'} from one of them`;

/**
 * Finds, before any bucket is looked at, the pairs that contradict each other on some target, with such a target
 * as the proof. What the budget does not suffice for is found when the target is looked at.
 */
export function conflicts(baselines: readonly Selecting[], budget: Budget): readonly CatalogueProblem[] {
  return baselines.flatMap((late, index) =>
    baselines.slice(0, index).flatMap((early) => {
      if (budget.left < 0 || early.kind !== late.kind) return [];
      // A default gives way to whatever else selects.
      if (early.select.default !== late.select.default) return [];
      if (early.ancestors.includes(late.name) || late.ancestors.includes(early.name)) return [];
      budget.left -= 10;
      const [first, ...more] = contradictions(early, late);
      if (first === undefined) return [];
      const sample = sharedSample([early.select, late.select], budget);
      if (typeof sample === 'string') return [];
      return [
        late.select.place.problem(
          `${late.name} and ${early.name} (${early.select.place.source}) ${bothFor(late, sample)} and contradict each other in ${[first, ...more].join(', ')}`,
          `let one extend the other, or ${apart(late)}`,
        ),
      ];
    }),
  );
}
