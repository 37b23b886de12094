import type { JsonObject } from '../domain/json.js';
import { isJsonObject, textsOf } from './statements.js';
import { type TrustedKey, trustedKey } from './trusted-keys.js';

/** One line of a statement's Condition. All lines must hold; of the values one. */
export interface Condition {
  /** Without `ForAnyValue:`, `ForAllValues:` and `IfExists`. */
  readonly operator: string;
  /** In lower case, as IAM compares it. */
  readonly key: string;
  readonly values: readonly string[];
  /** Whether a request without the key passes. */
  readonly passesWithoutKey: boolean;
}

/** A condition that confines everybody to somebody. */
export interface Limit {
  readonly condition: Condition;
  readonly trusted: TrustedKey;
}

const shape = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/;

/** The conditions of a statement that can be read; what cannot be read confines nobody. */
export function conditionsOf(statement: JsonObject): readonly Condition[] {
  const lines = Object.entries(asObject(statement['Condition'])).flatMap(([operator, keys]) =>
    Object.entries(asObject(keys)).map(([key, values]) => ({ operator, key: key.toLowerCase(), values })),
  );
  const demanded = new Set(
    lines
      .filter(({ operator, values }) => operator === 'Null' && areAll(textsOf(values), 'false'))
      .map(({ key }) => key),
  );
  return lines.flatMap(({ operator, key, values }) => {
    const [, quantifier, bare, ifExists] = shape.exec(operator) ?? [];
    if (bare === undefined) return [];
    const lenient = quantifier === 'ForAllValues' || ifExists !== undefined;
    const passesWithoutKey = lenient && !demanded.has(key);
    return [{ operator: bare, key, values: textsOf(values) ?? [], passesWithoutKey }];
  });
}

/**
 * The conditions that confine a statement for everybody to fixed values of trusted keys. One is enough, since
 * conditions are ANDed; its values are ORed, so each of them has to be fixed (S3 User Guide, "Blocking public
 * access: the meaning of public").
 */
export const limitsOf = (statement: JsonObject): readonly Limit[] =>
  conditionsOf(statement).flatMap((condition) => {
    const trusted = trustedKey(condition.key);
    return trusted !== undefined && isLimiting(condition, trusted) ? [{ condition, trusted }] : [];
  });

const isLimiting = ({ operator, values, passesWithoutKey }: Condition, trusted: TrustedKey): boolean =>
  !passesWithoutKey &&
  trusted.operators.includes(operator) &&
  values.length > 0 &&
  values.every(trusted.isFixed);

const asObject = (value: JsonObject[string] | undefined): JsonObject => (isJsonObject(value) ? value : {});

const areAll = (texts: readonly string[] | undefined, wanted: string): boolean =>
  texts !== undefined && texts.length > 0 && texts.every((text) => text.toLowerCase() === wanted);
