import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../controller/catalog/folders.js';
import type { EventSignal } from '../../controller/domain/signal.js';
import type { Tampering } from '../../controller/domain/tampering.js';
import { instant } from '../../controller/domain/time.js';
import { noticeTampering } from '../../controller/engine/tampering.js';
import { Life } from '../fakes/life.js';
import { root } from '../house/files.js';
import { account, engineIn, type Surroundings, surroundings } from './world.js';

const catalogue = loadCatalogue({
  baselineFolders: [join(root, 'baselines')],
  policyFolders: [join(root, 'policies')],
  now: '2027-01-01T00:00:00.000Z',
  mode: 'auto-revert',
});
const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/org';
const target = { kind: 'account', partition: 'aws', account } as const;

const stopped = ({ clock }: Surroundings, id: string, call = 'StopLogging'): Tampering => {
  const event: EventSignal = {
    kind: 'event',
    id,
    call,
    aspects: ['ownTrail'],
    actor: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/eve' },
    at: instant(clock.now()),
  };
  return { target, what: 'ownTrail', arn, event };
};

const begin = () => {
  const around = surroundings();
  const engine = engineIn(around, { declarations: catalogue });
  return { around, engine, tell: (tampering: Tampering) => noticeTampering(engine, tampering) };
};

describe('tampering with what Snapback rests on', () => {
  it('is an incident of the account that names call, actor and time, and tells people', async () => {
    const { around, tell } = begin();
    const tampering = stopped(around, 'one');
    await tell(tampering);
    expect(around.ledger.all).toMatchObject([
      {
        target,
        aspect: 'ownTrail',
        finding: 'tampering',
        status: 'open',
        outcome: 'alerted',
        response: 'alert',
        severity: 'critical',
        policy: { id: 'own-trail.stopped', title: "Snapback's trail stopped or deleted" },
        desired: { kind: 'value', value: arn },
        fields: [{ path: 'StopLogging', actual: 'arn:aws:iam::111122223333:user/eve' }],
        occurred: { kind: 'at', at: tampering.event.at },
        who: { kind: 'known', event: 'one', confirmed: false },
        explains: ['one'],
        outbox: [{ kind: 'escalated' }],
      },
    ]);
  });

  it('counts a duplicate once, also when the incident is closed', async () => {
    const { around, engine, tell } = begin();
    const tampering = stopped(around, 'one');
    await tell(tampering);
    await tell(tampering);
    const [open] = around.ledger.all;
    if (open === undefined) throw new Error('there is no incident');
    expect(open).toMatchObject({ looks: 1, outbox: [{ kind: 'escalated' }] });
    await engine.ledger.change(open, { status: 'closed', closedAt: instant(around.clock.now()) });
    await tell(tampering);
    expect(around.ledger.all).toHaveLength(1);
    await around.clock.advance(1_000);
    await tell(stopped(around, 'two'));
    expect(around.ledger.all.map(({ episode }) => episode)).toEqual([1, 2]);
  });

  it('gathers other calls in the open incident, and becomes as bad as the worst', async () => {
    const { around, tell } = begin();
    await tell(stopped(around, 'one', 'PutEventSelectors'));
    expect(around.ledger.all).toMatchObject([{ severity: 'high', policy: { id: 'own-trail.changed' } }]);
    await tell(stopped(around, 'two', 'DeleteTrail'));
    expect(around.ledger.all).toMatchObject([
      {
        severity: 'critical',
        policy: { id: 'own-trail.stopped' },
        fields: [{ path: 'PutEventSelectors' }, { path: 'DeleteTrail' }],
        explains: ['one', 'two'],
        outbox: [{ kind: 'escalated' }, { kind: 'escalated' }],
      },
    ]);
  });

  it('is nothing where the policies ignore it', async () => {
    const { around, tell } = begin();
    await tell(stopped(around, 'one', 'StartLogging'));
    expect(around.ledger.all).toEqual([]);
  });

  it.each([true, false])('is told of wherever the process dies (call carried out: %s)', async (reaches) => {
    let deaths = 0;
    for (let at = 1; at < 40; at += 1) {
      const around = surroundings();
      const tampering = stopped(around, 'one');
      const life = new Life({ at, reaches });
      await noticeTampering(engineIn(around, { declarations: catalogue, life }), tampering).catch(() => {});
      if (life.isDead) deaths += 1;
      await noticeTampering(engineIn(around, { declarations: catalogue }), tampering);
      expect(around.ledger.all).toMatchObject([
        {
          status: 'open',
          fields: [{ path: 'StopLogging' }],
          explains: ['one'],
          outbox: [{ kind: 'escalated' }],
        },
      ]);
    }
    expect(deaths).toBeGreaterThan(3);
  });
});
