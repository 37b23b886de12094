import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { type ExposureCase, type Verdict, verdictOn } from '../../controller/exposure/verdict.js';
import { bucketArn, objects, ourId, partner, partnerId, us } from './rows/row-case.js';

const oneOrMore = (value: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));

const principal = fc.constantFrom<Json>(
  '*',
  { AWS: '*' },
  { AWS: ['*'] },
  { AWS: [us] },
  { AWS: [`arn:aws:iam::${partner}:root`, 'AROAQ3EGUXYZABCDEFGHI'] },
  { CanonicalUser: [partnerId] },
  { Service: ['logging.s3.amazonaws.com'] },
  { Federated: ['graph.facebook.com'] },
  {},
  [],
);
const action = oneOrMore(
  fc.constantFrom('s3:*', 's3:GetObject', 's3:Get*', 's3:PutObject', 's3:PutBucketAcl', 's3:No', '*'),
);
const resource = oneOrMore(
  fc.constantFrom(
    bucketArn,
    objects,
    `${bucketArn}*`,
    `${bucketArn}/public/*`,
    '*',
    'arn:aws-cn:s3:::tern-media/*',
  ),
);
const value = fc.constantFrom('o-a1', 'o-*', 'vpc-0a', '10.0.0.0/8', '0.0.0.0/0', 'false', us, partner);
const condition = fc.dictionary(
  fc.constantFrom(
    'StringEquals',
    'StringLike',
    'StringNotEquals',
    'StringEqualsIfExists',
    'ForAnyValue:StringNotEquals',
    'NotIpAddress',
    'IpAddress',
    'Bool',
    'Null',
  ),
  fc.dictionary(
    fc.constantFrom(
      'aws:PrincipalOrgID',
      'aws:PrincipalAccount',
      'aws:SourceVpc',
      'aws:SourceIp',
      'aws:SourceAccount',
      'aws:PrincipalIsAWSService',
      'aws:Referer',
    ),
    oneOrMore(value),
    { maxKeys: 2 },
  ),
  { maxKeys: 2 },
);

const statement = (effect: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> =>
  fc
    .record(
      {
        Effect: effect,
        Principal: principal,
        NotPrincipal: fc.constant<Json>({ AWS: [us] }),
        Action: action,
        NotAction: action,
        Resource: resource,
        NotResource: resource,
        Condition: condition,
      },
      { requiredKeys: ['Effect'] },
    )
    .map((made) => made as JsonObject);
const someStatement = statement(fc.constantFrom('Allow', 'Deny', 'allow'));
const statements = fc.array(someStatement, { maxLength: 4 });

const grant = fc
  .record({
    Grantee: fc.constantFrom<JsonObject>(
      { Type: 'CanonicalUser', ID: ourId },
      { Type: 'CanonicalUser', ID: partnerId },
      { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
      { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' },
    ),
    Permission: fc.constantFrom('READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL'),
  })
  .map((made) => made as JsonObject);

const flags = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;
const block: fc.Arbitrary<Json> = fc.option(
  fc
    .record(Object.fromEntries(flags.map((flag) => [flag, fc.boolean()])), { requiredKeys: [] })
    .map((made) => made as JsonObject),
);

const around = fc.record({
  acl: fc.option(fc.array(grant, { maxLength: 3 })),
  bucketPab: block,
  accountPab: block,
  ownership: fc.constantFrom('BucketOwnerEnforced', 'ObjectWriter', null),
});
type Around = { readonly [name in 'acl' | 'bucketPab' | 'accountPab' | 'ownership']: Json };

const given = (list: readonly Json[], rest: Around): ExposureCase => ({
  ownerAccount: us,
  ownerCanonicalId: ourId,
  bucket: 'tern-media',
  policy: { Statement: list },
  ...rest,
});

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
