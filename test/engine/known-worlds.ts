import type { Json } from '../../controller/domain/json.js';
import type { Grant } from '../../deploy/local/documents.js';
import { grantToGroup, groups } from '../../deploy/local/s3/canned-acl.js';
import { canonicalIdOf } from '../fakes/created-bucket.js';
import { aclWith, block, blocked, policies, unblocked } from './access-worlds.js';
import { partner, type Values } from './world.js';

type World = readonly [found: Readonly<Record<string, unknown>>, declared: Values];

const everybody = grantToGroup(groups.allUsers, 'READ');
const everybodyWrites = grantToGroup(groups.allUsers, 'WRITE');
const toPartner: Grant = {
  Grantee: { Type: 'CanonicalUser', ID: canonicalIdOf(partner) },
  Permission: 'READ',
};
const acl = (...some: readonly Grant[]): Json => ({ Grants: aclWith(some).Grants }) as unknown as Json;
const preferred = { ObjectOwnership: 'BucketOwnerPreferred' };
const hostile = JSON.stringify(policies.hostile);

/** Worlds that a simpler order of calls does not stand, each with what is hard about it. */
export const knownWorlds: Readonly<Record<string, World>> = {
  'an ACL in order behind a block that waits for leave to open': [
    { publicAccessBlock: blocked },
    { publicAccessBlock: unblocked, acl: acl(), ownershipControls: preferred },
  ],
  'a public policy alone, whose block nobody declared': [{}, { bucketPolicy: policies.website }],
  'a grant that RestrictPublicBuckets covers only as long as the policy is public': [
    { publicAccessBlock: blocked, policy: hostile, acl: aclWith([toPartner]) },
    { publicAccessBlock: unblocked, bucketPolicy: null, acl: acl() },
  ],
  'the same grant, where only disabling ACLs takes it away': [
    { publicAccessBlock: blocked, policy: hostile, acl: aclWith([toPartner]) },
    { bucketPolicy: null, ownershipControls: { ObjectOwnership: 'BucketOwnerEnforced' } },
  ],
  'a public ACL in order, beside an ownership that is not': [
    { acl: aclWith([everybody]) },
    { publicAccessBlock: unblocked, acl: acl(everybody), ownershipControls: preferred },
  ],
  'a site under a hostile policy, whose ACL waits for leave to open': [
    { policy: hostile },
    {
      publicAccessBlock: block(true, false, false, false),
      bucketPolicy: policies.mixed,
      acl: acl(toPartner),
      ownershipControls: preferred,
    },
  ],
  'a site by ACL into which the world may write, and everything else is missing': [
    { acl: aclWith([everybody, everybodyWrites]) },
    {
      publicAccessBlock: unblocked,
      bucketPolicy: policies.tls,
      acl: acl(everybody),
      ownershipControls: preferred,
    },
  ],
  'the same site, whose declared block lets only ACLs pass': [
    { acl: aclWith([everybody, everybodyWrites]) },
    {
      publicAccessBlock: block(false, false, true, true),
      bucketPolicy: policies.tls,
      acl: acl(everybody),
      ownershipControls: preferred,
    },
  ],
  'a site by ACL and policy, whose policy waits for leave to open beside a hostile grant': [
    { acl: aclWith([everybody, toPartner]), ownershipControls: { Rules: [preferred] } },
    {
      publicAccessBlock: unblocked,
      bucketPolicy: policies.website,
      acl: acl(everybody),
      ownershipControls: preferred,
    },
  ],
};
