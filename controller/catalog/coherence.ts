import type { Baseline } from './baseline.js';
import type { CatalogueProblem } from './problem.js';

/** What no schema can see: words of a baseline that do not go together. */
export const incoherences = (baselines: readonly Baseline[]): readonly CatalogueProblem[] =>
  baselines.flatMap((baseline) => [
    ...misselected(baseline),
    ...reopenedInVain(baseline),
    ...recreatedInVain(baseline),
  ]);

/** Baselines without any effect; asked only once all others could be read, or one of those may extend them. */
export function idlers(baselines: readonly Baseline[]): readonly CatalogueProblem[] {
  const extended = new Set(baselines.flatMap(({ ancestors }) => ancestors));
  return baselines.flatMap((baseline) =>
    baseline.select === undefined && !extended.has(baseline.name) ? [idle(baseline)] : [],
  );
}

/** A forgotten `select` would leave buckets unguarded without a word. */
const idle = ({ name, place }: Baseline): CatalogueProblem =>
  place.problem(`${name} selects nothing, and nothing extends it`, 'add select, or delete it');

function misselected({ kind, select, name }: Baseline): readonly CatalogueProblem[] {
  if (select === undefined) return [];
  const { place, buckets, regions, accounts, tags, default: isDefault } = select;
  if (kind === 'bucket' && isDefault)
    return buckets === undefined && tags === undefined
      ? []
      : [
          place.problem(
            `${name} is the default, which takes whatever no other baseline selects: it cannot choose by ${buckets === undefined ? 'tags' : 'name'}`,
            `take default away, or ${buckets === undefined ? 'tags' : 'buckets'}`,
          ),
        ];
  if (kind === 'bucket')
    return buckets === undefined
      ? [
          place.problem(
            `${name} is for buckets, but does not say which`,
            "add buckets, such as ['data-*'], or default: true for those that no other baseline selects",
          ),
        ]
      : [];
  return [
    ...(accounts === undefined
      ? [place.problem(`${name} is for accounts, but does not say which`, "add accounts: ['111122223333']")]
      : []),
    ...(buckets === undefined && regions === undefined && tags === undefined && !isDefault
      ? []
      : [
          place.problem(
            `${name} is for accounts: it cannot select buckets, regions or tags, nor be the default`,
            'select accounts only',
          ),
        ]),
  ];
}

const reopenedInVain = ({ reopen, aspects }: Baseline): readonly CatalogueProblem[] =>
  [...reopen].flatMap(([aspect, { place }]) =>
    aspects.has(aspect)
      ? []
      : [
          place.problem(
            `reopen names ${aspect}, which is not declared`,
            `declare ${aspect} under aspects, or take the line away`,
          ),
        ],
  );

const recreatedInVain = ({ kind, recreate, name }: Baseline): readonly CatalogueProblem[] =>
  kind === 'bucket' || recreate === undefined
    ? []
    : [
        recreate.place.problem(
          `${name} is for accounts, and recreate is about buckets`,
          'take the line away, or write it in a baseline for buckets',
        ),
      ];
