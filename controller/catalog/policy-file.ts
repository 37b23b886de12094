import type { Aspect } from '../aspects/kit/aspect.js';
import type { Json } from '../domain/json.js';
import type { RemediationPolicy } from '../domain/remediation-policy.js';
import type { Place } from './baseline.js';
import type { Way } from './beyond.js';
import { compiledPerRegistry } from './compiled.js';
import { type Condition, Conditions } from './condition.js';
import { frozen } from './freeze.js';
import { type Change, policySchema } from './policy-schema.js';
import type { CatalogueProblem } from './problem.js';
import { schemaProblems } from './schema-problems.js';
import { type CatalogueText, readYaml } from './yaml-file.js';
import { placeOf } from './yaml-tree.js';

/** One remediation policy and the differences that it is for. */
export interface Rule {
  readonly policy: RemediationPolicy;
  readonly change: Change;
  /** The condition on the live state; missing if there is none. */
  readonly when?: Condition;
  /** The condition on the declared value; missing if there is none. */
  readonly declared?: Condition;
  /** In which of these ways the live state goes beyond the declared one; missing if that does not matter. */
  readonly beyond?: readonly Way[];
  readonly place: Place;
}

type Written = Omit<RemediationPolicy, 'source' | 'title'> & {
  readonly title?: string;
  readonly change: Change;
  readonly when?: Json;
  readonly declared?: Json;
  readonly beyond?: readonly Way[];
};

/** The rules of one file, in their order. */
interface PolicyFile {
  readonly rules: readonly Rule[];
  readonly problems: readonly CatalogueProblem[];
}

const validatorOf = compiledPerRegistry((aspects) => policySchema(aspects.map(({ name }) => name)), {
  allowUnionTypes: true,
});

/** Reads and validates one file of remediation policies; `aspects` is the registry. */
export function readPolicies(text: CatalogueText, aspects: readonly Aspect[]): PolicyFile {
  const { source, documents, problems: unread } = readYaml(text);
  const problems = [...unread];
  const [root, second] = documents;
  if (second !== undefined)
    problems.push(
      source.problem(
        second.at,
        'a second document in one file',
        'put all policies into one list, without ---',
      ),
    );
  if (root === undefined) return { rules: [], problems };

  const document: unknown = JSON.parse(JSON.stringify(root.value));
  const validate = validatorOf(aspects);
  if (!validate(document)) {
    problems.push(...schemaProblems(validate.errors ?? [], root, source));
    return { rules: [], problems };
  }
  const conditions = new Conditions();
  const rules = (document as readonly Written[]).flatMap((written, index): readonly Rule[] => {
    const at = placeOf(root, [String(index)]).key;
    const place: Place = {
      source: `${source.file}:${source.lineOf(at)}`,
      problem: (message, fix) => source.problem(placeOf(root, [String(index), 'id']).node.at, message, fix),
    };
    const { change, when, declared, beyond, title = written.id, ...rest } = written;
    const policy = frozen({ ...rest, title, source: place.source });
    const unsound = ([name, schema]: readonly [string, Json | undefined]): readonly CatalogueProblem[] => {
      const reason = schema === undefined ? undefined : conditions.fault(schema);
      if (reason === undefined) return [];
      return [
        source.problem(
          placeOf(root, [String(index), name]).node.at,
          `${name} is no JSON Schema: ${reason}`,
          'write a draft-07 schema over the state, such as { properties: { Status: { const: Suspended } } }',
        ),
      ];
    };
    const faults = Object.entries({ when, declared }).flatMap(unsound);
    problems.push(...faults);
    if (faults.length > 0) return [];
    return [
      {
        policy,
        change,
        place,
        ...(when === undefined ? {} : { when: conditions.read(when) }),
        ...(declared === undefined ? {} : { declared: conditions.read(declared) }),
        ...(beyond === undefined ? {} : { beyond: frozen(beyond) }),
      },
    ];
  });
  return { rules, problems };
}
