import { expect } from 'vitest';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { Life } from '../fakes/life.js';
import {
  account,
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  type Surroundings,
  surroundings,
  target,
} from './world.js';

export const arn = `arn:aws:s3:::${target.name}`;
export const minute = 60_000;
export const role = (name: string, owner = account): string => `arn:aws:iam::${owner}:role/${name}`;
export const reads = (who: string, more: JsonObject = {}): JsonObject => ({
  Effect: 'Allow',
  Principal: { AWS: who },
  Action: 's3:GetObject',
  Resource: `${arn}/*`,
  ...more,
});
export const guard: JsonObject = {
  Sid: 'Guard',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:DeleteBucket',
  Resource: arn,
};
export const policy = (...statements: readonly Json[]): string =>
  JSON.stringify({ Version: '2012-10-17', Id: 'owners', Statement: statements });
export const owners = policy(guard, reads(role('reader'), { Sid: 'Reader' }), reads(role('writer')));

export const rules: JsonObject = { forbid: ['public', 'externalAccounts'], restoreDeleted: true };

/** A bucket that has had the policy for so many minutes, looked at before and after; then it becomes something else. */
export async function hasHad(
  minutes: number,
  becomes: string | undefined,
  before: {
    readonly policy?: string;
    readonly looks?: number;
    readonly rules?: JsonObject;
  } = {},
) {
  const around = surroundings({ policy: before.policy ?? owners });
  const lookBy = (by: JsonObject) => {
    const baseline = baselineOf({ bucketPolicy: { rules: by } });
    // Every look is by another process, which knows only what the ledger knows.
    return look(around, engineIn(around, { life: new Life(), declarations: declarationsOf(baseline) }));
  };
  const count = before.looks ?? 2;
  for (let index = 0; index < count; index += 1) {
    expect(await lookBy(before.rules ?? rules)).toEqual({ bucketPolicy: 'clean' });
    if (index < count - 1) await around.clock.advance((minutes * minute) / (count - 1));
  }
  around.s3.write(
    target.name,
    becomes === undefined ? 'DeleteBucketPolicy' : 'PutBucketPolicy',
    becomes === undefined ? {} : { Policy: becomes },
  );
  await around.clock.advance(minute);
  const outcome = (await lookBy(before.rules ?? rules))['bucketPolicy'];
  const again = (await lookBy(before.rules ?? rules))['bucketPolicy'];
  return {
    outcome,
    again,
    text: textOf(around),
    sent: around.s3.sent.map(({ operation }) => operation),
    around,
  };
}

export const textOf = ({ bucket }: Surroundings): string | undefined => {
  const text = bucket.documents.get('policy');
  return typeof text === 'string' ? text : undefined;
};
export const parsed = (text: string | undefined): unknown =>
  text === undefined ? undefined : JSON.parse(text);
