import type { Target } from '../domain/target.js';
import { type GlobList, isListed } from './glob.js';
import { type Budget, bucketNames, regionNames, sharedWord } from './shared-word.js';

/** Which targets a baseline is for. A missing list means all of them. */
export interface Selection {
  /** Only in baselines for buckets, and always there. */
  readonly buckets?: GlobList;
  readonly accounts?: readonly string[];
  readonly regions?: GlobList;
}

/** Whether a selection takes a target; `needs-region` if only its region, not known yet, can tell. */
export function isSelected(
  { buckets, accounts, regions }: Selection,
  target: Target,
  region: string | undefined,
): boolean | 'needs-region' {
  if (accounts !== undefined && !accounts.includes(target.account)) return false;
  if (target.kind === 'account') return buckets === undefined;
  if (buckets === undefined || !isListed(buckets, target.name)) return false;
  if (regions === undefined) return true;
  return region === undefined ? 'needs-region' : isListed(regions, region);
}

/** A target as an example, for proofs and messages. */
export interface Sample {
  readonly account: string;
  readonly bucket?: string;
  readonly region: string;
}

/** Stands for any account where a baseline names none: the one of AWS's own documentation. */
const anyAccount = '111122223333';
const anyRegion = 'eu-central-1';

/** A target that all the selections take, `none` if there is no such, `undecided` if that took too long to find out. */
export function sharedSample(
  selections: readonly Selection[],
  budget: Budget,
): Sample | 'none' | 'undecided' {
  const kinds = new Set(selections.map(({ buckets }) => buckets === undefined));
  if (kinds.size > 1) return 'none';
  const lists = selections.flatMap(({ accounts }) => (accounts === undefined ? [] : [accounts]));
  const account =
    lists.length === 0
      ? anyAccount
      : lists[0]?.find((candidate) => lists.every((list) => list.includes(candidate)));
  if (account === undefined) return 'none';

  const regionLists = selections.flatMap(({ regions }) => (regions === undefined ? [] : [regions]));
  const region = regionLists.every((list) => isListed(list, anyRegion))
    ? { word: anyRegion }
    : sharedWord(regionLists, regionNames, budget);
  if (typeof region === 'string') return region;

  const bucketLists = selections.flatMap(({ buckets }) => (buckets === undefined ? [] : [buckets]));
  if (bucketLists.length === 0) return { account, region: region.word };
  const bucket = sharedWord(bucketLists, bucketNames, budget);
  return typeof bucket === 'string' ? bucket : { account, region: region.word, bucket: bucket.word };
}
