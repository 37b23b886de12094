import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../controller/domain/canonical.js';
import { contest } from '../../controller/store/contest.js';
import { incidentId } from '../../controller/store/ids.js';
import { principal } from '../../controller/store/indexes.js';
import { auditRow, incidentRow } from '../../controller/store/keys.js';
import { StandingClock, seeded } from './database.js';
import { newBucket } from './samples.js';

describe('the small parts of the ledger', () => {
  it('makes ids whose text order is the order of time', () => {
    const moment = fc.date({ min: new Date(0), max: new Date(Date.UTC(3000, 0)), noInvalidDate: true });
    fc.assert(
      fc.property(moment, moment, fc.integer(), (one, other, seed) => {
        const random = seeded(seed);
        const [a, b] = [one, other].map((now) =>
          incidentId({ now: () => now, sleep: async () => undefined }, random),
        );
        expect([a, b].every((id) => id?.length === 21)).toBe(true);
        const later = one < other ? [a, b] : [b, a];
        if (one.getTime() !== other.getTime()) expect([...later].sort()).toEqual(later);
      }),
    );
  });

  it('makes different ids in the same millisecond', () => {
    const random = seeded(1);
    const ids = Array.from({ length: 2000 }, () => incidentId(new StandingClock(), random));
    expect(new Set(ids).size).toBe(2000);
  });

  it('keeps text order and number order the same in keys', () => {
    const bucket = newBucket();
    const number = fc.nat({ max: 2_000_000_000 });
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(auditRow(bucket, 'acl', a).sk < auditRow(bucket, 'acl', b).sk).toBe(a < b);
        expect(incidentRow(bucket, 'acl', a).sk < incidentRow(bucket, 'acl', b).sk).toBe(a < b);
      }),
    );
  });

  it('writes equal values as equal text, and others as other text', () => {
    expect(canonicalText({ b: [{ d: 1, c: null }], a: 'é' })).toBe('{"a":"é","b":[{"c":null,"d":1}]}');
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalText(reversed)).toBe(canonicalText(value));
        expect(JSON.parse(canonicalText(value))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalText({ ...value, more: canonicalText(value) })).not.toBe(canonicalText(value));
      }),
    );
  });

  it.each([
    ['arn:aws:sts::111122223333:assumed-role/deployer/laptop', 'aws/111122223333/role/deployer'],
    ['arn:aws:iam::111122223333:role/deployer', 'aws/111122223333/role/deployer'],
    ['arn:aws-cn:iam::111122223333:role/teams/a/deployer', 'aws-cn/111122223333/role/deployer'],
    ['arn:aws:iam::111122223333:user/role/deployer', 'arn:aws:iam::111122223333:user/role/deployer'],
    ['arn:aws:sts::111122223333:federated-user/x', 'arn:aws:sts::111122223333:federated-user/x'],
  ])('spells %s as %s', (arn, expected) => {
    expect(principal(arn)).toBe(expected);
  });

  it('gives a contest up that is lost again and again, having slept between', async () => {
    const slept: number[] = [];
    const clock = { now: () => new Date(0), sleep: async (ms: number) => void slept.push(ms) };
    let tries = 0;
    const lose = async (): Promise<undefined> => {
      tries += 1;
    };
    await expect(contest({ clock, random: () => 0.5 }, 'x', lose)).rejects.toThrow(
      /x: lost against others 60 times/,
    );
    expect(tries).toBe(60);
    expect(slept).toHaveLength(59);
    expect(Math.max(...slept)).toBe(125);
    const answers = [undefined, undefined, 'won'];
    const win = async (): Promise<string | undefined> => answers.shift();
    expect(await contest({ clock, random: () => 0 }, 'x', win)).toBe('won');
  });
});
