import { type Document, Lexer, parseAllDocuments, type YAMLParseError } from 'yaml';
import type { CatalogueProblem } from './problem.js';
import { type Source, sourceOf } from './source.js';
import { type Located, treeOf } from './yaml-tree.js';

/** A file as it came: its name for messages, and its text. */
export interface CatalogueText {
  readonly file: string;
  readonly text: string;
}

/** The documents of one file with their places, and whatever kept them from being read. */
interface YamlFile {
  readonly source: Source;
  readonly documents: readonly Located[];
  /** What could be saved of documents that could not be read in full: good for names, not for values. */
  readonly partial: readonly Located[];
  readonly problems: readonly CatalogueProblem[];
}

/** In UTF-16 units. */
export const largestText = 1 << 20;
/** Parsing costs time by the token; a hundred thousand of them are about 14,000 lines. */
const mostTokens = 100_000;
const deepestNesting = 60;
const mostProblems = 100;

/** Reads YAML that may be hostile: never throws, and works off at most a bounded number of tokens. */
export function readYaml({ file, text }: CatalogueText): YamlFile {
  const source = sourceOf(file, text);
  const problems: CatalogueProblem[] = [];
  const report = (offset: number, message: string, fix: string): void => {
    if (problems.length < mostProblems) problems.push(source.problem(offset, message, fix));
  };

  const excess = excessOf(text);
  if (excess !== undefined) {
    report(excess.offset, excess.message, 'split it into several files');
    return { source, documents: [], partial: [], problems };
  }
  const documents: Located[] = [];
  const partial: Located[] = [];
  for (const document of parsed(text, report)) {
    // One mistake confuses the parser for the rest of the line.
    const lines = new Set<number>();
    for (const { pos, message, code } of [...document.errors, ...document.warnings]) {
      const line = source.lineOf(pos[0]);
      if (!lines.has(line)) report(pos[0], message, fixOf(code, lineAt(text, pos[0])));
      lines.add(line);
    }
    const isSound = lines.size === 0;
    const tree = treeOf(document, isSound ? report : () => undefined);
    if (tree !== undefined) (isSound && tree.isWhole ? documents : partial).push(tree.root);
  }
  if (documents.length === 0 && problems.length === 0)
    report(0, 'the file is empty', 'write a document, or delete the file');
  return { source, documents, partial, problems };
}

/** Looks for what would make parsing expensive, at the price of one pass over the text. */
function excessOf(text: string): { readonly offset: number; readonly message: string } | undefined {
  if (text.length > largestText) return { offset: 0, message: 'the file is larger than 1 MB' };
  let offset = 0;
  let tokens = 0;
  let brackets = 0;
  let dashes = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (token === '[' || token === '{') brackets += 1;
    else if (token === ']' || token === '}') brackets -= 1;
    else if (token === '-' || token === '?') dashes += 1;
    else if (token.includes('\n')) dashes = 0;
    if (tokens > mostTokens) return { offset, message: `the file has more than ${mostTokens} tokens` };
    if (brackets > deepestNesting || dashes > deepestNesting)
      return { offset, message: `nested more than ${deepestNesting} deep` };
    // The lexer marks the start of documents and scalars by control characters of its own.
    if (token !== '\u0002' && token !== '\u0018' && token !== '\u001f') offset += token.length;
  }
  return undefined;
}

function parsed(
  text: string,
  report: (offset: number, message: string, fix: string) => void,
): readonly Document[] {
  try {
    // Duplicate keys are found while walking: the parser compares every key with every other.
    const found = parseAllDocuments(text, {
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
      schema: 'core',
    });
    return 'empty' in found ? [] : (found as readonly Document[]);
  } catch (cause) {
    report(
      0,
      `cannot be read as YAML (${cause instanceof Error ? cause.message : String(cause)})`,
      'simplify it',
    );
    return [];
  }
}

const fixes: Readonly<Partial<Record<YAMLParseError['code'], string>>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'indent it like its neighbours',
  MISSING_CHAR: 'add the missing character',
  TAG_RESOLVE_FAILED: 'take the tag away: plain YAML is all that is read',
  BAD_SCALAR_START: 'put the text in quotes',
};

/** `{ a: ${account} }` is what everybody writes once: there the braces are YAML's own. */
const fixOf = (code: YAMLParseError['code'], line: string): string =>
  line.includes('${')
    ? `put texts with \${...} in quotes`
    : (fixes[code] ?? 'correct the YAML at this place');

const lineAt = (text: string, offset: number): string =>
  text
    .slice(text.lastIndexOf('\n', offset - 1) + 1)
    .split('\n', 1)
    .join();
