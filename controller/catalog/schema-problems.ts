import type { ErrorObject } from 'ajv';
import type { CatalogueProblem } from './problem.js';
import { type Advice, adviceOn } from './schema-advice.js';
import type { Source } from './source.js';
import { type Located, placeOf } from './yaml-tree.js';

/** A better word for one error than the general one; nothing where there is none. */
type Explain = (path: readonly string[], data: unknown) => Advice | undefined;

/** What ajv found (with `verbose` and `allErrors`), at the places where it stands. */
export function schemaProblems(
  errors: readonly ErrorObject[],
  root: Located,
  source: Source,
  explain: Explain = () => undefined,
): readonly CatalogueProblem[] {
  return telling(errors).map((error) => {
    const path = pathOf(error.instancePath);
    const unknown =
      error.keyword === 'additionalProperties' ? [String(error.params['additionalProperty'])] : [];
    const place = placeOf(root, [...path, ...unknown]);
    const written = source.text.slice(place.node.at, place.node.end);
    const { message, fix } = explain(path, error.data) ?? adviceOn(error, path, written);
    return source.problem(unknown.length > 0 ? place.key : place.node.at, message, fix);
  });
}

const pathOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Where several forms are allowed and none fits, only the complaints of the form that came closest help. */
function telling(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choice = errors.find(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  if (choice === undefined) return errors.filter(({ keyword }) => keyword !== 'if');
  const prefix = `${choice.schemaPath}/`;
  const branches = new Map<string, ErrorObject[]>();
  const others: ErrorObject[] = [];
  for (const error of errors) {
    if (error === choice) continue;
    if (!error.schemaPath.startsWith(prefix) || !error.instancePath.startsWith(choice.instancePath)) {
      others.push(error);
      continue;
    }
    const branch = error.schemaPath.slice(prefix.length).split('/', 1).join();
    branches.set(branch, [...(branches.get(branch) ?? []), error]);
  }
  const [closest] = [...branches.values()].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
  return telling([...others, ...(closest ?? [{ ...choice, keyword: 'form' }])]);
}

/** The form whose complaints lie deepest is the one that was meant: its outside was right. */
const depth = (errors: readonly ErrorObject[]): number =>
  Math.max(...errors.map(({ instancePath }) => pathOf(instancePath).length));
