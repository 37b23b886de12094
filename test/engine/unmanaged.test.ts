import { expect, it } from 'vitest';
import { loadCatalogueTexts } from '../../controller/catalog/catalogue.js';
import type { EventSignal, Signal } from '../../controller/domain/signal.js';
import { instant } from '../../controller/domain/time.js';
import { reconcile } from '../../controller/engine/reconcile.js';
import { lastWord } from '../catalog/loading.js';
import { Crash, Life } from '../fakes/life.js';
import { account, engineIn, passing, surroundings, target } from './world.js';

const policies = (response: string) => [
  {
    file: 'policies/test.yaml',
    text: `- { id: new, aspect: existence, change: added, severity: low, response: ${response}, why: a test says so,
  when: { required: [Name], properties: { Name: { pattern: '^heron-' } } } }
- { id: gone, aspect: existence, severity: critical, response: alert, why: a test says so }\n`,
  },
  lastWord,
];
const catalogueOf = (select: string, response = 'alert') =>
  loadCatalogueTexts({
    baselines: [
      {
        file: 'baselines/a.yaml',
        text: `name: a\nselect: ${select}\naspects: { versioning: { Status: Enabled } }\n`,
      },
    ],
    policies: policies(response),
    mode: 'auto-revert',
  });
const elsewhere = catalogueOf("{ buckets: ['egret-*'] }");
const here = catalogueOf("{ buckets: ['heron-*'] }");
const byTags = catalogueOf("{ buckets: ['heron-*'], tags: { class: precious } }");

async function world({ watched = true, life = new Life() } = {}) {
  const around = surroundings();
  const { clock, ledger } = around;
  const at = instant(clock.now());
  if (watched) await ledger.as(new Life()).saveScanCursor(account, { startedAt: at, completedAt: at });
  /** A process that died is followed by another. */
  const lives = [life, new Life()];
  const lookBy = async (declarations: typeof here, ...signals: readonly (Signal | Signal['kind'])[]) => {
    const given = signals.length === 0 ? ['scan' as const] : signals;
    const now = instant(clock.now());
    const look = {
      target,
      signals: given.map((one) => (typeof one === 'string' ? ({ kind: one, at: now } as Signal) : one)),
      aspects: 'all',
      round: 0,
    } as const;
    const { outcomes } = await passing(
      clock,
      reconcile(
        engineIn(around, { declarations, life: lives.find(({ isDead }) => !isDead) ?? new Life() }),
        look,
      ),
    );
    return Object.fromEntries(outcomes);
  };
  const all = () => ledger.all.map(({ finding, status, outcome }) => [finding, status, outcome]);
  return { ...around, life, lookBy, all, recall: () => ledger.as(new Life()).recall(target) };
}

const creation = (at: string): EventSignal => ({
  kind: 'event',
  id: 'e-1',
  call: 'CreateBucket',
  aspects: [],
  actor: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/maker/x' },
  at,
});

it('tells once of a bucket that came under watch and that nothing holds, with who made it', async () => {
  const { lookBy, all, ledger, clock, s3, life } = await world();
  const event = creation(instant(clock.now()));
  expect(await lookBy(elsewhere, event)).toEqual({ existence: 'alerted' });
  expect(await lookBy(elsewhere, 'recheck', event)).toEqual({ existence: 'alerted' });
  expect(await lookBy(elsewhere)).toEqual({ existence: 'alerted' });
  expect(all()).toEqual([['unmanaged', 'open', 'alerted']]);
  expect(ledger.all[0]).toMatchObject({
    severity: 'low',
    cause: 'onboarding',
    policy: { id: 'new' },
    who: { kind: 'known', call: 'CreateBucket' },
    explains: ['e-1'],
    looks: 1,
    found: { kind: 'observed', state: { Name: target.name, Owner: account } },
  });
  expect(ledger.all[0]?.outbox.map(({ kind }) => kind)).toEqual(['opened']);
  expect(s3.sent).toEqual([]);
  expect(life.calls.filter((call) => /^(Get|Head)/.test(call))).toEqual([]);
});

it('tells of no bucket that was there before, and of none that only an event claims', async () => {
  const before = await world({ watched: false });
  const event = creation(instant(before.clock.now()));
  expect(await before.lookBy(elsewhere, event)).toEqual({});
  await before.ledger.as(new Life()).know(target, instant(before.clock.now()));
  expect(await before.lookBy(elsewhere, event)).toEqual({ existence: 'clean' });
  const never = await world();
  never.s3.buckets.delete(target.name);
  expect(await never.lookBy(elsewhere, event)).toEqual({ existence: 'gone' });
  expect([...before.all(), ...never.all()]).toEqual([]);
  expect((await never.recall()).knownSince).toBeUndefined();
});

it('waits until tags had their time, and is over when they choose a baseline', async () => {
  const { lookBy, all, clock, s3 } = await world();
  expect(await lookBy(byTags)).toEqual({});
  await clock.advance(60_000);
  expect(await lookBy(byTags)).toEqual({ existence: 'alerted' });
  s3.write(target.name, 'PutBucketTagging', { Tagging: { TagSet: [{ Key: 'class', Value: 'precious' }] } });
  expect(await lookBy(byTags)).toMatchObject({ existence: 'clean', versioning: 'alerted' });
  expect(all()[0]).toEqual(['unmanaged', 'closed', 'clean']);
});

it('stays while another catalogue holds it no more than the last, and is over when one does', async () => {
  const { lookBy, all } = await world();
  await lookBy(elsewhere);
  expect(await lookBy(byTags, 'catalogue')).toEqual({});
  expect(await lookBy(elsewhere, 'catalogue')).toEqual({});
  expect(all()).toEqual([['unmanaged', 'open', 'alerted']]);
  expect(await lookBy(here, 'catalogue')).toMatchObject({ existence: 'clean', versioning: 'alerted' });
  expect(all()[0]).toEqual(['unmanaged', 'closed', 'clean']);
});

it('is over when the bucket is gone, and one that comes after it is news again', async () => {
  const { lookBy, all, s3 } = await world();
  await lookBy(elsewhere);
  s3.buckets.delete(target.name);
  expect(await lookBy(elsewhere, 'scan', 'catalogue')).toEqual({ existence: 'gone' });
  expect(all()).toEqual([['unmanaged', 'closed', 'clean']]);
  s3.create(target.name, account);
  expect(await lookBy(elsewhere)).toEqual({ existence: 'alerted' });
  expect(all()[1]).toEqual(['unmanaged', 'open', 'alerted']);
});

it('becomes the incident of a deleted bucket where a baseline names it by then', async () => {
  const { lookBy, all, s3 } = await world();
  await lookBy(elsewhere);
  s3.buckets.delete(target.name);
  expect(await lookBy(here, 'catalogue')).toEqual({ existence: 'gone' });
  expect(all()).toEqual([
    ['unmanaged', 'closed', 'clean'],
    ['gone', 'open', 'gone'],
  ]);
});

it('is known and told to nobody where a policy ignores it', async () => {
  const { lookBy, all, recall } = await world();
  expect(await lookBy(catalogueOf("{ buckets: ['egret-*'] }", 'ignore'))).toEqual({ existence: 'ignored' });
  expect(all()).toEqual([]);
  expect((await recall()).knownSince).toBeDefined();
});

it('is told of exactly once, wherever the process dies', async () => {
  const whole = await world();
  await whole.lookBy(elsewhere);
  const count = whole.life.calls.length;
  expect(count).toBeGreaterThan(5);
  for (let at = 1; at <= count; at += 1)
    for (const reaches of [false, true]) {
      const life = new Life({ at, reaches });
      const { lookBy, all, ledger, recall } = await world({ life });
      // A listing that is cut off is one that could not be asked: that look just ends.
      await lookBy(elsewhere).catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
      expect(life.isDead).toBe(true);
      expect(['alerted', 'clean']).toContain((await lookBy(elsewhere))['existence']);
      expect([at, reaches, ...all()]).toEqual([at, reaches, ['unmanaged', 'open', 'alerted']]);
      expect(ledger.all[0]?.outbox.map(({ kind }) => kind)).toEqual(['opened']);
      expect((await recall()).knownSince).toBeDefined();
    }
});

it('is left to a later look where the account cannot be listed', async () => {
  const { lookBy, all, s3, recall } = await world();
  const { accessFor } = s3;
  s3.accessFor = (...given) => {
    const access = accessFor.apply(s3, given);
    const isListed = () => Promise.reject(new Error('not allowed to list'));
    return { ...access, reader: { ...access.reader, isListed } };
  };
  expect(await lookBy(elsewhere)).toEqual({});
  expect([...all(), (await recall()).knownSince]).toEqual([undefined]);
});
