import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acl } from '../../controller/aspects/acl.js';
import type { Acl } from '../../controller/aspects/kit/grants.js';
import type { Json } from '../../controller/domain/json.js';
import { beside, block, bucket, grantToGroup, grantToUser, ownerId, shownAcl } from './access-situation.js';
import { equivalent, mutated, value } from './arbitraries/acl.js';

const canonical = (state: Json): Json => acl.canonical(state as Acl, bucket);
const ownerFull = (id: string): Json => grantToUser(id, 'FULL_CONTROL');

describe('the canonical form of an ACL', () => {
  it('is the same for the same grants', () => {
    const pair = value.chain((each) => fc.tuple(fc.constant(each), equivalent(each)));
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(canonical(b)).toEqual(canonical(a));
      }),
    );
  });

  it('is another for other grants', () => {
    const pair = value.chain((each) => fc.tuple(fc.constant(each), mutated(each)));
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(canonical(b)).not.toEqual(canonical(a));
      }),
    );
  });

  it('spells out log delivery as S3 does', () => {
    const shown = shownAcl(
      grantToGroup('s3/LogDelivery', 'WRITE'),
      grantToGroup('s3/LogDelivery', 'READ_ACP'),
    );
    expect(canonical({ Canned: 'log-delivery-write' })).toEqual(canonical(shown));
  });
});

describe('the owner', () => {
  const live = shownAcl(grantToUser('b8'.repeat(32), 'READ'));
  const partner = grantToUser('b8'.repeat(32), 'READ');
  it.each<[string, readonly Json[]]>([
    ['by name', [ownerFull('owner'), partner]],
    ['by id', [ownerFull(ownerId), partner]],
    ['by both', [ownerFull(ownerId), partner, ownerFull('owner')]],
  ])('may be declared %s', (_name, grants) => {
    const declared = { Grants: grants } as unknown as Acl;
    const owned = acl.owned?.(declared, live as unknown as Acl);
    expect(canonical(owned as Json)).toEqual(canonical(declared as Json));
  });

  it('is nobody else', () => {
    const declared = { Grants: [ownerFull('c9'.repeat(32)), partner] } as unknown as Acl;
    const owned = acl.owned?.(declared, live as unknown as Acl);
    expect(canonical(owned as Json)).not.toEqual(canonical(declared as Json));
  });
});

describe('the schema of an ACL', () => {
  const fits = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(acl.schema);

  it('takes what people write', () => {
    fc.assert(
      fc.property(value, (each) => {
        expect(fits(each)).toBe(true);
      }),
    );
  });

  it.each<[string, Json]>([
    ['another canned one', { Canned: 'bucket-owner-read' }],
    ['both forms', { Canned: 'private', Grants: [] }],
    ['neither', {}],
    [
      'a grant by e-mail',
      { Grants: [{ Grantee: { Type: 'AmazonCustomerByEmail', EmailAddress: 'a@b.c' }, Permission: 'READ' }] },
    ],
    ['another group', { Grants: [grantToGroup('global/Everybody', 'READ')] }],
    ['a short id', { Grants: [grantToUser('b8', 'READ')] }],
    ['another permission', { Grants: [grantToUser('owner', 'LIST')] }],
  ])('refuses %s', (_name, each) => {
    expect(fits(each)).toBe(false);
  });
});

describe('an ACL cannot be reached', () => {
  const obstacle = (declared: Json, wanted: Readonly<Record<string, Json>>): string | undefined =>
    acl.unreachable?.(declared as Acl, beside(wanted), bucket);
  const enforced = { ownershipControls: { ObjectOwnership: 'BucketOwnerEnforced' } };
  const preferred = { ownershipControls: { ObjectOwnership: 'BucketOwnerPreferred' } };

  it.each<[string, Json, Readonly<Record<string, Json>>, string | undefined]>([
    [
      'that grants others, where ACLs are disabled',
      { Canned: 'log-delivery-write' },
      enforced,
      '{Canned: private}',
    ],
    ['that grants nobody anything, where ACLs are disabled', { Grants: [] }, enforced, '{Canned: private}'],
    [
      'that is public, where new ones are blocked',
      { Canned: 'public-read' },
      { publicAccessBlock: block(false, { BlockPublicAcls: true }) },
      'BlockPublicAcls',
    ],
    [
      'that is public, where they are ignored',
      { Canned: 'authenticated-read' },
      { publicAccessBlock: block(false, { IgnorePublicAcls: true }) },
      'IgnorePublicAcls',
    ],
    [
      'but one that is private can',
      { Canned: 'private' },
      { ...enforced, publicAccessBlock: block(true) },
      undefined,
    ],
    ['but private spelt out can', { Grants: [ownerFull('owner')] }, enforced, undefined],
    [
      'but one to a partner can, where ACLs count',
      { Grants: [ownerFull('owner'), grantToUser('b8'.repeat(32), 'READ')] },
      { ...preferred, publicAccessBlock: block(true) },
      undefined,
    ],
    [
      'but a public one can, where only policies are blocked',
      { Canned: 'public-read' },
      { publicAccessBlock: block(false, { BlockPublicPolicy: true, RestrictPublicBuckets: true }) },
      undefined,
    ],
    ['but a public one can, where nothing else is declared', { Canned: 'public-read' }, {}, undefined],
  ])('%s', (_name, declared, wanted, expected) => {
    const message = obstacle(declared, wanted);
    if (expected === undefined) expect(message).toBeUndefined();
    else expect(message).toContain(expected);
  });
});
