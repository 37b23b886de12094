import { canonicalText } from '../../domain/canonical.js';
import type { Json, JsonObject } from '../../domain/json.js';

/** How the rules of an aspect are told apart: the name of their ID, and the form of the rest in which equals are equal. */
export interface RuleKind<Rule> {
  readonly id: string;
  form(rule: Rule): Json;
}

const idOf = (rule: JsonObject, id: string): string | undefined => {
  const value = rule[id];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/**
 * The found rules, without the IDs that S3 gave to those that were declared without one. A declared rule accounts for
 * one found rule and no more, so that a copy still shows.
 */
export function withoutGivenIds<Rule extends JsonObject>(
  { id, form }: RuleKind<Rule>,
  declared: readonly Rule[],
  found: readonly Rule[],
): readonly Rule[] {
  const named = new Set(declared.map((rule) => idOf(rule, id)));
  const nameless = declared
    .filter((rule) => idOf(rule, id) === undefined)
    .map((rule) => canonicalText(form(rule)));
  return found.map((rule) => {
    const at = named.has(idOf(rule, id)) ? -1 : nameless.indexOf(canonicalText(form(rule)));
    if (at < 0) return rule;
    nameless.splice(at, 1);
    return Object.fromEntries(Object.entries(rule).filter(([name]) => name !== id)) as Rule;
  });
}

/**
 * Rules by their ID, and beside them those without. Never in one map: whoever names a rule after what stands for
 * another one would hide one of the two.
 */
export function byId<Rule extends JsonObject>(
  { id, form }: RuleKind<Rule>,
  rules: readonly Rule[],
): { readonly named: JsonObject; readonly nameless: readonly Json[] } {
  const forms = rules.map((rule) => ({ key: idOf(rule, id), form: form(rule) }));
  const nameless = forms.flatMap(({ key, form: one }) => (key === undefined ? [one] : []));
  return {
    named: Object.fromEntries(
      forms.flatMap(({ key, form: one }) => (key === undefined ? [] : [[key, one] as const])),
    ),
    nameless: nameless
      .map((one) => ({ one, text: canonicalText(one) }))
      .sort((a, b) => (a.text < b.text ? -1 : 1))
      .map(({ one }) => one),
  };
}

/** Why rules cannot be told apart: two with one ID, or two without that say the same. */
export function alike<Rule extends JsonObject>(
  { id, form }: RuleKind<Rule>,
  rules: readonly Rule[],
): string | undefined {
  const keys = rules.map((rule) => idOf(rule, id) ?? canonicalText(form(rule)));
  const at = keys.findIndex((key, index) => keys.indexOf(key) < index);
  const [rule] = at < 0 ? [] : rules.slice(at);
  if (rule === undefined) return undefined;
  const name = idOf(rule, id);
  return name === undefined
    ? `two rules without ${id} say the same: take one away`
    : `two rules have the ${id} ${name}: give each its own`;
}
