import { describe, expect, it } from 'vitest';
import { actorRuleFor } from '../../controller/catalog/actor-match.js';
import { instant } from '../../controller/domain/time.js';
import { Crash, Life } from '../fakes/life.js';
import {
  account,
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  remembered,
  surroundings,
  target,
} from './world.js';

const declared = { Status: 'Enabled' };
const baseline = baselineOf({ versioning: declared });
const suspended = { Status: 'Suspended' };

describe('an incident whose aspect cannot be read for a while', () => {
  it('goes on as the same one, and ends as what it was', async () => {
    const around = surroundings({ versioning: declared });
    await remembered(around, baseline);
    around.bucket.documents.set('versioning', suspended);
    const engine = engineIn(around, { declarations: declarationsOf(baseline, 'alert') });
    expect(await look(around, engine)).toEqual({ versioning: 'alerted' });
    around.s3.failing.set('GetBucketVersioning', 'AccessDenied');
    expect(await look(around, engine)).toEqual({ versioning: 'unreadable' });
    expect(around.ledger.all).toMatchObject([{ status: 'open', finding: 'difference', looks: 2 }]);
    around.s3.failing.clear();
    expect(await look(around, engine)).toEqual({ versioning: 'alerted' });
    expect(around.ledger.all).toMatchObject([{ status: 'open', finding: 'difference', episode: 1 }]);
    around.bucket.documents.set('versioning', declared);
    expect(await look(around, engine)).toEqual({ versioning: 'healedElsewhere' });
  });
});

describe('an incident of which nobody was told before its grace was over', () => {
  const role = `arn:aws:iam::${account}:role/terraform`;
  const rule = {
    id: 'code',
    roles: [role],
    invokedBy: [],
    answer: 'grace' as const,
    why: 'it is ours',
    source: 'policies/_actors.yaml:1',
  };
  const declarations = {
    ...declarationsOf(baseline),
    actorRules: [rule],
    actorRuleFor: actorRuleFor([rule]),
  };

  it('is told of when a repair that a crash cut short has ended it', async () => {
    const calls = await endedBy();
    for (const at of calls.keys()) await endedBy(at + 1);
    expect(calls.length).toBeGreaterThan(15);
  });

  /** Plays it with a crash of the scan at its n-th call; gives the calls that the scan made. */
  async function endedBy(at?: number): Promise<readonly string[]> {
    const around = surroundings({ versioning: declared });
    await remembered(around, baseline);
    await around.clock.advance(60_000);
    around.bucket.documents.set('versioning', suspended);
    const event = {
      kind: 'event',
      id: 'event-1',
      call: 'PutBucketVersioning',
      aspects: ['versioning'],
      actor: { type: 'AssumedRole', role },
      at: instant(around.clock.now()),
    } as const;
    await around.ledger.as(new Life()).noteEvent(target, event);
    expect(await look(around, engineIn(around, { declarations }), [event])).toEqual({
      versioning: 'inGrace',
    });
    await around.clock.advance(1_000);
    const life = new Life(at === undefined ? undefined : { at, reaches: true });
    const scan = look(around, engineIn(around, { declarations, life }));
    if (at === undefined) await scan;
    else await expect(scan).rejects.toBeInstanceOf(Crash);
    await look(around, engineIn(around, { declarations }));
    const [incident] = around.ledger.all;
    expect([at, around.ledger.all.length, incident?.outcome]).toEqual([at, 1, 'reverted']);
    expect([at, incident?.outbox.map(({ kind }) => kind)]).toEqual([at, ['closed']]);
    return life.calls;
  }
});
