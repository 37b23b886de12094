import { describe, expect, it } from 'vitest';
import type { EffectiveBaseline } from '../../controller/domain/baseline.js';
import type { Engine } from '../../controller/engine/engine.js';
import { grant } from '../../controller/engine/grant.js';
import { preview } from '../../controller/engine/preview.js';
import { reconcile } from '../../controller/engine/reconcile.js';
import { Life } from '../fakes/life.js';
import { aclWith, blocked, policies, unblocked } from './access-worlds.js';
import { waiversFor, waiving } from './waived.js';
import {
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  partner,
  passing,
  remembered,
  scanAt,
  surroundings,
  target,
  type Values,
} from './world.js';

const minute = 60_000;
const versions = { versioning: { Status: 'Enabled' } };
const suspended = { versioning: { Status: 'Suspended' } };

interface Given {
  readonly found: Readonly<Record<string, unknown>>;
  readonly declared: Values;
  readonly waived?: readonly string[];
  readonly lasts?: number;
  readonly words?: Partial<EffectiveBaseline>;
  readonly reopen?: 'auto';
  readonly response?: 'revert' | 'alert';
}

/** A bucket that was once as declared, as it is found now, with waivers for what some aspects are now. */
async function world({ found, declared, waived = [], lasts, words = {}, reopen, response }: Given) {
  const around = surroundings(found);
  const waivers = await waiversFor(around, waived, lasts);
  const baseline = { ...baselineOf(declared, reopen === undefined ? {} : { reopen }), ...words };
  await remembered(around, baseline);
  const declarations = waiving(declarationsOf(baseline, response), waivers);
  const engine = (more: Partial<Parameters<typeof engineIn>[1]> = {}): Engine =>
    engineIn(around, { declarations, ...more });
  const ledger = around.ledger.as(new Life());
  return { around, baseline, waivers, engine, ledger, lookNow: () => look(around, engine()) };
}

const operations = ({ s3 }: { s3: { sent: readonly { operation: string }[] } }): readonly string[] =>
  s3.sent.map(({ operation }) => operation);

describe('what is waived', () => {
  it('is left as it is: no write, no incident, and what the waiver was good for is counted', async () => {
    const { around, ledger, lookNow } = await world({
      found: suspended,
      declared: versions,
      waived: ['versioning'],
    });
    expect(await lookNow()).toEqual({ versioning: 'waived' });
    expect(await lookNow()).toEqual({ versioning: 'waived' });
    expect(around.s3.sent).toEqual([]);
    expect(around.ledger.all).toEqual([]);
    expect(await ledger.waiverUse(target, 'w-versioning')).toMatchObject({ looks: 2, incidents: 0 });
    expect((await ledger.recall(target)).sightings.get('versioning')?.at).toBeDefined();
  });

  it('is one state of one aspect: any other is drift', async () => {
    const { around, lookNow } = await world({
      found: { ...suspended, policy: JSON.stringify(policies.partner) },
      declared: { ...versions, bucketPolicy: policies.tls },
      waived: ['versioning', 'bucketPolicy'],
    });
    around.bucket.documents.set('policy', JSON.stringify(policies.other));
    expect(await lookNow()).toEqual({ bucketPolicy: 'reverted', versioning: 'waived' });
    expect(operations(around)).toEqual(['PutBucketPolicy']);
    expect(await lookNow()).toEqual({ bucketPolicy: 'clean', versioning: 'waived' });
  });

  it('is the same state in whatever order S3 shows it', async () => {
    const ids = [`arn:aws:iam::${partner}:root`, 'arn:aws:iam::777788889999:root'];
    const document = (...AWS: readonly string[]): string => {
      const Resource = `arn:aws:s3:::${target.name}/*`;
      const Statement = [{ Effect: 'Allow', Principal: { AWS }, Action: 's3:GetObject', Resource }];
      return JSON.stringify({ Version: '2012-10-17', Statement });
    };
    const { around, lookNow } = await world({
      found: { policy: document(...ids) },
      declared: { bucketPolicy: policies.tls },
      waived: ['bucketPolicy'],
    });
    around.bucket.documents.set('policy', document(...ids.toReversed()));
    expect(await lookNow()).toEqual({ bucketPolicy: 'waived' });
  });

  it('ends the incident that is open for it, which names the waiver', async () => {
    const given = await world({ found: suspended, declared: versions, response: 'alert' });
    const { around, engine, ledger, lookNow } = given;
    expect(await lookNow()).toEqual({ versioning: 'alerted' });
    const [incident] = around.ledger.all;
    if (incident === undefined) throw new Error('no incident');
    const terms = { reason: 'A restore runs until tonight.', owner: 'team-heron', lasts: 4 * 60 * minute };
    const waiver = await grant(engine(), incident, incident.found, terms);

    expect(await lookNow()).toEqual({ versioning: 'waived' });
    expect(around.ledger.all).toMatchObject([{ status: 'closed', outcome: 'waived' }]);
    const [closed] = around.ledger.all;
    expect(closed?.transitions.at(-1)?.note).toBe(
      `Waived until ${waiver.expires} by team-heron: A restore runs until tonight. (${waiver.id}, incident ${incident.id})`,
    );
    expect(closed?.outbox.map(({ kind }) => kind)).toEqual(['opened', 'closed']);
    expect(await ledger.waiverUse(target, waiver.id)).toMatchObject({ looks: 1, incidents: 1 });
    expect(around.s3.sent).toEqual([]);
    expect(await lookNow()).toEqual({ versioning: 'waived' });
    expect(around.ledger.all).toHaveLength(1);
  });

  it('comes back by itself when the waiver is over, and a look is asked for then', async () => {
    const { around, waivers, engine, lookNow } = await world({
      found: suspended,
      declared: versions,
      waived: ['versioning'],
      lasts: 20 * minute,
    });
    const looked = () => passing(around.clock, reconcile(engine(), scanAt(around.clock)));
    expect((await looked()).again).toBeUndefined();
    await around.clock.advance(10 * minute);
    expect((await looked()).again).toBe(waivers[0]?.expires);
    await around.clock.advance(Date.parse(waivers[0]?.expires ?? '') - around.clock.now().getTime() - 1);
    expect(await lookNow()).toEqual({ versioning: 'waived' });
    await around.clock.advance(1);
    expect(await lookNow()).toEqual({ versioning: 'reverted' });
    expect(around.ledger.all).toMatchObject([{ cause: 'drift', outcome: 'reverted' }]);
  });

  it('is shown by a plan as waived, without a step', async () => {
    const { around, engine } = await world({ found: suspended, declared: versions, waived: ['versioning'] });
    const seen = await passing(around.clock, preview(engine({ mode: 'dry-run' }), target, true));
    expect(seen?.decision.verdicts.get('versioning')?.waiver?.id).toBe('w-versioning');
    expect([seen?.decision.repair.steps, seen?.decision.proposed]).toEqual([[], []]);
  });

  it('is bound by its waiver when a person applies, too', async () => {
    const { around, engine } = await world({ found: suspended, declared: versions, waived: ['versioning'] });
    const applying = engine({ approval: { reopen: true } });
    expect(await look(around, applying)).toEqual({ versioning: 'waived' });
    expect(around.s3.sent).toEqual([]);
  });

  it('is nothing that S3 tells of in words that nobody knows', async () => {
    const { around, lookNow } = await world({
      found: suspended,
      declared: versions,
      waived: ['versioning'],
    });
    around.s3.strange.set('GetBucketVersioning', ['Soft']);
    expect(await lookNow()).toEqual({ versioning: 'escalated' });
  });
});

const everybody = {
  Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
} as const;
const publicAcl = aclWith([{ ...everybody, Permission: 'READ' }]);
const partnerAcl = aclWith([
  { Grantee: { Type: 'CanonicalUser', ID: partner.padEnd(64, 'a') }, Permission: 'READ' },
]);
const preferred = { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] };
const site = JSON.stringify(policies.website);
const closed = { publicAccessBlock: blocked, bucketPolicy: policies.tls };
const exposure = { waivable: ['exposure'] } as const;

describe('a waiver does not cover that the world gets in', () => {
  it.each<[string, Given['found'], Values, string]>([
    ['by a policy', { policy: site }, { bucketPolicy: policies.tls }, 'bucketPolicy'],
    [
      'by an ACL',
      { acl: publicAcl, ownershipControls: preferred },
      { acl: { Canned: 'private' }, publicAccessBlock: unblocked },
      'acl',
    ],
    ['by a block that is off', { policy: site, publicAccessBlock: unblocked }, closed, 'publicAccessBlock'],
  ])('%s, unless the baseline says so', async (_, found, declared, aspect) => {
    const given = { found, declared, waived: [aspect] };
    const strict = await world(given);
    expect((await strict.lookNow())[aspect]).toBe('reverted');
    expect(strict.around.ledger.all.some((one) => one.aspect === aspect)).toBe(true);
    const open = await world({ ...given, words: exposure });
    expect((await open.lookNow())[aspect]).toBe('waived');
  });

  it('is asked at every look: what is closed by something else today may be open tomorrow', async () => {
    const { around, lookNow } = await world({
      found: { policy: site, publicAccessBlock: blocked },
      declared: { bucketPolicy: policies.tls },
      waived: ['bucketPolicy'],
    });
    expect(await lookNow()).toEqual({ bucketPolicy: 'waived' });
    around.bucket.documents.set('publicAccessBlock', unblocked);
    expect(await lookNow()).toEqual({ bucketPolicy: 'reverted' });
  });

  it('counts what could not be read as open', async () => {
    const { around, lookNow } = await world({
      found: { policy: site, publicAccessBlock: blocked },
      declared: { bucketPolicy: policies.tls },
      waived: ['bucketPolicy'],
    });
    around.s3.failing.set('GetPublicAccessBlock', 'AccessDenied');
    around.s3.failing.set('GetBucketPolicyStatus', 'AccessDenied');
    expect(await lookNow()).toMatchObject({ bucketPolicy: 'escalated' });
    expect(around.s3.sent).toEqual([]);
  });

  it('takes the block of the account into account, while it holds', async () => {
    const { around, lookNow } = await world({
      found: { policy: site },
      declared: { bucketPolicy: policies.tls },
      waived: ['bucketPolicy'],
    });
    const home = around.s3.accounts.get(target.account);
    home?.documents.set('publicAccessBlock', blocked);
    expect(await lookNow()).toEqual({ bucketPolicy: 'waived' });
    home?.documents.delete('publicAccessBlock');
    expect(await lookNow()).toEqual({ bucketPolicy: 'reverted' });
  });

  it('and is not void because the world gets in by something else', async () => {
    const { around, lookNow } = await world({
      found: { acl: partnerAcl, ownershipControls: preferred, policy: JSON.stringify(policies.hostile) },
      declared: { acl: { Canned: 'private' }, bucketPolicy: policies.tls },
      waived: ['acl'],
    });
    expect(await lookNow()).toEqual({ acl: 'waived', bucketPolicy: 'reverted' });
    expect(operations(around)).toEqual(['PutBucketPolicy']);
    expect(around.bucket.documents.get('acl')).toEqual(partnerAcl);
  });
});

describe('beside what is waived', () => {
  it('everything else is put back, and the waived part is not touched on the way', async () => {
    const { around, lookNow } = await world({
      found: { acl: partnerAcl, ownershipControls: preferred, publicAccessBlock: unblocked },
      declared: { acl: { Canned: 'private' }, publicAccessBlock: blocked },
      waived: ['acl'],
    });
    expect(await lookNow()).toEqual({ acl: 'waived', publicAccessBlock: 'reverted' });
    expect(operations(around)).toEqual(['PutPublicAccessBlock']);
    expect(around.bucket.documents.get('acl')).toEqual(partnerAcl);
    expect(await lookNow()).toEqual({ acl: 'waived', publicAccessBlock: 'clean' });
  });

  it('nothing is opened that would let out what is waived, whoever says so', async () => {
    const { around, engine, lookNow } = await world({
      found: { policy: site, publicAccessBlock: blocked },
      declared: { bucketPolicy: policies.tls, publicAccessBlock: unblocked },
      waived: ['bucketPolicy'],
      reopen: 'auto',
    });
    expect(await lookNow()).toEqual({ bucketPolicy: 'waived', publicAccessBlock: 'proposed' });
    const applying = engine({ approval: { reopen: true } });
    expect(await look(around, applying)).toEqual({ bucketPolicy: 'waived', publicAccessBlock: 'proposed' });
    expect(around.s3.sent).toEqual([]);
  });

  it('a step that closes another aspect is not held back by it', async () => {
    const enforced = { ObjectOwnership: 'BucketOwnerEnforced' };
    const { around, lookNow } = await world({
      found: { acl: partnerAcl, ownershipControls: preferred },
      declared: { acl: { Canned: 'private' }, ownershipControls: enforced },
      waived: ['acl'],
    });
    expect(await lookNow()).toMatchObject({ ownershipControls: 'reverted' });
    expect(around.bucket.documents.get('ownershipControls')).toEqual({ Rules: [enforced] });
    expect(await lookNow()).toEqual({ acl: 'clean', ownershipControls: 'clean' });
  });
});
