import { describe, expect, it } from 'vitest';
import type { Engine } from '../../controller/engine/engine.js';
import { Life } from '../fakes/life.js';
import { blocked, policies, unblocked } from './access-worlds.js';
import {
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  remembered,
  surroundings,
  target,
  type Values,
} from './world.js';

const declared: Values = { publicAccessBlock: blocked, bucketPolicy: policies.tls };
const asDeclared = { publicAccessBlock: blocked, policy: JSON.stringify(policies.tls) };
const hostile = JSON.stringify(policies.hostile);

async function begun(found: Readonly<Record<string, unknown>>) {
  const around = surroundings(found);
  const baseline = baselineOf(declared);
  await remembered(around, baseline);
  const life = new Life();
  return { around, life, engine: engineIn(around, { life, declarations: declarationsOf(baseline) }) };
}

/** The engine, with something that happens once between its first look and the second. */
function meanwhile(engine: Engine, happens: () => void): Engine {
  let isDone = false;
  const acquire: Engine['ledger']['acquire'] = (...given) => {
    if (!isDone) happens();
    isDone = true;
    return engine.ledger.acquire(...given);
  };
  return { ...engine, ledger: { ...engine.ledger, acquire } };
}

describe('the look before the write', () => {
  it('sends nothing for what somebody else has healed meanwhile', async () => {
    const { around, engine } = await begun({ ...asDeclared, policy: hostile });
    const healed = meanwhile(engine, () =>
      around.s3.write(target.name, 'PutBucketPolicy', { Policy: JSON.stringify(policies.tls) }),
    );
    expect(await look(around, healed)).toEqual({
      bucketPolicy: 'healedElsewhere',
      publicAccessBlock: 'clean',
    });
    expect(around.s3.sent).toEqual([]);
    expect(around.ledger.all).toMatchObject([{ status: 'closed', outcome: 'healedElsewhere' }]);
    expect(around.ledger.all[0]).not.toHaveProperty('remediatedAt');
  });

  it('puts back what is there by then, and opens an incident for what has come to it', async () => {
    const { around, engine } = await begun({ ...asDeclared, policy: JSON.stringify(policies.partner) });
    const worse = meanwhile(engine, () => {
      around.s3.write(target.name, 'DeletePublicAccessBlock');
      around.s3.write(target.name, 'PutBucketPolicy', { Policy: hostile });
    });
    expect(await look(around, worse)).toEqual({ bucketPolicy: 'reverted', publicAccessBlock: 'reverted' });
    expect(around.s3.sent.map(({ id }) => id)).toEqual(['publicAccessBlock.close', 'bucketPolicy.put']);
    expect(around.ledger.all.map(({ aspect, outcome }) => [aspect, outcome])).toEqual([
      ['bucketPolicy', 'reverted'],
      ['publicAccessBlock', 'reverted'],
    ]);
  });

  it('writes nothing to what cannot be read by then', async () => {
    const { around, engine } = await begun({ ...asDeclared, policy: hostile });
    const denied = meanwhile(engine, () => around.s3.failing.set('GetBucketPolicy', 'AccessDenied'));
    const outcomes = await look(around, denied);
    expect([outcomes['bucketPolicy'], around.s3.sent]).toEqual(['unreadable', []]);
    expect(around.ledger.all.filter(({ status }) => status === 'open').length).toBe(1);
  });

  it('leaves the target to whoever holds its lease', async () => {
    const { around, engine } = await begun({ ...asDeclared, policy: hostile });
    const other = around.ledger.as(new Life());
    const grant = await other.acquire(target, 'another controller', 10_000_000);
    await expect(look(around, engine)).rejects.toThrow('never taken over');
    expect(around.s3.sent).toEqual([]);
    if (grant.kind === 'granted') await other.release(grant.lease);
    expect(await look(around, engine)).toMatchObject({ bucketPolicy: 'reverted' });
    expect(around.ledger.all.length).toBe(1);
  });

  it('gives the lease back also when a write fails', async () => {
    const { around, engine } = await begun({ ...asDeclared, policy: hostile });
    around.s3.failing.set('PutBucketPolicy', 'InternalError');
    expect(await look(around, engine)).toMatchObject({ bucketPolicy: 'failed' });
    expect(around.ledger.all).toMatchObject([{ status: 'open', outcome: 'failed' }]);
    const other = around.ledger.as(new Life());
    expect(await other.acquire(target, 'another controller', 1)).toMatchObject({
      lease: { fence: 2 },
    });
  });
});

describe('an old state that S3 shows once more', () => {
  it('is no drift if the next read shows the new one', async () => {
    const { around, engine } = await begun({ ...asDeclared, policy: hostile });
    await look(around, engine);
    const sent = around.s3.sent.length;
    around.s3.showOld(target.name, 'policy', 1);
    await look(around, engine);
    await look(around, engine);
    expect(around.s3.sent.length).toBe(sent);
    expect(around.ledger.all).toMatchObject([{ outcome: 'reverted', episode: 1 }]);
  });

  it('is put back if it is really there again', async () => {
    const { around, engine } = await begun({ ...asDeclared, publicAccessBlock: unblocked });
    await look(around, engine);
    around.s3.write(target.name, 'PutPublicAccessBlock', { PublicAccessBlockConfiguration: unblocked });
    const since = around.clock.now().getTime();
    expect(await look(around, engine)).toMatchObject({ publicAccessBlock: 'reverted' });
    expect(around.clock.now().getTime() - since).toBeGreaterThanOrEqual(engine.timing.secondLook);
    expect(around.ledger.all.map(({ episode, outcome }) => [episode, outcome])).toEqual([
      [1, 'reverted'],
      [2, 'reverted'],
    ]);
  });
});
