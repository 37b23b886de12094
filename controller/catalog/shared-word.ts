import type { GlobList } from './glob.js';

/** What words there are at all: those of S3 for bucket names, or of AWS for regions. */
interface WordShape {
  readonly letters: string;
  readonly min: number;
  readonly max: number;
}

/** S3 User Guide, "Bucket naming rules": 3 to 63 letters, digits, dots and hyphens, a letter or digit at both ends. */
export const bucketNames: WordShape = {
  letters: 'abcdefghijklmnopqrstuvwxyz0123456789-.',
  min: 3,
  max: 63,
};
export const regionNames: WordShape = { letters: 'abcdefghijklmnopqrstuvwxyz0123456789-', min: 1, max: 30 };

/** Work that may still be spent on looking, in automaton steps; shared by all searches of one catalogue. */
export interface Budget {
  left: number;
}

interface Node {
  readonly states: readonly (readonly bigint[])[];
  readonly word: string;
}

/**
 * A shortest word that every list selects, or nothing if there is none. `undecided` if the budget ran out.
 * A search in breadth over all lists at once; letters that no glob names are alike, so one stands for all.
 */
export function sharedWord(
  lists: readonly GlobList[],
  shape: WordShape,
  budget: Budget,
): { readonly word: string } | 'none' | 'undecided' {
  const all = lists.map(({ include, exclude }) => [...include, ...exclude]);
  const named = new Set(all.flat().flatMap((glob) => [...glob.letters]));
  const other = [...shape.letters].find((letter) => !named.has(letter));
  const alphabet = [...shape.letters].filter((letter) => named.has(letter) || letter === other);
  const cost = all.flat().length;

  const isAlive = (states: Node['states']): boolean =>
    lists.every(({ include }, list) => include.some((_, glob) => (states[list]?.[glob] ?? 0n) !== 0n));
  const isSelected = ({ states, word }: Node): boolean =>
    word.length >= shape.min &&
    /^[a-z0-9](.*[a-z0-9])?$/.test(word) &&
    lists.every(({ include, exclude }, list) => {
      const accepts = (glob: (typeof include)[number], at: number): boolean =>
        glob.accepts(states[list]?.[at] ?? 0n);
      return include.some(accepts) && !exclude.some((glob, index) => accepts(glob, include.length + index));
    });

  const seen = new Set<string>();
  let wave: readonly Node[] = [{ states: all.map((globs) => globs.map((glob) => glob.start)), word: '' }];
  for (let length = 0; length <= shape.max && wave.length > 0; length += 1) {
    const found = wave.find(isSelected);
    if (found !== undefined) return { word: found.word };
    const next: Node[] = [];
    for (const { states, word } of wave)
      for (const letter of alphabet) {
        budget.left -= cost;
        if (budget.left < 0) return 'undecided';
        const after = states.map((row, list) =>
          row.map((state, glob) => all[list]?.[glob]?.step(state, letter) ?? 0n),
        );
        const isInside = letter !== '-' && letter !== '.';
        const key = `${Math.min(length + 1, shape.min)} ${isInside} ${after.join(';')}`;
        if (
          (word === '' && !isInside) ||
          (word.endsWith('.') && letter === '.') ||
          !isAlive(after) ||
          seen.has(key)
        )
          continue;
        seen.add(key);
        next.push({ states: after, word: word + letter });
      }
    wave = next;
  }
  return 'none';
}
