/** One fenced block: what stands behind the fence, such as `ts controller/x.ts`, and its text. */
export interface Fence {
  readonly info: string;
  readonly text: string;
}

/** The fenced blocks of a document, in their order. */
export const fencesOf = (markdown: string): readonly Fence[] =>
  [...markdown.matchAll(/^```([^\n`]*)\n([\s\S]*?)^```$/gm)].map(([, info = '', text = '']) => ({
    info: info.trim(),
    text,
  }));

const withoutCode = (markdown: string): string =>
  markdown.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '');

/** Where the links of a document lead. */
export const linksOf = (markdown: string): readonly string[] =>
  [...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to);

/** The anchors of a document, made from its headings as code hosts make them. */
export const anchorsOf = (markdown: string): ReadonlySet<string> =>
  new Set(
    [...markdown.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ +(.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(/\s/g, '-'),
    ),
  );

/** A table; cells may hold what they like, bars are escaped. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map(
      (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`,
    )
    .join('\n');

/** The document with the block between `<!-- NAME:begin -->` and `<!-- NAME:end -->` replaced; throws if it has none. */
export function withBlock(markdown: string, name: string, block: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [markdown.indexOf(begin), markdown.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The document has no block ${name}`);
  return `${markdown.slice(0, from + begin.length)}\n${block}\n${markdown.slice(to)}`;
}
