import { describe, expect, it } from 'vitest';
import type { Look } from '../../controller/domain/signal.js';
import { settled } from '../fakes/fake-clock.js';
import { running } from './running.js';
import { bucket, changeOf, clean, envelope } from './samples.js';

const roundsOf = (looks: readonly Look[]): readonly number[] => looks.map(({ round }) => round);

describe('the source of messages', () => {
  it('notes a change, looks, looks again about 10 s and 60 s later, and then leaves the queue empty', async () => {
    const { clock, messages, ledger, looks } = running();
    await messages.send(changeOf('invoices', 'e-1'), 0);
    await settled();
    expect(ledger.events).toMatchObject([{ id: 'e-1', at: '2026-01-31T11:59:00.000Z' }]);
    expect(looks).toMatchObject([
      { target: bucket('invoices'), round: 0, aspects: ['bucketPolicy'], region: 'eu-west-1' },
    ]);
    await clock.advance(9000);
    expect(looks).toHaveLength(1);
    await clock.advance(1000);
    expect(looks[1]).toMatchObject({
      round: 1,
      signals: [{ kind: 'recheck', at: '2026-01-31T12:00:10.000Z' }, { id: 'e-1' }],
    });
    await clock.advance(60_000);
    expect(roundsOf(looks)).toEqual([0, 1, 2]);
    await clock.advance(600_000);
    expect(looks).toHaveLength(3);
    expect(messages.bodies).toEqual([]);
    expect(ledger.events).toHaveLength(1);
  });

  it('takes no event for later than now', async () => {
    const { messages, ledger, looks } = running();
    await messages.send(JSON.stringify(envelope({ eventTime: '2036-01-01T00:00:00Z' })), 0);
    await settled();
    expect(ledger.events).toMatchObject([{ at: '2026-01-31T12:00:00.000Z' }]);
    expect(looks[0]?.signals).toEqual(ledger.events);
  });

  it('answers a burst with few looks and one re-check for each of them', async () => {
    const { clock, messages, looks } = running(async (look) => {
      await clock.sleep(2000);
      return clean(look);
    });
    for (let n = 0; n < 40; n += 1) await messages.send(changeOf('invoices', `e-${n}`), 0);
    await clock.advance(5000);
    expect(looks.length).toBeLessThanOrEqual(2);
    expect(looks.flatMap(({ signals }) => signals)).toHaveLength(40);
    expect(messages.bodies).toHaveLength(looks.length);
    await clock.advance(600_000);
    expect(messages.bodies).toEqual([]);
  });

  it('notes attempts and reads nothing for them', async () => {
    const { messages, ledger, looks } = running();
    await messages.send(JSON.stringify(envelope({ errorCode: 'AccessDenied' })), 0);
    await settled();
    expect(ledger.attempts).toMatchObject([{ target: bucket('invoices'), errorCode: 'AccessDenied' }]);
    expect(looks).toEqual([]);
    expect(messages.bodies).toEqual([]);
  });

  it('deletes what is not ours and what nothing selects, without a read or a write', async () => {
    const { messages, ledger, looks } = running(undefined, { isSelected: () => false });
    await messages.send(JSON.stringify(envelope({ readOnly: true })), 0);
    await messages.send(changeOf('unselected', 'e-1'), 0);
    await messages.send(JSON.stringify(envelope({ errorCode: 'AccessDenied' })), 0);
    await settled();
    expect(messages.bodies).toEqual([]);
    expect([looks, ledger.events, ledger.attempts]).toEqual([[], [], []]);
  });

  it('looks at a bucket that nothing selects when it is created, and once more for each re-check', async () => {
    const { messages, looks, clock } = running(undefined, { isSelected: () => false });
    await messages.send(JSON.stringify(envelope({ eventName: 'CreateBucket' })), 0);
    await settled();
    await clock.advance(15_000);
    expect(looks.map(({ round, signals }) => [round, signals.map(({ kind }) => kind)])).toEqual([
      [0, ['event']],
      [1, ['recheck', 'event']],
    ]);
  });

  it('keeps a message hidden as long as its look takes, and tries a failed look again later and later', async () => {
    let looksLeft = 3;
    const slow = running(async (look) => {
      await slow.clock.sleep(200_000);
      looksLeft -= 1;
      if (looksLeft > 0) throw new Error('not yet');
      return clean(look);
    });
    await slow.messages.send(changeOf('invoices', 'e-1'), 0);
    await slow.clock.advance(199_000);
    expect(slow.looks).toHaveLength(1);
    await slow.clock.advance(1000 + 4000);
    expect(slow.looks).toHaveLength(1);
    await slow.clock.advance(1000);
    expect(slow.looks).toHaveLength(2);
    await slow.clock.advance(200_000 + 14_000);
    expect(slow.looks).toHaveLength(2);
    await slow.clock.advance(1000);
    expect(slow.looks).toHaveLength(3);
    expect(slow.messages.bodies).toHaveLength(1);
    await slow.clock.advance(200_000);
    expect(slow.messages.bodies).toEqual([expect.stringContaining('recheck')]);
    expect(slow.ledger.events.map(({ id }) => id)).toEqual(['e-1', 'e-1', 'e-1']);
  });

  it('holds no more messages than it may', async () => {
    const { clock, messages, intake } = running(() => new Promise(() => {}), { mostOpen: 10 });
    for (let n = 0; n < 30; n += 1) await messages.send(changeOf(`bucket-${n}`, `e-${n}`), 0);
    await clock.advance(1000);
    intake.abort();
    const free = await messages.receive(0);
    expect(free).toHaveLength(10);
    expect(await messages.receive(0)).toHaveLength(10);
    expect(await messages.receive(0)).toHaveLength(0);
  });

  it('takes nothing new in when it is to stop, and is drained when what it holds has ended', async () => {
    const { clock, messages, source, intake, receiving, looks } = running(async (look) => {
      await clock.sleep(30_000);
      return clean(look);
    });
    await messages.send(changeOf('first', 'e-1'), 0);
    await settled();
    intake.abort(new Error('stopping'));
    await receiving;
    await messages.send(changeOf('second', 'e-2'), 0);
    let drained = false;
    const draining = source.drained().then(() => {
      drained = true;
    });
    await clock.advance(29_000);
    expect(drained).toBe(false);
    await clock.advance(1000);
    await draining;
    expect(looks.map(({ target }) => target)).toEqual([bucket('first')]);
    expect(messages.bodies).toHaveLength(2);
  });
});
