import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';

const group = (name: string): JsonObject => ({
  Type: 'Group',
  URI: `http://acs.amazonaws.com/groups/${name}`,
});
const user = (ID: string): JsonObject => ({ Type: 'CanonicalUser', ID });
const to = (Grantee: JsonObject, Permission: string): JsonObject => ({ Grantee, Permission });

const ownerFull = to(user('owner'), 'FULL_CONTROL');
const canned: ReadonlyMap<string, readonly JsonObject[]> = new Map([
  ['private', [ownerFull]],
  ['public-read', [ownerFull, to(group('global/AllUsers'), 'READ')]],
  [
    'public-read-write',
    [ownerFull, to(group('global/AllUsers'), 'READ'), to(group('global/AllUsers'), 'WRITE')],
  ],
  ['authenticated-read', [ownerFull, to(group('global/AuthenticatedUsers'), 'READ')]],
  [
    'log-delivery-write',
    [ownerFull, to(group('s3/LogDelivery'), 'WRITE'), to(group('s3/LogDelivery'), 'READ_ACP')],
  ],
]);

const grantee = fc.constantFrom(
  user('b8'.repeat(32)),
  user('c9'.repeat(32)),
  group('global/AllUsers'),
  group('global/AuthenticatedUsers'),
  group('s3/LogDelivery'),
);
const permission = fc.constantFrom('FULL_CONTROL', 'READ', 'WRITE', 'READ_ACP', 'WRITE_ACP');
const grant = fc.record({ Grantee: grantee, Permission: permission });
const textOf = (each: Json): string => JSON.stringify(each);

/** Canned ACLs, and grants spelt out beside the owner's own. */
export const value: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(...canned.keys()).map((name): Json => ({ Canned: name })),
  fc
    .uniqueArray(grant, { maxLength: 4, selector: textOf })
    .map((grants): Json => ({ Grants: [ownerFull, ...grants] })),
);

const grantsOf = (declared: JsonObject): readonly JsonObject[] =>
  (declared['Grants'] as readonly JsonObject[] | undefined) ?? canned.get(String(declared['Canned'])) ?? [];

/** The same grants in another order, one of them twice, or as S3 shows them to the owner. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> => {
  const grants = grantsOf(declared as JsonObject);
  const shown = 'a7'.repeat(32);
  return fc
    .record({
      order: fc.shuffledSubarray([...grants], { minLength: grants.length }),
      again: fc.constantFrom(...grants),
      asShown: fc.boolean(),
    })
    .map(({ order, again, asShown }): Json => {
      const list = [...order, again];
      if (!asShown) return { Grants: list };
      const known = list.map((each) =>
        textOf(each) === textOf(ownerFull) ? to(user(shown), 'FULL_CONTROL') : each,
      );
      return { Owner: { ID: shown }, Grants: known };
    });
};

/** One grant more, less, or other. */
export const mutated = (declared: Json): fc.Arbitrary<Json> => {
  const grants = grantsOf(declared as JsonObject);
  const fresh = grant.filter((each) => !grants.some((known) => textOf(known) === textOf(each)));
  const at = fc.nat(grants.length - 1);
  return fc.oneof(
    fresh.map((each): Json => ({ Grants: [...grants, each] })),
    at.map((index): Json => ({ Grants: grants.toSpliced(index, 1) })),
    fc.tuple(at, fresh).map(([index, each]): Json => ({ Grants: grants.with(index, each) })),
  );
};
