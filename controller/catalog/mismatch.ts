import type { Target } from '../domain/target.js';
import { globList, isListed } from './glob.js';
import type { Selection, Tags } from './selection.js';

/**
 * Why a selection does not take a target, one sentence for each thing that is not so; empty exactly if it takes it. A
 * region or tags that are not known are no reason.
 */
export function mismatches(
  { buckets, default: isDefault, accounts, regions, tags }: Selection,
  target: Target,
  region: string | undefined,
  live: Tags | undefined,
): readonly string[] {
  const account =
    accounts === undefined || accounts.includes(target.account)
      ? []
      : [`account ${target.account} is not among ${accounts.join(', ')}`];
  if (target.kind === 'account')
    return buckets === undefined && !isDefault ? account : [...account, 'it is for buckets'];
  if (buckets === undefined && !isDefault) return [...account, 'it is for accounts'];
  return [
    ...account,
    ...(buckets === undefined ? [] : unlisted('the name', target.name, buckets.patterns)),
    ...(regions === undefined || region === undefined
      ? []
      : unlisted(`the region ${region}`, region, regions.patterns)),
    ...(live === undefined ? [] : Object.entries(tags ?? {}).flatMap((tag) => untagged(tag, live))),
  ];
}

function unlisted(what: string, word: string, patterns: readonly string[]): readonly string[] {
  if (isListed(globList(patterns), word)) return [];
  const exclusion = patterns.find((one) => one.startsWith('!') && isListed(globList([one.slice(1)]), word));
  const included = patterns.filter((one) => !one.startsWith('!'));
  return exclusion !== undefined && isListed(globList(included), word)
    ? [`${what} is excluded by ${exclusion}`]
    : [`${what} does not match ${included.join(', ')}`];
}

function untagged([key, value]: readonly [string, string], live: Tags): readonly string[] {
  const found = Object.hasOwn(live, key) ? live[key] : undefined;
  if (found === value) return [];
  return [`the tag ${key} is ${found === undefined ? 'not there' : `'${found}'`}, not '${value}'`];
}
