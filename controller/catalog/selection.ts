import type { Target } from '../domain/target.js';
import { type GlobList, globList, isListed } from './glob.js';
import { type Budget, bucketNames, regionNames, sharedWord } from './shared-word.js';

/** Keys to values, as S3 keeps them for a bucket. */
export type Tags = Readonly<Record<string, string>>;

/** What is not known yet and decides whether a target is selected. */
export type Lacking = 'needs-region' | 'needs-tags';

/** Which targets a baseline is for. A missing list means all of them. */
export interface Selection {
  /** Only in baselines for buckets: there, or `default` is. */
  readonly buckets?: GlobList;
  /** For whatever bucket no other baseline selects: asked only where all others have said no. */
  readonly default?: true;
  readonly accounts?: readonly string[];
  readonly regions?: GlobList;
  /** Tags that the bucket must have, all of them. */
  readonly tags?: Tags;
}

/** Whether a selection takes a target, or what else has to be known to tell: the tags only where all the rest fits. */
export function isSelected(
  { buckets, default: isDefault, accounts, regions, tags }: Selection,
  target: Target,
  region: string | undefined,
  live: Tags | undefined,
): boolean | Lacking {
  if (accounts !== undefined && !accounts.includes(target.account)) return false;
  if (target.kind === 'account') return buckets === undefined && !isDefault;
  if (!isDefault && (buckets === undefined || !isListed(buckets, target.name))) return false;
  if (regions !== undefined && region === undefined) return 'needs-region';
  if (regions !== undefined && region !== undefined && !isListed(regions, region)) return false;
  if (tags === undefined) return true;
  return live === undefined ? 'needs-tags' : isTagged(tags, live);
}

const isTagged = (wanted: Tags, live: Tags): boolean =>
  Object.entries(wanted).every(([key, value]) => Object.hasOwn(live, key) && live[key] === value);

/** A target as an example, for proofs and messages. */
export interface Sample {
  readonly account: string;
  readonly bucket?: string;
  readonly region: string;
  /** What it has to be tagged with. */
  readonly tags: Tags;
}

/** Stands for any account where a baseline names none: the one of AWS's own documentation. */
const anyAccount = '111122223333';
const anyRegion = 'eu-central-1';
/** What a default may be asked for. */
const everyName = globList(['*']);
const namesOf = ({ buckets, default: isDefault }: Selection): GlobList | undefined =>
  isDefault ? everyName : buckets;

/** A target that all the selections take, `none` if there is no such, `undecided` if that took too long to find out. */
export function sharedSample(
  selections: readonly Selection[],
  budget: Budget,
): Sample | 'none' | 'undecided' {
  const kinds = new Set(selections.map((one) => namesOf(one) === undefined));
  if (kinds.size > 1) return 'none';
  const lists = selections.flatMap(({ accounts }) => (accounts === undefined ? [] : [accounts]));
  const account =
    lists.length === 0
      ? anyAccount
      : lists[0]?.find((candidate) => lists.every((list) => list.includes(candidate)));
  if (account === undefined) return 'none';

  const tags = sharedTags(selections);
  if (tags === undefined) return 'none';

  const regionLists = selections.flatMap(({ regions }) => (regions === undefined ? [] : [regions]));
  const region = regionLists.every((list) => isListed(list, anyRegion))
    ? { word: anyRegion }
    : sharedWord(regionLists, regionNames, budget);
  if (typeof region === 'string') return region;

  const bucketLists = selections.flatMap((one) => namesOf(one) ?? []);
  if (bucketLists.length === 0) return { account, region: region.word, tags };
  const bucket = sharedWord(bucketLists, bucketNames, budget);
  return typeof bucket === 'string' ? bucket : { account, region: region.word, bucket: bucket.word, tags };
}

/** The tags that suit all of them; nothing if two ask for different values of one key. */
function sharedTags(selections: readonly Selection[]): Tags | undefined {
  const all = selections.flatMap(({ tags }) => Object.entries(tags ?? {}));
  const shared = Object.fromEntries(all);
  return all.every(([key, value]) => shared[key] === value) ? shared : undefined;
}
