/** Gives placeholders to names and values, so that no reserved word and no foreign text enters an expression. */
interface Bindings {
  name(attribute: string): string;
  value(value: unknown): string;
  /** What the expression needs beside its text; leaves out what is empty, as DynamoDB demands. */
  placeholders(): {
    readonly ExpressionAttributeNames?: Record<string, string>;
    readonly ExpressionAttributeValues?: Record<string, unknown>;
  };
}

export function bindings(): Bindings {
  const names = new Map<string, string>();
  const values = new Map<string, unknown>();
  return {
    name(attribute) {
      const known = names.get(attribute) ?? `#n${names.size}`;
      names.set(attribute, known);
      return known;
    },
    value(value) {
      const placeholder = `:v${values.size}`;
      values.set(placeholder, value);
      return placeholder;
    },
    placeholders: () => ({
      ...(names.size === 0
        ? {}
        : { ExpressionAttributeNames: Object.fromEntries([...names].map(([name, key]) => [key, name])) }),
      ...(values.size === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(values) }),
    }),
  };
}

/** What must hold of a row for a write to it to happen. */
export type Condition = (bind: Bindings) => string;

export const absent =
  (attribute: string): Condition =>
  (bind) =>
    `attribute_not_exists(${bind.name(attribute)})`;

export const exists =
  (attribute: string): Condition =>
  (bind) =>
    `attribute_exists(${bind.name(attribute)})`;

export const compares =
  (attribute: string, operator: '=' | '<' | '<=', value: string | number): Condition =>
  (bind) =>
    `${bind.name(attribute)} ${operator} ${bind.value(value)}`;

/** The set has fewer members than so many. */
export const smallerThan =
  (attribute: string, size: number): Condition =>
  (bind) =>
    `size(${bind.name(attribute)}) < ${bind.value(size)}`;

export const lacks =
  (attribute: string, member: string): Condition =>
  (bind) =>
    `NOT contains(${bind.name(attribute)}, ${bind.value(member)})`;

const joined =
  (word: 'OR' | 'AND', within: (text: string) => string, conditions: readonly Condition[]): Condition =>
  (bind) => {
    const texts = conditions.map((condition) => condition(bind));
    // DynamoDB refuses two pairs of parentheses around one expression, so what stands alone gets none.
    return texts.length === 1 ? texts.join('') : texts.map(within).join(` ${word} `);
  };

export const either = (...conditions: readonly Condition[]): Condition =>
  joined('OR', (text) => text, conditions);

// AND binds closer than OR (DynamoDB Developer Guide, "Comparison operator and function reference"), and no name or value
// stands in a text itself. More parentheses than are needed take parsers long.
export const both = (...conditions: readonly Condition[]): Condition =>
  joined('AND', (text) => (text.includes(' OR ') ? `(${text})` : text), conditions);

/** What an update does to a row; a row that is not there is made. */
export interface Change {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
  readonly add?: Readonly<Record<string, number | ReadonlySet<string>>>;
  readonly when?: Condition;
}

/** The change as DynamoDB's UpdateExpression. */
export function updateExpression(bind: Bindings, { set = {}, remove = [], add = {} }: Change): string {
  const sets = Object.entries(set).map(([name, value]) => `${bind.name(name)} = ${bind.value(value)}`);
  const adds = Object.entries(add).map(([name, value]) => `${bind.name(name)} ${bind.value(value)}`);
  const removes = remove.map((name) => bind.name(name));
  return [
    ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
    ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
    ...(adds.length > 0 ? [`ADD ${adds.join(', ')}`] : []),
  ].join(' ');
}
