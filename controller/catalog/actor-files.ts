import { basename } from 'node:path';
import type { Aspect } from '../aspects/kit/aspect.js';
import type { ActorRule, AttackSequence } from '../domain/actor-rule.js';
import { actorSchema, sequenceSchema } from './actor-schema.js';
import { frozen } from './freeze.js';
import { listsIn } from './listed-file.js';
import type { Rules } from './policies.js';
import type { CatalogueProblem } from './problem.js';
import type { CatalogueText } from './yaml-file.js';

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
