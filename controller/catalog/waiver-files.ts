import { basename } from 'node:path';
import type { Aspect } from '../aspects/kit/aspect.js';
import { type Target, targetKey } from '../domain/target.js';
import { type Instant, instant } from '../domain/time.js';
import type { Waiver } from '../domain/waiver.js';
import { frozen } from './freeze.js';
import { type Entry, listsIn } from './listed-file.js';
import type { CatalogueProblem } from './problem.js';
import { waiverSchema } from './waiver-schema.js';
import type { CatalogueText } from './yaml-file.js';

/** `_waivers.yaml`, or anything that ends in `.waivers.yaml`. */
const waiverFile = /(?:^_|\.)waivers\.ya?ml$/;

/** The longest that a waiver may reach ahead when its file is loaded, in milliseconds: a year that may be a leap year. */
const longest = 366 * 86_400_000;

/** A waiver as its file says it: of a bucket or of an account, in whichever partition that is. */
export interface WrittenWaiver extends Omit<Waiver, 'target'> {
  readonly account: string;
  readonly bucket?: string;
}

/** What the waiver files of folders of baselines say; the rest of their files. */
export interface WaiverFiles {
  readonly waivers: readonly WrittenWaiver[];
  readonly others: readonly CatalogueText[];
  readonly problems: readonly CatalogueProblem[];
}

/** Reads waivers. Without a clock (`now`) any reaches too far ahead. */
export function readWaiverFiles(
  texts: readonly CatalogueText[],
  aspects: readonly Aspect[],
  now: Instant | undefined,
): WaiverFiles {
  const own = texts.filter(({ file }) => waiverFile.test(basename(file)));
  const { entries, problems } = listsIn<WrittenWaiver>(own, waiverSchema(aspects.map(({ name }) => name)));
  return {
    waivers: entries.map(({ value }) => frozen({ ...value, expires: momentOf(value.expires) ?? '' })),
    others: texts.filter((text) => !own.includes(text)),
    problems: [
      ...problems,
      ...entries.flatMap((entry) => [...unfit(entry, aspects), ...unbounded(entry, now)]),
      ...twins(entries),
    ],
  };
}

/** Finds the waivers of a target among those that were written. */
export const waiversAmong = (written: readonly WrittenWaiver[]): ((target: Target) => readonly Waiver[]) => {
  const byTarget = new Map<string, readonly WrittenWaiver[]>();
  for (const waiver of written) {
    const key = keyOf(waiver);
    byTarget.set(key, [...(byTarget.get(key) ?? []), waiver]);
  }
  return (target) => {
    const key = keyOf({ ...target, ...(target.kind === 'bucket' ? { bucket: target.name } : {}) });
    return (byTarget.get(key) ?? []).map(({ account: _, bucket: __, ...waiver }) => ({ ...waiver, target }));
  };
};

/** The target that a written waiver is for, in this partition. */
export const targetOfWaiver = (
  { account, bucket }: Pick<WrittenWaiver, 'account' | 'bucket'>,
  partition: string,
): Target =>
  bucket === undefined
    ? { kind: 'account', partition, account }
    : { kind: 'bucket', partition, account, name: bucket };

const keyOf = (place: Pick<WrittenWaiver, 'account' | 'bucket'>): string =>
  targetKey(targetOfWaiver(place, 'any'));

function unfit({ value, at }: Entry<WrittenWaiver>, aspects: readonly Aspect[]): readonly CatalogueProblem[] {
  const { aspect, bucket } = value;
  const scope = aspects.find(({ name }) => name === aspect)?.scope;
  const given = bucket === undefined ? 'account' : 'bucket';
  if (scope === given) return [];
  return [
    at('aspect').problem(
      `${aspect} is a setting of ${scope === 'bucket' ? 'a bucket' : 'an account'}`,
      scope === 'bucket' ? 'add bucket, the name of the one that it is for' : 'take bucket away',
    ),
  ];
}

function unbounded(
  { value: { expires }, at }: Entry<WrittenWaiver>,
  now: Instant | undefined,
): readonly CatalogueProblem[] {
  const end = momentOf(expires);
  if (end === undefined)
    return [at('expires').problem(`${expires} is no moment`, 'write one such as 2026-12-31T18:00:00Z')];
  const last = now === undefined ? '' : instant(new Date(Date.parse(now) + longest));
  return end <= last
    ? []
    : [
        at('expires').problem(
          `${expires} is more than a year ahead`,
          'choose a nearer end, or declare the state in the baseline if it is meant to stay',
        ),
      ];
}

/** Two for the same state would leave open which reason and which end hold. */
function twins(entries: readonly Entry<WrittenWaiver>[]): readonly CatalogueProblem[] {
  const seen = new Map<string, Entry<WrittenWaiver>>();
  return entries.flatMap((entry) => {
    const { aspect, state } = entry.value;
    const key = `${keyOf(entry.value)} ${aspect} ${state}`;
    const twin = seen.get(key);
    seen.set(key, twin ?? entry);
    return twin === undefined
      ? []
      : [
          entry
            .at('state')
            .problem(`this state is waived at ${twin.place.source} already`, 'keep one of the two'),
        ];
  });
}

/** The moment that a text names; nothing for a day or an hour that there is not. */
function momentOf(text: string): Instant | undefined {
  const time = Date.parse(text);
  if (Number.isNaN(time)) return undefined;
  const moment = instant(new Date(time));
  return moment.slice(0, 19) === text.slice(0, 19) ? moment : undefined;
}
