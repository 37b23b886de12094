import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectLock } from '../../controller/aspects/object-lock.js';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { account, beside, bucket, writesBesideVersioning } from './access-situation.js';
import { retentions } from './arbitraries/object-lock.js';

const kept = { Status: 'Enabled' };
const write = writesBesideVersioning(objectLock);
const lock = (DefaultRetention?: JsonObject): JsonObject => ({
  ObjectLockEnabled: 'Enabled',
  ...(DefaultRetention === undefined ? {} : { Rule: { DefaultRetention } }),
});
const governed = (Days: number): JsonObject => ({ Mode: 'GOVERNANCE', Days });
const complied = (Days: number): JsonObject => ({ Mode: 'COMPLIANCE', Days });
/** Each step as what it puts, and whether it waits for leave. */
const told = (answer: ReturnType<typeof write>): readonly (readonly [Json | undefined, boolean])[] => {
  if ('kind' in answer) throw new Error(answer.runbook);
  return answer.map(({ input, relocks }) => {
    const { Rule } = input['ObjectLockConfiguration'] as {
      readonly Rule?: { readonly DefaultRetention: Json };
    };
    return [Rule?.DefaultRetention, relocks === true];
  });
};

describe('a retention that is harder or longer than declared', () => {
  it.each<[JsonObject, JsonObject | undefined]>([
    [complied(36_500), governed(30)],
    [complied(30), undefined],
    [governed(31), governed(30)],
    [{ Mode: 'GOVERNANCE', Years: 1 }, governed(365)],
    [{ ...governed(30), DefaultEventHold: { Years: 100 } }, governed(30)],
  ])('%j is eased to %j at once', (found, wanted) => {
    expect(write(lock(found), lock(wanted))).toEqual([
      {
        id: 'objectLock.put',
        aspect: 'objectLock',
        service: 's3',
        operation: 'PutObjectLockConfiguration',
        input: { Bucket: bucket.name, ExpectedBucketOwner: account, ObjectLockConfiguration: lock(wanted) },
        effect: 'protect',
        leaves: { kind: 'value', value: lock(wanted) },
      },
    ]);
  });
});

describe('a retention that is declared harder or longer than found', () => {
  it.each<[JsonObject | undefined, JsonObject]>([
    [undefined, governed(1)],
    [governed(30), complied(30)],
    [governed(30), governed(31)],
    [governed(365), { Mode: 'GOVERNANCE', Years: 1 }],
    [governed(30), { ...governed(30), DefaultEventHold: { Days: 1 } }],
  ])('than %j: %j waits for leave', (found, wanted) => {
    expect(told(write(lock(found), lock(wanted)))).toEqual([[wanted, true]]);
    expect(told(write(lock(found), { ...lock(wanted), relock: 'propose' }))).toEqual([[wanted, true]]);
    expect(told(write(lock(found), { ...lock(wanted), relock: 'auto' }))).toEqual([[wanted, false]]);
  });

  it('in one way and milder in another is eased at once, and the rest waits', () => {
    const [found, wanted] = [lock(complied(10)), lock(governed(20))];
    expect(told(write(found, wanted))).toEqual([
      [governed(10), false],
      [governed(20), true],
    ]);
    expect(write(found, wanted)).toMatchObject([
      { id: 'objectLock.ease', leaves: { value: lock(governed(10)) } },
      { id: 'objectLock.put', after: ['objectLock.ease'] },
    ]);
  });
});

it('no step without leave locks harder or longer than what was found and what is declared', () => {
  const days = ({ Days, Years }: JsonObject): readonly [number, number] =>
    Years === undefined ? [Number(Days), Number(Days)] : [Number(Years) * 365, Number(Years) * 366];
  const within = (one: JsonObject, bound: JsonObject): boolean => {
    const hold = one['DefaultEventHold'] as JsonObject | undefined;
    const limit = bound['DefaultEventHold'] as JsonObject | undefined;
    if (hold !== undefined && (limit === undefined || days(hold)[0] > days(limit)[1])) return false;
    if (one['Mode'] === undefined) return true;
    if (bound['Mode'] === undefined || days(one)[0] > days(bound)[1]) return false;
    return one['Mode'] === 'GOVERNANCE' || bound['Mode'] === 'COMPLIANCE';
  };
  const maybe = fc.option(retentions, { nil: undefined });
  fc.assert(
    fc.property(maybe, maybe, (found, wanted) => {
      for (const [retention, waits] of told(write(lock(found), lock(wanted)))) {
        if (waits) expect(retention).toEqual(wanted);
        else expect(within((retention ?? {}) as JsonObject, found ?? {})).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});

describe('the lock itself', () => {
  it('is switched on by leave only, since nobody can switch it off', () => {
    expect(told(write(null, lock()))).toEqual([[undefined, true]]);
    expect(told(write(null, { ...lock(complied(1)), relock: 'auto' }))).toEqual([[complied(1), false]]);
  });

  it('waits for versioning where that is repaired, and for a human where it is not', () => {
    const off = { versioning: { Status: 'Suspended' } };
    expect(write(null, lock(), { ...off, repairs: ['versioning'] })).toMatchObject([
      { after: ['versioning.put'] },
    ]);
    expect(write(null, lock(), off)).toMatchObject({ kind: 'escalate' });
  });

  it('that must not be there loses its retention first, and then a human is called', () => {
    expect(told(write(lock(complied(1)), null))).toEqual([[undefined, false]]);
    expect(write(lock(), null)).toMatchObject({
      kind: 'escalate',
      runbook: expect.stringContaining('nobody can switch it off'),
    });
  });

  it.each<[JsonObject, Readonly<Record<string, Json>>, RegExp | undefined]>([
    [governed(1), { versioning: kept }, undefined],
    [{ DefaultEventHold: { Days: 1 } }, {}, undefined],
    [governed(1), { versioning: { Status: 'Suspended' } }, /only while versioning/],
    [{ Mode: 'GOVERNANCE' }, {}, /either Days or Years/],
    [{ Mode: 'GOVERNANCE', Days: 1, Years: 1 }, {}, /either Days or Years/],
    [{ Days: 1 }, {}, /say Mode/],
    [{ DefaultEventHold: { Days: 1, Years: 1 } }, {}, /DefaultEventHold takes either/],
  ])('with %j beside %j: an error of the baseline? %s', (retention, others, reason) => {
    const said = objectLock.unreachable?.(lock(retention) as never, beside(others), bucket);
    if (reason === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(reason);
  });
});
