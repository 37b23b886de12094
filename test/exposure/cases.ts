import { readFileSync } from 'node:fs';
import type { Json, JsonObject } from '../../controller/domain/json.js';

/** A policy with what S3's documentation says of it. */
export interface PolicyCase {
  readonly id: string;
  readonly title: string;
  readonly account: string;
  readonly canonicalId: string;
  readonly policy: JsonObject;
  readonly policyPublic: boolean;
  readonly externalAccounts?: readonly string[];
}

export const cases: readonly PolicyCase[] = JSON.parse(
  readFileSync(new URL('./cases.json', import.meta.url), 'utf8'),
);

/** A policy of one Allow statement to whom and on what conditions is given. */
export const allowing = (principal: Json, condition?: Json): JsonObject => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: principal,
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::heron-ledger-archive/*',
      ...(condition === undefined ? {} : { Condition: condition }),
    },
  ],
});

/** A policy variable, as S3 would fill it in. */
export const variable = (name: string): string => `\${${name}}`;
