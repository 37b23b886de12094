import { describe, expect, it } from 'vitest';
import type { Json } from '../../controller/domain/json.js';
import { accessPlan } from './access-plan.js';
import {
  account,
  block,
  bucket,
  grantToGroup,
  grantToUser,
  partner,
  reading,
  shownAcl,
  situationOf,
} from './access-situation.js';

type Values = Readonly<Record<string, Json>>;

const order = (found: Values, wanted: Values, mayOpen: readonly string[] = []): readonly string[] =>
  accessPlan(bucket, situationOf('acl', { found, repairs: [] }).seen, wanted, (aspect) =>
    mayOpen.includes(aspect),
  ).map(({ id }) => id);

const enforced: Json = { ObjectOwnership: 'BucketOwnerEnforced' };
const writer: Json = { ObjectOwnership: 'ObjectWriter' };
const world = reading('*');
const ours = reading({ AWS: account });
const publicAcl = shownAcl(grantToGroup('global/AllUsers', 'READ'));
const site = block(false);

const before = (ids: readonly string[], first: string, second: string): void => {
  expect(ids).toContain(first);
  expect(ids).toContain(second);
  expect(ids.indexOf(first)).toBeLessThan(ids.indexOf(second));
};

describe('one plan for all that decides who gets in', () => {
  it('closes a bucket that was opened on every way, the ACL before it is disabled', () => {
    const ids = order(
      { publicAccessBlock: null, bucketPolicy: world, acl: publicAcl, ownershipControls: null },
      {
        publicAccessBlock: block(true),
        bucketPolicy: ours,
        acl: { Canned: 'private' },
        ownershipControls: enforced,
      },
    );
    expect([...ids].sort()).toEqual([
      'acl.put',
      'bucketPolicy.put',
      'ownershipControls.put',
      'publicAccessBlock.close',
    ]);
    before(ids, 'acl.put', 'ownershipControls.put');
  });

  it('makes an unmanaged ACL private where ACLs are to be disabled', () => {
    const found = { publicAccessBlock: site, acl: publicAcl, ownershipControls: writer };
    expect(order(found, { ownershipControls: enforced })).toEqual(['acl.put', 'ownershipControls.put']);
  });

  it('enables ACLs before it puts one', () => {
    const found = { publicAccessBlock: block(true), acl: shownAcl(), ownershipControls: enforced };
    const acl = { Grants: [grantToUser('owner', 'FULL_CONTROL'), grantToUser('b8'.repeat(32), 'READ')] };
    expect(order(found, { acl, ownershipControls: writer })).toEqual(['ownershipControls.put', 'acl.put']);
  });

  it('puts a public site back between the two stages of the block', () => {
    const found = { publicAccessBlock: block(true), bucketPolicy: reading('*', { Action: 's3:*' }) };
    const wanted = { publicAccessBlock: site, bucketPolicy: world };
    const ids = order(found, wanted, ['publicAccessBlock']);
    expect(ids).toEqual([
      'publicAccessBlock.close',
      'bucketPolicy.put',
      'publicAccessBlock.hold',
      'publicAccessBlock.lift',
    ]);
  });

  it('begins no stage for a site that nobody allowed to be opened', () => {
    const found = { publicAccessBlock: site, bucketPolicy: ours, acl: shownAcl(), ownershipControls: writer };
    const wanted = { publicAccessBlock: site, bucketPolicy: world, acl: { Canned: 'public-read' } };
    expect([...order(found, wanted)].sort()).toEqual(['acl.put', 'bucketPolicy.put']);
  });

  it('shuts a stranger out of a public site at once', () => {
    const found = { publicAccessBlock: site, bucketPolicy: reading({ AWS: partner }) };
    expect(order(found, { bucketPolicy: world })).toEqual(['bucketPolicy.close', 'bucketPolicy.put']);
  });
});
