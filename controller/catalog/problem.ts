import { UserError } from '../domain/errors.js';

/** One thing that is wrong in a baseline or remediation policy: where, what, and what to write instead. */
export interface CatalogueProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly col: number;
  readonly message: string;
  readonly fix: string;
  /** The offending line and the one before it, numbered, with a caret under the place. */
  readonly frame: string;
}

/** More problems than this are counted and not shown: nobody reads them, and a hostile file may cause a million. */
const shown = 50;

const textOf = ({ file, line, col, message, fix, frame }: CatalogueProblem): string =>
  `${file}:${line}:${col}: ${message}\n${frame}\n  fix: ${fix}`;

/** The catalogue cannot be used. Its message shows every problem with place, frame and fix. */
export class CatalogueError extends UserError {
  override readonly name = 'CatalogueError';
  readonly problems: readonly CatalogueProblem[];

  constructor(problems: readonly CatalogueProblem[]) {
    const more = problems.length - shown;
    super(
      [
        `${problems.length === 1 ? '1 problem' : `${problems.length} problems`} in the catalogue`,
        ...problems.slice(0, shown).map(textOf),
        ...(more > 0 ? [`... and ${more} more`] : []),
      ].join('\n\n'),
    );
    this.problems = problems;
  }
}

/** By place, each thing once: what is wrong in a layer shows in all that extend it. */
export function inOrder(problems: readonly CatalogueProblem[]): readonly CatalogueProblem[] {
  const distinct = new Map(problems.map((problem) => [textOf(problem), problem]));
  return [...distinct.values()].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.col - b.col,
  );
}
