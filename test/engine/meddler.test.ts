import { describe, expect, it } from 'vitest';
import type { Json } from '../../controller/domain/json.js';
import type { Grant } from '../../deploy/local/documents.js';
import { outsideGrants } from '../../deploy/local/oracle/grants.js';
import { grantToGroup, groups } from '../../deploy/local/s3/canned-acl.js';
import { canonicalIdOf } from '../fakes/created-bucket.js';
import { Meddled } from '../fakes/meddled.js';
import { aclWith, policies, unblocked } from './access-worlds.js';
import {
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  partner,
  remembered,
  surroundings,
  target,
  type Values,
} from './world.js';

const hostile = JSON.stringify(policies.hostile);
const toPartner: Grant = {
  Grantee: { Type: 'CanonicalUser', ID: canonicalIdOf(partner) },
  Permission: 'WRITE',
};
const everybody = grantToGroup(groups.allUsers, 'READ');
const siteWith = (...grants: readonly Grant[]): Values => ({
  publicAccessBlock: unblocked,
  bucketPolicy: policies.website,
  acl: { Grants: aclWith(grants).Grants } as unknown as Json,
});

interface Case {
  readonly found: Readonly<Record<string, unknown>>;
  readonly site: Values;
  readonly reopen: 'auto' | 'propose';
  /** What S3 shows nobody behind the stage, and so is his own doing once the stage is lifted, as it was without us. */
  readonly unseen?: string;
}

const cases: Readonly<Record<string, Case>> = {
  'a site under a hostile policy': { found: { policy: hostile }, site: siteWith(), reopen: 'auto' },
  'a site under a hostile grant, whose policy waits for leave': {
    found: { acl: aclWith([everybody, toPartner]) },
    site: siteWith(everybody),
    reopen: 'propose',
    unseen: 'PutBucketAcl',
  },
};
const everything = { ACL: 'public-read-write' };

/** Heals a site while the intruder strikes again before the n-th call; tells what our writes opened. */
async function healedBeside(
  { found, site, reopen, unseen }: Case,
  at: number,
  operation: string,
  input: Readonly<Record<string, string>>,
) {
  const around = surroundings(found);
  const { s3, bucket } = around;
  const baseline = baselineOf(site, { reopen });
  const declarations = declarationsOf(baseline);
  await remembered(around, baseline);
  const withoutBlock = (): ReadonlySet<string> => {
    const documents = new Map(bucket.documents);
    documents.delete('publicAccessBlock');
    return outsideGrants(s3, { ...bucket, documents });
  };
  let byUs = true;
  let before: ReadonlySet<string> = outsideGrants(s3, bucket);
  const opened: string[] = [];
  // What is open when the intruder has called is his doing, also when our repair hides it for a while.
  const his = new Set<string>();
  s3.watch = () => {
    const after = outsideGrants(s3, bucket);
    const added = [...after].filter((grant) => !before.has(grant) && grant !== 'world:read');
    if (byUs) opened.push(...added.filter((grant) => !his.has(grant)));
    else for (const grant of operation === unseen ? withoutBlock() : after) his.add(grant);
    before = after;
  };
  const life = new Meddled(at, () => {
    byUs = false;
    try {
      s3.write(target.name, operation, input);
    } catch {
      // Refused by Block Public Access, as it should be.
    }
    byUs = true;
  });
  await look(around, engineIn(around, { declarations, life }));
  const calls = life.calls.length;
  for (let looks = 0; looks < 2; looks += 1) await look(around, engineIn(around, { declarations }));
  return { opened, calls, grants: [...before].sort() };
}

describe.each(Object.entries(cases))('an intruder who strikes again while we heal %s', (_name, given) => {
  it.each([
    ['PutBucketPolicy', { Policy: hostile }],
    ['PutBucketAcl', everything],
  ])('gets nothing opened by us, at whichever call: %s', async (operation, input) => {
    const { calls } = await healedBeside(given, 0, operation, input);
    expect(calls).toBeGreaterThan(20);
    for (let at = 1; at <= calls; at += 1) {
      const { opened, grants } = await healedBeside(given, at, operation, input);
      expect([at, opened]).toEqual([at, []]);
      expect([at, grants]).toEqual([at, ['world:read']]);
    }
  });
});
