const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]/gs;

/** Where the text stands inside an object, at a member, or inside a list, at an index. */
type Level = { readonly names: Set<string>; at: string } | { index: number };

/**
 * The members that some object of a JSON text names more than once, as paths such as `policy.Statement.0.Effect`.
 * `JSON.parse` silently keeps the last of them, where S3 refuses the text. For valid JSON only.
 */
export function duplicateMembers(text: string): readonly string[] {
  const levels: Level[] = [];
  const found: string[] = [];
  let last = '';
  for (const [sign] of text.matchAll(token)) {
    const level = levels.at(-1);
    if (sign === '{') levels.push({ names: new Set(), at: '' });
    else if (sign === '[') levels.push({ index: 0 });
    else if (sign === '}' || sign === ']') levels.pop();
    else if (sign === ',' && level !== undefined && 'index' in level) level.index += 1;
    else if (sign === ':' && level !== undefined && 'names' in level) {
      level.at = String(JSON.parse(last));
      if (level.names.has(level.at)) found.push(pathOf(levels));
      level.names.add(level.at);
    }
    last = sign;
  }
  return found;
}

const pathOf = (levels: readonly Level[]): string =>
  levels.map((level) => ('index' in level ? level.index : level.at)).join('.');
