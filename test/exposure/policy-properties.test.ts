import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { isPublicPolicy } from '../../controller/exposure/policy-public.js';

const condition: fc.Arbitrary<Record<string, Record<string, string[]>>> = fc.dictionary(
  fc.constantFrom(
    'StringEquals',
    'StringLike',
    'StringNotEquals',
    'StringEqualsIfExists',
    'Null',
    'IpAddress',
  ),
  fc.dictionary(
    fc.constantFrom('aws:PrincipalOrgID', 'aws:SourceVpc', 'aws:SourceIp', 'aws:Referer'),
    fc.array(fc.constantFrom('o-a1', 'o-*', 'vpc-0a', '10.0.0.0/8', '0.0.0.0/0', 'false'), { maxLength: 3 }),
    { maxKeys: 2 },
  ),
  { maxKeys: 2 },
);

const principal = fc.constantFrom<Json>(
  '*',
  { AWS: ['*'] },
  { AWS: ['418273905561'] },
  { AWS: ['arn:aws:iam::730944182256:root', 'AROAQ3EGUXYZABCDEFGHI'] },
  { Service: ['logging.s3.amazonaws.com'] },
  { Federated: ['graph.facebook.com'] },
  {},
);

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Principal: principal,
  Action: fc.constant('s3:GetObject'),
  Condition: condition,
});

const statements = fc.array(statement, { maxLength: 4 });

/** Turns every list around and takes every list of one apart. */
const rewritten = (value: Json): Json => {
  if (Array.isArray(value)) {
    const turned = [...value].reverse().map(rewritten);
    return turned.length === 1 && turned[0] !== undefined ? turned[0] : turned;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject)
      .reverse()
      .map(([name, member]) => [name, rewritten(member)]),
  );
};

describe('whether a policy is public', () => {
  it('does not depend on order, nor on one value standing alone or in a list', () => {
    fc.assert(
      fc.property(statements, (list) => {
        expect(isPublicPolicy(rewritten({ Statement: list }))).toBe(isPublicPolicy({ Statement: list }));
      }),
    );
  });

  it('is public as soon as one statement is, and not otherwise', () => {
    fc.assert(
      fc.property(statements, (list) => {
        expect(isPublicPolicy({ Statement: list })).toBe(
          list.some((one) => isPublicPolicy({ Statement: one })),
        );
      }),
    );
  });

  it('is so once everybody is allowed anything', () => {
    fc.assert(
      fc.property(statements, fc.nat(4), (list, at) => {
        const opened = list.toSpliced(at, 0, {
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:GetObject',
          Condition: {},
        });
        expect(isPublicPolicy({ Statement: opened })).toBe(true);
      }),
    );
  });

  it('is not made so by one more condition', () => {
    fc.assert(
      fc.property(statement, condition, (one, more) => {
        const fresh = Object.entries(more).filter(([operator]) => !(operator in one.Condition));
        const confined = { ...one, Condition: { ...one.Condition, ...Object.fromEntries(fresh) } };
        fc.pre(!isPublicPolicy({ Statement: one }));
        expect(isPublicPolicy({ Statement: confined })).toBe(false);
      }),
    );
  });

  it('can be told of any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(typeof isPublicPolicy(value as Json)).toBe('boolean');
        expect(
          isPublicPolicy({ Statement: { Effect: 'Allow', Principal: '*', Condition: value as Json } }),
        ).toBe(true);
      }),
    );
  });
});
