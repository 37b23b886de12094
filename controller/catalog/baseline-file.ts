import type { Aspect } from '../aspects/kit/aspect.js';
import type { Waivable } from '../domain/baseline.js';
import { isObject, type Json } from '../domain/json.js';
import type { Mode } from '../domain/response.js';
import type { Labels, Layer, Place, Recreate } from './baseline.js';
import { baselineSchema } from './baseline-schema.js';
import { compiledPerRegistry } from './compiled.js';
import { frozen } from './freeze.js';
import { globList } from './glob.js';
import { nearest } from './nearest.js';
import type { CatalogueProblem } from './problem.js';
import type { Advice } from './schema-advice.js';
import { schemaProblems } from './schema-problems.js';
import type { Source } from './source.js';
import { unknownVariables } from './variables.js';
import { type CatalogueText, readYaml } from './yaml-file.js';
import { type Located, placeOf } from './yaml-tree.js';

/** The shape that the schema promises. */
interface Written extends Labels {
  readonly name: string;
  readonly extends?: string;
  readonly select?: {
    readonly default?: true;
    readonly buckets?: readonly string[];
    readonly accounts?: readonly string[];
    readonly regions?: readonly string[];
    readonly tags?: Readonly<Record<string, string>>;
  };
  readonly mode?: Mode;
  readonly recreate?: Recreate;
  readonly waivable?: readonly Waivable[];
  readonly aspects?: Readonly<Record<string, Json>>;
  readonly reopen?: Readonly<Record<string, 'propose' | 'auto'>>;
}

/** The baselines of one file, and the names of those that could not be used. */
interface BaselineFile {
  readonly layers: readonly Layer[];
  readonly broken: readonly string[];
  readonly problems: readonly CatalogueProblem[];
}

const validatorOf = compiledPerRegistry(baselineSchema, { strictTypes: false, strictRequired: false });

/** Reads and validates the baselines of one file; `aspects` is the registry. */
export function readBaselines(text: CatalogueText, aspects: readonly Aspect[]): BaselineFile {
  const { source, documents, partial, problems: unread } = readYaml(text);
  const problems = [...unread];
  const layers: Layer[] = [];
  const broken = partial.flatMap(({ value }) => nameIn(value));
  const validate = validatorOf(aspects);
  for (const root of documents) {
    // Defaults are written into a copy: an alias shares one value between several places.
    const document: unknown = JSON.parse(JSON.stringify(root.value));
    const isValid = validate(document);
    const found = [
      ...schemaProblems(validate.errors ?? [], root, source, explain),
      ...(isValid ? exclusionsOnly(root, document as Written, source) : []),
      ...variableProblems(root, aspects, source),
    ];
    problems.push(...found);
    if (isValid && found.length === 0) layers.push(layerOf(document as Written, root, source));
    else broken.push(...nameIn(document));
  }
  return { layers, broken, problems };
}

const nameIn = (document: unknown): readonly string[] =>
  isObject(document) && typeof document['name'] === 'string' ? [document['name']] : [];

/** The three states of an aspect are what newcomers get wrong, so they are told more than the schema can. */
function explain([top, aspect, ...rest]: readonly string[], data: unknown): Advice | undefined {
  if (top !== 'aspects' || aspect === undefined || rest.length > 0) return undefined;
  if (data === null)
    return {
      message: `${aspect} has no value`,
      fix: 'write its value (often {}), or take the line away to leave it unmanaged',
    };
  if (data === 'absent')
    return {
      message: `${aspect} cannot be declared absent`,
      fix: 'write the value that must be there, or take the line away to leave it unmanaged',
    };
  if (typeof data === 'string' && nearest(data, ['absent']) !== undefined)
    return { message: `${aspect} cannot be ${data}`, fix: 'did you mean absent?' };
  return undefined;
}

function exclusionsOnly(root: Located, { select }: Written, source: Source): readonly CatalogueProblem[] {
  return (['buckets', 'regions'] as const).flatMap((list) =>
    select?.[list]?.every((glob) => glob.startsWith('!')) === true
      ? [
          source.problem(
            placeOf(root, ['select', list]).node.at,
            `${list} only excludes, so it selects nothing`,
            "put '*' first to select all others",
          ),
        ]
      : [],
  );
}

function variableProblems(
  root: Located,
  aspects: readonly Aspect[],
  source: Source,
): readonly CatalogueProblem[] {
  const declared = root.members.get('aspects')?.node.members ?? new Map<string, never>();
  return aspects.flatMap(({ name, scope }) => {
    const member = declared.get(name);
    if (member === undefined) return [];
    const allowed =
      scope === 'account' ? ['account', 'partition'] : ['bucket', 'account', 'region', 'partition'];
    return [...unknownVariables(member.node, source.text, allowed)].map(({ at, message, fix }) =>
      source.problem(at, message, fix),
    );
  });
}

function layerOf(written: Written, root: Located, source: Source): Layer {
  const {
    name,
    extends: base,
    select,
    mode,
    recreate,
    waivable,
    environment,
    owner,
    contact,
    aspects = {},
    reopen = {},
  } = written;
  const place = (...path: readonly string[]): Place => {
    const at = placeOf(root, path).key;
    return {
      source: `${source.file}:${source.lineOf(at)}`,
      problem: (message, fix) => source.problem(at, message, fix),
    };
  };
  return {
    name,
    place: place('name'),
    ...(base === undefined ? {} : { extends: { name: base, place: place('extends') } }),
    ...(select === undefined
      ? {}
      : {
          select: {
            place: place('select'),
            ...(select.default ? { default: true as const } : {}),
            ...(select.buckets === undefined ? {} : { buckets: globList(select.buckets) }),
            ...(select.accounts === undefined ? {} : { accounts: select.accounts }),
            ...(select.regions === undefined ? {} : { regions: globList(select.regions) }),
            ...(select.tags === undefined ? {} : { tags: Object.freeze(select.tags) }),
          },
        }),
    ...(mode === undefined ? {} : { mode: { value: mode, place: place('mode') } }),
    ...(recreate === undefined ? {} : { recreate: { value: recreate, place: place('recreate') } }),
    ...(waivable === undefined
      ? {}
      : { waivable: { value: Object.freeze(waivable), place: place('waivable') } }),
    labels: {
      ...(environment === undefined ? {} : { environment }),
      ...(owner === undefined ? {} : { owner }),
      ...(contact === undefined ? {} : { contact }),
    },
    aspects: new Map(
      Object.entries(aspects).map(([aspect, value]) => [
        aspect,
        {
          desired: value === 'absent' ? { kind: 'absent' } : { kind: 'value', value: frozen(value) },
          place: place('aspects', aspect),
          members: new Map(
            isObject(value) ? Object.keys(value).map((key) => [key, place('aspects', aspect, key)]) : [],
          ),
        },
      ]),
    ),
    reopen: new Map(
      Object.entries(reopen).map(([aspect, value]) => [aspect, { value, place: place('reopen', aspect) }]),
    ),
  };
}
