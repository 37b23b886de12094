import { Ajv } from 'ajv';
import { CatalogueError, type CatalogueProblem } from '../catalog/problem.js';
import { schemaProblems } from '../catalog/schema-problems.js';
import { readYaml } from '../catalog/yaml-file.js';
import { placeOf } from '../catalog/yaml-tree.js';
import { isObject, type JsonObject } from '../domain/json.js';
import { settingList } from './setting-list.js';
import type { EnrolledAccount, SettingRow } from './setting-row.js';

/** What `snapback.yaml` says: texts as a flag would give them, and the accounts with their roles. */
export interface SettingsFile {
  readonly texts: ReadonlyMap<string, string>;
  readonly accounts?: readonly EnrolledAccount[];
}

const scalar = { type: ['string', 'number'] };

/** JSON Schema of `snapback.yaml`, made from the list of settings. */
export const settingsSchema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...Object.fromEntries(
      settingList.map(({ key, about }) => [
        key,
        { description: about, anyOf: [scalar, { type: 'array', items: scalar, minItems: 1 }] },
      ]),
    ),
    accounts: {
      description:
        'The enrolled accounts by id. Without a role the base credentials are used: "111122223333": {}',
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: '^\\d{12}$' },
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
          role: {
            description: 'ARN of the role to assume',
            type: 'string',
            pattern: '^arn:aws[a-z-]*:iam::\\d{12}:role/.+$',
          },
          externalId: { description: 'external id that the role asks for', type: 'string', minLength: 2 },
        },
      },
    },
  },
};

const validate = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile(settingsSchema);

/** Reads the file; throws an error with file, line, column and fix for everything that is wrong in it. */
export function readSettings(given: { readonly file: string; readonly text: string }): SettingsFile {
  const { source, documents, problems } = readYaml(given);
  const [root] = documents;
  if (problems.length > 0 || root === undefined) throw new CatalogueError(problems);
  const value: unknown = root.value;
  if (!validate(value)) throw new CatalogueError(schemaProblems(validate.errors ?? [], root, source));
  const written: Readonly<Record<string, unknown>> = isObject(value) ? value : {};

  const texts = new Map<string, string>();
  const wrong: CatalogueProblem[] = [];
  for (const { key, check } of settingList as readonly SettingRow[]) {
    const member = written[key];
    if (member === undefined || key === 'accounts') continue;
    const text = Array.isArray(member) ? member.join(',') : String(member);
    try {
      check?.(text);
      texts.set(key, text);
    } catch (error) {
      const place = placeOf(root, [key]).node.at;
      wrong.push(
        source.problem(
          place,
          `${key} cannot be used`,
          error instanceof Error ? error.message : String(error),
        ),
      );
    }
  }
  if (wrong.length > 0) throw new CatalogueError(wrong);
  const accounts = written['accounts'];
  if (!isObject(accounts)) return { texts };
  return {
    texts,
    accounts: Object.entries(accounts).map(([account, access]) => ({
      account,
      ...(isObject(access) ? access : {}),
    })),
  };
}
