import { Ajv, type ValidateFunction } from 'ajv';
import type { JsonObject } from '../domain/json.js';
import type { Place } from './baseline.js';
import type { CatalogueProblem } from './problem.js';
import { schemaProblems } from './schema-problems.js';
import { type CatalogueText, readYaml } from './yaml-file.js';
import { placeOf } from './yaml-tree.js';

/** One entry of a file that is a list, and where it stands. */
export interface Entry<T> {
  readonly value: T;
  /** Problems are shown at its id. */
  readonly place: Place;
  /** The same, with problems shown at one of its members. */
  at(member: string): Place;
}

/** The entries of some files, all of which are lists of one schema; their ids are unique in all of them. */
export function listsIn<T extends { readonly id: string }>(
  texts: readonly CatalogueText[],
  schema: JsonObject,
): { readonly entries: readonly Entry<T>[]; readonly problems: readonly CatalogueProblem[] } {
  if (texts.length === 0) return { entries: [], problems: [] };
  const validate = new Ajv({ allErrors: true, verbose: true, strict: true, strictRequired: false }).compile(
    schema,
  );
  const read = texts.map((text) => listIn<T>(text, validate));
  const seen = new Map<string, Place>();
  const twins = read.flatMap(({ entries }) =>
    entries.flatMap(({ value: { id }, place }) => {
      const twin = seen.get(id);
      seen.set(id, twin ?? place);
      return twin === undefined
        ? []
        : [place.problem(`${id} is the id of ${twin.source} already`, 'give it an id of its own')];
    }),
  );
  return {
    entries: read.flatMap(({ entries }) => entries),
    problems: [...read.flatMap(({ problems }) => problems), ...twins],
  };
}

function listIn<T>(text: CatalogueText, validate: ValidateFunction) {
  const { source, documents, problems } = readYaml(text);
  const [root] = documents;
  const none = { entries: [] as readonly Entry<T>[], problems };
  if (root === undefined || problems.length > 0) return none;
  if (!validate(root.value))
    return { ...none, problems: schemaProblems(validate.errors ?? [], root, source) };
  const entries = (root.value as readonly object[]).map((value, index): Entry<T> => {
    const line = source.lineOf(placeOf(root, [String(index)]).key);
    const at = (member: string): Place => ({
      source: `${source.file}:${line}`,
      problem: (message, fix) => source.problem(placeOf(root, [String(index), member]).node.at, message, fix),
    });
    const place = at('id');
    return { value: { ...value, source: place.source } as T, place, at };
  });
  return { entries, problems };
}
