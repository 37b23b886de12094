import { isIPv4 } from 'node:net';

/** From this share of the IPv4 addresses on, ranges that are narrow one by one confine nobody. */
const half = 2 ** 31;

/**
 * Whether ranges that S3 takes for fixed, such as all the /8 blocks, add up to half of the IPv4 internet or more.
 * S3 judges each range by itself, so a policy that lists them is not public by the letter.
 */
export function coversInternet(ranges: readonly string[]): boolean {
  const spans = ranges.flatMap(spanOf).toSorted((a, b) => a.from - b.from || a.to - b.to);
  let [covered, end] = [0, 0];
  for (const { from, to } of spans) {
    covered += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return covered >= half;
}

/** The addresses of an IPv4 range as numbers, the end left out; none for anything else. */
function spanOf(range: string): readonly { readonly from: number; readonly to: number }[] {
  const [address = '', mask = '32'] = range.split('/');
  if (!isIPv4(address)) return [];
  const size = 2 ** (32 - Number(mask));
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const from = Math.floor(number / size) * size;
  return [{ from, to: from + size }];
}
