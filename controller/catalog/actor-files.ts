import { basename } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Aspect } from '../aspects/kit/aspect.js';
import type { ActorRule, AttackSequence } from '../domain/actor-rule.js';
import type { JsonObject } from '../domain/json.js';
import { actorSchema, sequenceSchema } from './actor-schema.js';
import type { Place } from './baseline.js';
import { frozen } from './freeze.js';
import type { Rules } from './policies.js';
import type { CatalogueProblem } from './problem.js';
import { schemaProblems } from './schema-problems.js';
import { type CatalogueText, readYaml } from './yaml-file.js';
import { placeOf } from './yaml-tree.js';

const actorsFile = '_actors.yaml';
const sequencesFile = '_sequences.yaml';

/** What the two special files of a folder of remediation policies say; the rest of its files. */
export interface ActorFiles {
  readonly actorRules: readonly ActorRule[];
  readonly sequences: readonly AttackSequence[];
  readonly others: readonly CatalogueText[];
  readonly problems: readonly CatalogueProblem[];
  /** Policies that sequences name and that are not among the rules. */
  strangers(rules: Rules): readonly CatalogueProblem[];
}

interface Entry<T> {
  readonly value: T;
  readonly place: Place;
}

/** Reads actor rules and attack sequences. */
export function readActorFiles(texts: readonly CatalogueText[], aspects: readonly Aspect[]): ActorFiles {
  const named = (name: string) => texts.filter(({ file }) => basename(file) === name);
  const others = texts.filter(({ file }) => ![actorsFile, sequencesFile].includes(basename(file)));
  const rules = listsIn<ActorRule>(named(actorsFile), actorSchema(aspects.map((aspect) => aspect.name)));
  const sequences = listsIn<AttackSequence>(named(sequencesFile), sequenceSchema);
  return {
    actorRules: rules.entries.map(({ value }) =>
      frozen({ ...value, roles: value.roles ?? [], invokedBy: value.invokedBy ?? [] }),
    ),
    sequences: sequences.entries.map(({ value }) => frozen(value)),
    others,
    problems: [...rules.problems, ...sequences.problems],
    strangers: ({ named }) =>
      sequences.entries.flatMap(({ value, place }) =>
        value.policies
          .filter((id) => !named.some(({ policy }) => policy.id === id))
          .map((id) => place.problem(`there is no remediation policy ${id}`, 'name one that there is')),
      ),
  };
}

function listsIn<T extends { readonly id: string }>(
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
    const at = placeOf(root, [String(index)]).key;
    const place: Place = {
      source: `${source.file}:${source.lineOf(at)}`,
      problem: (message, fix) => source.problem(placeOf(root, [String(index), 'id']).node.at, message, fix),
    };
    return { value: { ...value, source: place.source } as T, place };
  });
  return { entries, problems };
}
