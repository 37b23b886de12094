import { filledIn, usedIn, type Variables } from '../../catalog/variables.js';
import { canonicalText } from '../../domain/canonical.js';
import { isObject, type Json } from '../../domain/json.js';
import type { Desired } from '../../domain/observation.js';
import type { Draft } from './draft.js';

/** What all of them hold alike, with variables where they differ only in bucket, account or region. */
export function commonOf(drafts: readonly Draft[]): ReadonlyMap<string, Desired> {
  const [first, ...others] = drafts.map(general);
  if (first === undefined || others.length === 0) return new Map();
  return new Map(
    [...first].filter(([aspect, desired]) =>
      others.every((other) => canonicalText(other.get(aspect)) === canonicalText(desired)),
    ),
  );
}

/** What a bucket holds with its own words as variables. */
const general = (draft: Draft): ReadonlyMap<string, Desired> =>
  new Map([...draft.held].map(([aspect, desired]) => [aspect, generalised(desired, variablesOf(draft))]));

const variablesOf = ({ target, region }: Draft): Variables => ({
  bucket: target.name,
  account: target.account,
  ...(region === undefined ? {} : { region }),
});

/** Only where filling in gives back what was found. */
function generalised(desired: Desired, known: Variables): Desired {
  if (desired.kind === 'absent' || usedIn(desired.value).size > 0) return desired;
  const value = replaced(desired.value, Object.entries(known));
  return canonicalText(filledIn(value, known)) === canonicalText(desired.value)
    ? { kind: 'value', value }
    : desired;
}

function replaced(value: Json, words: readonly (readonly [string, string])[]): Json {
  if (typeof value === 'string') return words.reduce((text, [name, word]) => put(text, name, word), value);
  if (Array.isArray(value)) return value.map((item) => replaced(item, words));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value as Record<string, Json>).map(([key, member]) => [key, replaced(member, words)]),
  );
}

/** Outside of variables that stand there already. */
const put = (text: string, name: string, word: string): string =>
  text
    .split(/(\$\{[^{}]*\})/)
    .map((part) => (part.startsWith('${') ? part : part.replaceAll(word, `\${${name}}`)))
    .join('');
