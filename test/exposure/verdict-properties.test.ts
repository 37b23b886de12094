import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { type Verdict, verdictOn } from '../../controller/exposure/verdict.js';
import { around, flags, given, statement, statements } from './arbitrary-bucket.js';

const facts = ({ reasons: _, warnings: __, ...rest }: Verdict): Omit<Verdict, 'reasons' | 'warnings'> => rest;
const isOpener = (after: Verdict, before: Verdict): boolean =>
  (['read', 'write'] as const).some((way) => after.effectivelyPublic[way] && !before.effectivelyPublic[way]);

/** Turns every list around, and takes every list of one apart. */
const rewritten = (json: Json, isPrincipal = false): Json => {
  if (Array.isArray(json)) {
    const turned = [...json].reverse().map((each) => rewritten(each as Json));
    // A list as a principal is something else than its member: S3 refuses it.
    return turned.length === 1 && turned[0] !== undefined && !isPrincipal ? turned[0] : turned;
  }
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json as JsonObject)
      .reverse()
      .map(([name, member]) => [name, rewritten(member, name === 'Principal')]),
  );
};

describe('the verdict on any bucket', () => {
  const runs = { numRuns: 500 };

  it('is never less public with one more Allow for everybody', () => {
    fc.assert(
      fc.property(statements, around, fc.nat(4), fc.boolean(), (list, rest, at, isWhole) => {
        const allow = {
          Effect: 'Allow',
          Principal: '*',
          Action: isWhole ? 's3:*' : 's3:GetObject',
          Resource: '*',
        };
        const before = verdictOn(given(list, rest));
        const after = verdictOn(given(list.toSpliced(at, 0, allow), rest));
        expect(after.policyPublic).toBe(true);
        expect(after.anonymousOrAnyPrincipal).toBe(true);
        // Making a policy public may switch RestrictPublicBuckets on, which is the only way to less access.
        const isRestricted = [rest.bucketPab, rest.accountPab].some(
          (record) => (record as JsonObject | null)?.['RestrictPublicBuckets'] === true,
        );
        if (!isRestricted) expect(isOpener(before, after)).toBe(false);
        expect(after.externalAccounts).toEqual(before.externalAccounts);
        if (before.grantsAclWriteExternal || isWhole) expect(after.grantsAclWriteExternal).toBe(true);
      }),
      runs,
    );
  });

  it('does not depend on order, nor on one value standing alone or in a list', () => {
    fc.assert(
      fc.property(statements, around, (list, rest) => {
        const plain = given(list, rest);
        const acl = rest.acl === null ? null : [...(rest.acl as readonly Json[])].reverse();
        const turned = { ...plain, policy: rewritten(plain.policy), acl };
        expect(facts(verdictOn(turned))).toEqual(facts(verdictOn(plain)));
      }),
      runs,
    );
  });

  it('is the same for a policy and for its text', () => {
    fc.assert(
      fc.property(statements, around, (list, rest) => {
        const plain = given(list, rest);
        expect(verdictOn({ ...plain, policy: JSON.stringify(plain.policy) })).toEqual(verdictOn(plain));
      }),
      runs,
    );
  });

  it('is never more open with one more Deny, and names the same people', () => {
    fc.assert(
      fc.property(statements, around, statement(fc.constant('Deny')), fc.nat(4), (list, rest, deny, at) => {
        const before = verdictOn(given(list, rest));
        const after = verdictOn(given(list.toSpliced(at, 0, deny), rest));
        expect(isOpener(after, before)).toBe(false);
        const { effectivelyPublic: _, ...others } = facts(after);
        expect(facts(before)).toMatchObject(others);
      }),
      runs,
    );
  });

  it('is never more open with one more flag of Block Public Access', () => {
    fc.assert(
      fc.property(
        statements,
        around,
        fc.constantFrom(...flags),
        fc.constantFrom('bucketPab', 'accountPab'),
        (list, rest, flag, level) => {
          const before = verdictOn(given(list, rest));
          const on = { ...rest, [level]: { ...(rest[level] as JsonObject | null), [flag]: true } };
          const after = verdictOn(given(list, on));
          expect(isOpener(after, before)).toBe(false);
          expect(before.effectiveExternalAccounts).toEqual(
            expect.arrayContaining([...after.effectiveExternalAccounts]),
          );
          expect(after.policyPublic).toBe(before.policyPublic);
        },
      ),
      runs,
    );
  });

  it('says why, whenever there is something to say', () => {
    fc.assert(
      fc.property(statements, around, (list, rest) => {
        const { reasons, ...verdict } = verdictOn(given(list, rest));
        const isAnything =
          verdict.policyPublic || verdict.anonymousOrAnyPrincipal || verdict.externalAccounts.length > 0;
        if (isAnything || verdict.grantsAclWrite) expect(reasons.length).toBeGreaterThan(0);
        for (const { text } of reasons) expect(text).toMatch(/^[A-Z].*\.$/s);
      }),
      runs,
    );
  });

  it('can be given on anything that is JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (first, second, third) => {
        const [policy, acl, bucketPab] = [first, second, third] as Json[];
        const rest = { acl: acl ?? null, bucketPab: bucketPab ?? null, accountPab: null, ownership: null };
        const verdict = verdictOn({ ...given([], rest), policy: policy ?? null });
        expect(typeof verdict.effectivelyPublic.read).toBe('boolean');
      }),
      runs,
    );
  });
});
