import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exposureText } from '../../controller/domain/exposure.js';
import type { Json } from '../../controller/domain/json.js';
import type { Observation } from '../../controller/domain/observation.js';
import { deciding, exposureSeen } from '../../controller/exposure/seen-exposure.js';
import { verdictOn } from '../../controller/exposure/verdict.js';
import { around, given, statements } from './arbitrary-bucket.js';
import { bucketArn, objects, ourId, partner, policy, statement, us } from './rows/row-case.js';

const place = { name: 'tern-media', account: us };
const observed = (state: Json): Observation => ({ kind: 'observed', state });
const absent: Observation = { kind: 'absent' };
const denied: Observation = { kind: 'unreadable', error: { name: 'AccessDenied', message: 'no' } };
const on = (...flags: readonly string[]): Observation =>
  observed(Object.fromEntries(flags.map((flag) => [flag, true])));
const acl = (...grants: readonly Json[]): Observation => observed({ Owner: { ID: ourId }, Grants: grants });
const toAll: Json = {
  Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
  Permission: 'READ',
};

type Seen = Readonly<Partial<Record<(typeof deciding)[number], Observation>>>;
const closedBucket: Seen = {
  bucketPolicy: absent,
  acl: acl(),
  publicAccessBlock: absent,
  accountPublicAccessBlock: absent,
  ownershipControls: observed({ ObjectOwnership: 'BucketOwnerEnforced' }),
};
const seeing = (seen: Seen) => exposureSeen(place, new Map(Object.entries({ ...closedBucket, ...seen })));

const open = observed(policy(statement({})));
const shared = observed(policy(statement({ Principal: { AWS: partner } })));
const shut = observed(
  policy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [bucketArn, objects] }),
);

describe('the exposure that a look has seen', () => {
  it.each<[string, Seen, string]>([
    ['nothing open', {}, 'not public'],
    ['a public policy', { bucketPolicy: open }, 'public: anybody can read'],
    [
      'a public policy behind the block of the bucket',
      { bucketPolicy: open, publicAccessBlock: on('RestrictPublicBuckets') },
      'public on paper, neutralized',
    ],
    [
      'a public policy behind that of the account',
      { bucketPolicy: open, accountPublicAccessBlock: on('RestrictPublicBuckets') },
      'public on paper, neutralized',
    ],
    [
      'a public policy, the block of the account not read',
      { bucketPolicy: open, accountPublicAccessBlock: denied },
      'not known: accountPublicAccessBlock not read',
    ],
    [
      'a public policy behind one block, the other not read',
      {
        bucketPolicy: open,
        publicAccessBlock: on('RestrictPublicBuckets'),
        accountPublicAccessBlock: denied,
      },
      'public on paper, neutralized',
    ],
    [
      'a block that shows what nobody knows',
      {
        bucketPolicy: open,
        publicAccessBlock: { kind: 'observed', state: { RestrictPublicBuckets: true }, unknown: ['X'] },
      },
      'not known: publicAccessBlock not read',
    ],
    ['a share', { bucketPolicy: shared }, `not public; lets in ${partner}`],
    [
      'a share, no block read',
      { bucketPolicy: shared, publicAccessBlock: denied, accountPublicAccessBlock: denied },
      `not public; lets in ${partner}`,
    ],
    ['no policy read', { bucketPolicy: denied }, 'not known: bucketPolicy not read'],
    [
      'no policy read behind a block',
      { bucketPolicy: denied, publicAccessBlock: on('RestrictPublicBuckets') },
      'not public',
    ],
    ['a public ACL, ACLs disabled', { acl: acl(toAll) }, 'not public'],
    ['a public ACL', { acl: acl(toAll), ownershipControls: absent }, 'public: anybody can read'],
    [
      'a public ACL that is ignored',
      { acl: acl(toAll), ownershipControls: absent, publicAccessBlock: on('IgnorePublicAcls') },
      'public on paper, neutralized',
    ],
    [
      'a public ACL, the ownership not read',
      { acl: acl(toAll), ownershipControls: denied },
      'not known: ownershipControls not read',
    ],
    ['no ACL read, ACLs disabled', { acl: denied }, 'not public'],
    ['no ACL read', { acl: denied, ownershipControls: absent }, 'not known: acl not read'],
    [
      'no ACL read behind a policy that denies everything',
      { acl: denied, ownershipControls: absent, bucketPolicy: shut },
      'not public',
    ],
  ])('%s', (_title, seen, text) => {
    expect(exposureText(seeing(seen))).toBe(text);
  });

  it('says why, of what it has read only', () => {
    const { because, unread } = seeing({ bucketPolicy: open, acl: denied, ownershipControls: absent });
    expect(because).toEqual(['Statement 0 allows everybody.', 'Statement 0 gives them s3:GetObject.']);
    expect(unread).toEqual(['acl']);
  });

  it('stays short whatever the policy', () => {
    const many = policy(...Array.from({ length: 90 }, () => statement({ Sid: 'x'.repeat(400) })));
    const { because } = seeing({ bucketPolicy: observed(many) });
    expect(because).toHaveLength(9);
    expect(Math.max(...because.map((text) => text.length))).toBe(300);
  });

  it('is what the verdict says if all was read, and never contradicts it otherwise', () => {
    fc.assert(
      fc.property(statements, around, fc.subarray([...deciding]), (list, rest, hidden) => {
        const seen = new Map<string, Observation>([
          ['bucketPolicy', observed({ Statement: list })],
          ['acl', rest.acl === null ? absent : acl(...(rest.acl as readonly Json[]))],
          ['publicAccessBlock', rest.bucketPab === null ? absent : observed(rest.bucketPab)],
          ['accountPublicAccessBlock', rest.accountPab === null ? absent : observed(rest.accountPab)],
          [
            'ownershipControls',
            rest.ownership === null ? absent : observed({ ObjectOwnership: rest.ownership }),
          ],
        ]);
        const owner = rest.acl === null ? null : ourId;
        const truth = verdictOn({ ...given(list, rest), ownerCanonicalId: owner });
        const said = (known: boolean): string => (known ? 'yes' : 'no');
        const whole = exposureSeen(place, seen);
        expect([whole.read, whole.write]).toEqual([
          said(truth.effectivelyPublic.read),
          said(truth.effectivelyPublic.write),
        ]);
        expect(whole.outsiders).toEqual(truth.effectiveExternalAccounts);
        for (const aspect of hidden) seen.set(aspect, denied);
        const part = exposureSeen(place, seen);
        for (const way of ['read', 'write', 'onPaper'] as const)
          expect(['unknown', whole[way]]).toContain(part[way]);
      }),
      { numRuns: 500 },
    );
  });
});

it('of a directory bucket is never public, whatever its policy says and nobody reads', () => {
  const found = (policyOf: Observation) =>
    exposureSeen({ name: 'tern--use1-az4--x-s3', account: us }, new Map([['bucketPolicy', policyOf]]));
  expect(found(open)).toMatchObject({ onPaper: 'yes', read: 'no', write: 'no' });
  expect(found(shared)).toMatchObject({ onPaper: 'no', read: 'no', write: 'no', outsiders: [partner] });
  expect(found(denied)).toMatchObject({ read: 'no', write: 'no' });
});
