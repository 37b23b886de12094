import type { Json, JsonObject } from '../../../controller/domain/json.js';

/** Chooses one of so many ways. */
export type Choose = (count: number) => number;

/** A policy that means the same, spelt in ways that S3 and people have (S3 User Guide, IAM User Guide). */
export function rewritten(policy: JsonObject, choose: Choose): JsonObject {
  const { Id: _label, Version: version, Statement: statements, ...rest } = policy;
  const versions: readonly JsonObject[] =
    version === undefined || version === '2008-10-17'
      ? [{}, { Version: '2008-10-17' }]
      : [{ Version: version }];
  const list = (statements as readonly JsonObject[]).map((each) => statement(each, choose));
  return {
    ...rest,
    ...versions[choose(versions.length)],
    ...(choose(2) === 0 ? {} : { Id: 'another label' }),
    Statement: asSet(list, choose),
  };
}

function statement({ Sid: _label, ...rest }: JsonObject, choose: Choose): JsonObject {
  const parts = Object.entries(rest).map(([name, value]): [string, Json] => {
    if (name === 'Effect') return [name, value];
    if (name === 'Principal') return [name, principal(value, choose)];
    if (name === 'Condition') return [name, condition(value as JsonObject, choose)];
    const list = value as readonly string[];
    const cased = name.endsWith('Action') ? list.map((action) => casing(action, choose)) : list;
    return [name, asSet(cased, choose)];
  });
  return { ...Object.fromEntries(choose(2) === 0 ? parts : parts.reverse()), Sid: `label${choose(9)}` };
}

function principal(value: Json, choose: Choose): Json {
  if (value === '*') return ['*', { AWS: '*' }, { AWS: ['*'] }][choose(3)] ?? '*';
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([kind, names]) => {
      const list = Array.isArray(names) ? names.map(String) : [String(names)];
      const spelt = list.map((name) =>
        /^\d{12}$/.test(name) && choose(2) === 1 ? `arn:aws:iam::${name}:root` : name,
      );
      return [kind, asSet(spelt, choose)];
    }),
  );
}

const condition = (value: JsonObject, choose: Choose): JsonObject =>
  Object.fromEntries(
    Object.entries(value).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys as JsonObject).map(([key, values]) => {
          const list = (Array.isArray(values) ? values : [values]).map((each) => scalar(each, choose));
          return [casing(key, choose), asSet(list, choose)];
        }),
      ),
    ]),
  );

/** `true` and `1.2` may be texts or not. */
const scalar = (value: Json, choose: Choose): Json =>
  choose(2) === 1 && /^(?:true|false|\d\.\d)$/.test(String(value)) ? JSON.parse(String(value)) : value;

const casing = (text: string, choose: Choose): string => {
  const [head = '', ...rest] = text.split(':');
  return (
    [text, [head, ...rest.map((part) => part.toLowerCase())].join(':'), text.toUpperCase()][choose(3)] ?? text
  );
};

/** In another order, with one of them twice, or the only one alone. */
function asSet(list: readonly Json[], choose: Choose): Json {
  const from = choose(list.length);
  const turned = [...list.slice(from), ...list.slice(0, from)];
  const [first] = turned;
  if (first !== undefined && list.length === 1 && choose(2) === 0) return first;
  return first !== undefined && choose(3) === 0 ? [...turned, first] : turned;
}
