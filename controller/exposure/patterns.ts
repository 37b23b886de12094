/**
 * Whether an IAM pattern, in which `*` is any text and `?` any sign, matches the whole text. The text may be a
 * pattern too: then, whether everything that it matches is matched. Takes steps in proportion to both lengths at
 * most, whoever wrote the pattern.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let [at, next] = [0, 0];
  let star: { readonly after: number; taken: number } | undefined;
  while (next < text.length) {
    if (pattern[at] === '*') {
      at += 1;
      star = { after: at, taken: next };
    } else if (takes(pattern[at], text[next])) {
      at += 1;
      next += 1;
    } else if (star !== undefined) {
      star.taken += 1;
      at = star.after;
      next = star.taken;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

/** `?` takes any one sign, and so never a `*`, which may stand for none or for many. */
const takes = (wanted: string | undefined, sign: string | undefined): boolean =>
  wanted === '?' ? sign !== '*' : wanted === sign;

/** Whether the pattern matches some text that begins with the prefix and goes on after it. */
export function reachesBeyond(pattern: string, prefix: string): boolean {
  // Up to its first wildcard a pattern can only be as far as the text is, and most patterns begin with the prefix.
  const wildcard = pattern.search(/[*?]/);
  const plainest = Math.min(wildcard < 0 ? pattern.length : wildcard, prefix.length);
  let plain = 0;
  while (plain < plainest && pattern[plain] === prefix[plain]) plain += 1;
  let reached = withStars(pattern, [plain]);
  for (const sign of prefix.slice(plain).split('')) {
    const moved = [...reached].flatMap((at) => {
      if (pattern[at] === '*') return [at];
      return pattern[at] === '?' || pattern[at] === sign ? [at + 1] : [];
    });
    if (moved.length === 0) return false;
    reached = withStars(pattern, moved);
  }
  return [...reached].some((at) => at < pattern.length);
}

/** The positions, and those behind the stars at which they stand, since a star may take nothing. */
function withStars(pattern: string, positions: readonly number[]): ReadonlySet<number> {
  const all = new Set<number>();
  for (let at of positions) {
    all.add(at);
    while (pattern[at] === '*') {
      at += 1;
      all.add(at);
    }
  }
  return all;
}
