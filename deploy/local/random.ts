/** A number in [0, 1). */
export type Random = () => number;

/** The mulberry32 generator: the same seed gives the same numbers on every machine. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Independent numbers for each purpose, so that asking for one thing more does not change the fate of another. */
export function randomStream(seed: number, purpose: string): Random {
  return seededRandom([...purpose].reduce((mixed, sign) => Math.imul(mixed, 31) + sign.charCodeAt(0), seed));
}

/** As many lower case hexadecimal digits as asked for. */
export function randomHex(random: Random, digits: number): string {
  let text = '';
  while (text.length < digits) text += Math.floor(random() * 16).toString(16);
  return text;
}

/** A version 4 UUID. */
export function randomUuid(random: Random): string {
  const hex = randomHex(random, 30);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(12, 15)}`,
    `${'89ab'.charAt(Math.floor(random() * 4))}${hex.slice(15, 18)}`,
    hex.slice(18, 30),
  ].join('-');
}

/** The same values in an order of chance (Fisher-Yates). */
export function shuffled<T>(random: Random, values: readonly T[]): readonly T[] {
  const pool = [...values];
  const result: T[] = [];
  while (pool.length > 0) result.push(...pool.splice(Math.floor(random() * pool.length), 1));
  return result;
}
