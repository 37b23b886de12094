import { Ajv, type ValidateFunction } from 'ajv';
import type { Aspect } from '../aspects/kit/aspect.js';
import type { Json } from '../domain/json.js';
import type { RemediationPolicy } from '../domain/remediation-policy.js';
import type { Place } from './baseline.js';
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
  /** The condition on the live state, as written and as a test; missing if there is none. */
  readonly when?: { readonly schema: Json; readonly holds: (state: Json) => boolean };
  readonly place: Place;
}

type Written = Omit<RemediationPolicy, 'source'> & { readonly change: Change; readonly when?: Json };

/** The rules of one file, in their order. */
interface PolicyFile {
  readonly rules: readonly Rule[];
  readonly problems: readonly CatalogueProblem[];
}

const validators = new WeakMap<readonly Aspect[], ValidateFunction>();

/** Compiled once per registry. */
function validatorOf(aspects: readonly Aspect[]): ValidateFunction {
  const known = validators.get(aspects);
  if (known !== undefined) return known;
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    useDefaults: true,
    strict: true,
    allowUnionTypes: true,
  });
  const validate = ajv.compile(policySchema(aspects.map(({ name }) => name)));
  validators.set(aspects, validate);
  return validate;
}

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
  // A fresh one per file: schemas of conditions have no names that could clash, and are let go with the file.
  const conditions = new Ajv({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    strictTuples: false,
  });
  const rules = (document as readonly Written[]).flatMap((written, index): readonly Rule[] => {
    const at = placeOf(root, [String(index)]).key;
    const place: Place = {
      source: `${source.file}:${source.lineOf(at)}`,
      problem: (message, fix) => source.problem(placeOf(root, [String(index), 'id']).node.at, message, fix),
    };
    const { id, aspect, severity, techniques, response, why, change, when } = written;
    const policy = frozen({ id, aspect, severity, techniques, response, why, source: place.source });
    if (when === undefined) return [{ policy, change, place }];
    try {
      const test = conditions.compile(when as boolean | object);
      return [
        { policy, change, place, when: { schema: frozen(when), holds: (state) => test(state) === true } },
      ];
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      problems.push(
        source.problem(
          placeOf(root, [String(index), 'when']).node.at,
          `when is no JSON Schema: ${reason}`,
          'write a draft-07 schema over the live state, such as { properties: { Status: { const: Suspended } } }',
        ),
      );
      return [];
    }
  });
  return { rules, problems };
}
