/**
 * A glob as a machine over sets of positions: bit n says that the first n characters of the glob are used up.
 * Only `*` (any run) and `?` (one character) are special, so a match costs one step per letter whatever the
 * glob, and whether two globs meet can be decided.
 */
interface Glob {
  readonly start: bigint;
  step(state: bigint, letter: string): bigint;
  accepts(state: bigint): boolean;
  /** The letters that it treats unlike others. */
  readonly letters: ReadonlySet<string>;
}

const nothing = 0n;

function globOf(pattern: string): Glob {
  const symbols = [...pattern.replace(/\*+/g, '*')];
  const where = (wanted: (symbol: string) => boolean): bigint =>
    symbols.reduce((mask, symbol, index) => (wanted(symbol) ? mask | (1n << BigInt(index)) : mask), nothing);
  const stars = where((symbol) => symbol === '*');
  const any = where((symbol) => symbol === '?');
  const letters = new Set(symbols.filter((symbol) => symbol !== '*' && symbol !== '?'));
  const masks = new Map([...letters].map((letter) => [letter, any | where((symbol) => symbol === letter)]));
  const end = 1n << BigInt(symbols.length);
  // A star may also stand for nothing.
  const skipStars = (state: bigint): bigint => state | ((state & stars) << 1n);
  return {
    letters,
    start: skipStars(1n),
    step: (state, letter) => skipStars(((state & (masks.get(letter) ?? any)) << 1n) | (state & stars)),
    accepts: (state) => (state & end) !== nothing,
  };
}

/** Some globs, and others that take away again. */
export interface GlobList {
  /** As written, in the order of the alphabet. */
  readonly patterns: readonly string[];
  readonly include: readonly Glob[];
  readonly exclude: readonly Glob[];
}

/** Reads `['data-*', '!data-public-*']`. */
export const globList = (patterns: readonly string[]): GlobList => ({
  patterns: [...patterns].sort(),
  include: patterns.filter((pattern) => !pattern.startsWith('!')).map(globOf),
  exclude: patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => globOf(pattern.slice(1))),
});

const run = (glob: Glob, word: string): boolean => {
  let state = glob.start;
  for (const letter of word) {
    state = glob.step(state, letter);
    if (state === nothing) return false;
  }
  return glob.accepts(state);
};

/** Whether a word is included and not excluded, in whatever order the globs stand. */
export const isListed = ({ include, exclude }: GlobList, word: string): boolean =>
  include.some((glob) => run(glob, word)) && !exclude.some((glob) => run(glob, word));
