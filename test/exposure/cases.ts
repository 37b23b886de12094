import { readFileSync } from 'node:fs';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import type { ExposureCase, Verdict } from '../../controller/exposure/verdict.js';

/** A bucket with what S3's documentation says of its exposure. */
export interface DocumentedCase extends ExposureCase {
  readonly id: string;
  readonly title: string;
  readonly expect: Expected;
  /** Fields on which the documentation has not the last word. */
  readonly uncertainFields: readonly (keyof Expected)[];
}

export type Expected = Omit<Verdict, 'reasons' | 'warnings'>;

export const cases: readonly DocumentedCase[] = JSON.parse(
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
