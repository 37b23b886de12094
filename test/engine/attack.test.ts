import { describe, expect, it } from 'vitest';
import { actorRuleFor } from '../../controller/catalog/actor-match.js';
import type { AttackSequence } from '../../controller/domain/actor-rule.js';
import type { Incident } from '../../controller/domain/incident.js';
import type { EventSignal } from '../../controller/domain/signal.js';
import { instant } from '../../controller/domain/time.js';
import { reconcile } from '../../controller/engine/reconcile.js';
import { messageOf } from '../../controller/notify/message.js';
import { Life } from '../fakes/life.js';
import { blocked, unblocked } from './access-worlds.js';
import {
  account,
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  passing,
  remembered,
  type Surroundings,
  scanAt,
  surroundings,
  target,
} from './world.js';

const eve = {
  type: 'AssumedRole',
  role: `arn:aws:iam::${account}:role/eve`,
  arn: `arn:aws:sts::${account}:assumed-role/eve/x`,
};
const ann = { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/ann` };

const sequence: AttackSequence = {
  id: 'all-at-once',
  title: 'Everything at once',
  policies: ['versioning-revert', 'encryption-revert', 'publicAccessBlock-revert'],
  aspects: 3,
  withinMinutes: 60,
  why: 'nobody does that by chance',
  source: 'policies/_sequences.yaml:1',
};
const rule = {
  id: 'eve',
  roles: [eve.role],
  invokedBy: [],
  answer: 'grace' as const,
  why: 'a test says so',
  source: 'here',
};

const good = {
  versioning: { Status: 'Enabled' },
  encryption: { SSEAlgorithm: 'AES256' },
  publicAccessBlock: blocked,
};
const calls = {
  versioning: 'PutBucketVersioning',
  encryption: 'PutBucketEncryption',
  publicAccessBlock: 'PutBucketPublicAccessBlock',
} as const;
type Name = keyof typeof calls;
const bad: Readonly<Record<Name, unknown>> = {
  versioning: { Status: 'Suspended' },
  encryption: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] },
  publicAccessBlock: unblocked,
};

async function begin(withRule = false) {
  const baseline = baselineOf(good);
  const around = surroundings();
  const engine = engineIn(around, {
    declarations: {
      ...declarationsOf(baseline),
      sequences: [sequence],
      ...(withRule ? { actorRules: [rule], actorRuleFor: actorRuleFor([rule]) } : {}),
    },
  });
  await look(around, { ...engine, approval: { reopen: true } });
  await remembered(around, baseline);
  await around.clock.advance(60_000);
  let ids = 0;
  const event = (aspect: Name, actor: EventSignal['actor']): EventSignal => {
    ids += 1;
    return {
      kind: 'event',
      id: `e${ids}`,
      call: calls[aspect],
      aspects: [aspect],
      actor,
      at: instant(around.clock.now()),
    };
  };
  /** Somebody breaks one aspect, and the controller hears of it. */
  const breaks = async (aspect: Name, actor: EventSignal['actor'] = eve) => {
    around.bucket.documents.set(aspect, bad[aspect]);
    const told = event(aspect, actor);
    await around.ledger.as(new Life()).noteEvent(target, told);
    return passing(around.clock, reconcile(engine, { ...scanAt(around.clock, [told]), aspects: [aspect] }));
  };
  return { around, engine, breaks };
}

const drifted = ({ ledger }: Surroundings): readonly Incident[] =>
  ledger.all.filter(({ cause }) => cause === 'drift');
const news = (incidents: readonly Incident[]) =>
  incidents.flatMap(({ outbox }) => outbox.filter(({ kind }) => kind === 'linked'));

describe('an attack sequence', () => {
  it('is one critical case of all its incidents, told of once', async () => {
    const { around, breaks } = await begin();
    await breaks('versioning');
    await breaks('encryption');
    expect(drifted(around).map((one) => one.case)).toEqual([undefined, undefined]);
    await breaks('publicAccessBlock');
    const all = drifted(around);
    const id = `case-${all[0]?.id}`;
    expect(all.map((one) => [one.aspect, one.case?.id, one.severity, one.outcome])).toEqual([
      ['versioning', id, 'critical', 'reverted'],
      ['encryption', id, 'critical', 'reverted'],
      ['publicAccessBlock', id, 'critical', 'reverted'],
    ]);
    expect(news(all)).toEqual([{ id, kind: 'linked', at: expect.any(String) }]);
    const [first] = all;
    expect(first && messageOf(first, 'linked')).toMatchObject({
      headline: 'Attack: Everything at once',
      facts: { case: id, severity: 'critical' },
    });
    await breaks('versioning');
    expect(drifted(around).map((one) => one.case?.id)).toEqual([id, id, id, id]);
    expect(news(drifted(around))).toHaveLength(1);
  });

  it.each<
    [string, (breaks: Awaited<ReturnType<typeof begin>>['breaks'], around: Surroundings) => Promise<unknown>]
  >([
    [
      'two aspects, one of them twice',
      async (breaks) => [await breaks('versioning'), await breaks('encryption'), await breaks('versioning')],
    ],
    [
      'two actors',
      async (breaks) => [
        await breaks('versioning'),
        await breaks('encryption', ann),
        await breaks('publicAccessBlock'),
      ],
    ],
    [
      'too long a time',
      async (breaks, around) => {
        await breaks('versioning');
        await breaks('encryption');
        await around.clock.advance(61 * 60_000);
        await breaks('publicAccessBlock');
      },
    ],
  ])('is none by %s', async (_, act) => {
    const { around, breaks } = await begin();
    await act(breaks, around);
    expect(drifted(around)).toHaveLength(3);
    expect(drifted(around).filter((one) => one.case !== undefined)).toEqual([]);
  });

  it('ends every grace: what had been given time is put right', async () => {
    const { around, engine, breaks } = await begin(true);
    expect((await breaks('versioning')).outcomes.get('versioning')).toBe('inGrace');
    expect((await breaks('encryption')).outcomes.get('encryption')).toBe('inGrace');
    const last = await breaks('publicAccessBlock');
    expect(last.outcomes.get('publicAccessBlock')).toBe('reverted');
    const recheck = {
      target,
      signals: [{ kind: 'recheck', at: instant(around.clock.now()) }],
      aspects: 'all',
      round: 1,
    } as const;
    await passing(around.clock, reconcile(engine, recheck));
    expect(drifted(around).map(({ aspect, outcome }) => [aspect, outcome])).toEqual([
      ['versioning', 'reverted'],
      ['encryption', 'reverted'],
      ['publicAccessBlock', 'reverted'],
    ]);
    expect(last.others).toEqual([target]);
  });

  it('is told of once wherever the process dies while it links', async () => {
    for (const reaches of [true, false]) {
      for (let at = 1; at < 60; at += 3) {
        const { around, engine, breaks } = await begin();
        await breaks('versioning');
        await breaks('encryption');
        const life = new Life({ at, reaches });
        const dying = {
          ...engine,
          ledger: around.ledger.as(life),
          access: around.s3.accessFor(life, 'auto-revert'),
        };
        around.bucket.documents.set('publicAccessBlock', bad.publicAccessBlock);
        const told = {
          kind: 'event',
          id: 'last',
          call: 'PutBucketPublicAccessBlock',
          aspects: ['publicAccessBlock'],
          actor: eve,
          at: instant(around.clock.now()),
        } as const;
        const again = { ...scanAt(around.clock, [told]), aspects: ['publicAccessBlock'] };
        await passing(
          around.clock,
          reconcile(dying, again).catch(() => undefined),
        );
        for (let tries = 0; tries < 2; tries += 1) {
          await passing(
            around.clock,
            reconcile(engine, again).catch(() => undefined),
          );
          await around.clock.advance(engine.timing.lease);
        }
        const all = drifted(around);
        expect(all).toHaveLength(3);
        expect(all.map(({ outcome }) => outcome)).toEqual(['reverted', 'reverted', 'reverted']);
        const id = `case-${all[0]?.id}`;
        expect(all.map((one) => one.case?.id)).toEqual([id, id, id]);
        expect(news(all)).toMatchObject([{ id }]);
      }
    }
  });
});
