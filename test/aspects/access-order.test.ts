import { describe, expect, it } from 'vitest';
import type { EffectiveBaseline } from '../../controller/domain/baseline.js';
import type { Json } from '../../controller/domain/json.js';
import type { Desired, Observation } from '../../controller/domain/observation.js';
import { compare } from '../../controller/engine/compare.js';
import { plan } from '../../controller/engine/plan.js';
import {
  account,
  beside,
  block,
  bucket,
  grantToGroup,
  grantToUser,
  partner,
  reading,
  shownAcl,
} from './access-situation.js';

type Settled = Extract<Observation, { kind: 'observed' | 'absent' }>;
type Values = Readonly<Record<string, Json>>;

const baselineOf = (wanted: ReadonlyMap<string, Desired>): EffectiveBaseline => ({
  target: bucket,
  name: 'heron',
  mode: 'auto-revert',
  aspects: new Map(
    [...wanted].map(([name, desired]) => [
      name,
      { desired, digest: name, reopen: 'propose', source: 'baselines/heron.yaml:1' },
    ]),
  ),
});

/** The steps of the whole plan, in the order in which they are sent. */
function order(found: Values, wanted: Values, mayOpen: readonly string[] = []): readonly string[] {
  const baseline = baselineOf(beside(wanted));
  const seen = new Map(
    Object.entries(found).map(([name, state]): [string, Settled] => [
      name,
      state === null ? { kind: 'absent' } : { kind: 'observed', state },
    ]),
  );
  const differences = [...baseline.aspects].flatMap(([aspect, { desired }]) => {
    const observed = seen.get(aspect) ?? { kind: 'absent' };
    const fields = compare(aspect, desired, observed, bucket);
    return fields.length === 0 ? [] : [{ aspect, desired, observed, fields, cause: 'drift' as const }];
  });
  const { steps, escalations } = plan(baseline, { seen, unfinished: new Map() }, differences, (aspect) =>
    mayOpen.includes(aspect),
  );
  expect(escalations).toEqual([]);
  return steps.map(({ id }) => id);
}

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
    expect(ids.slice(0, 2)).toEqual(['publicAccessBlock.close', 'bucketPolicy.put']);
    expect(ids).toHaveLength(3);
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
