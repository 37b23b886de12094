import { describe, expect, it } from 'vitest';
import type { Incident, Notification } from '../../controller/domain/incident.js';
import { Outbox } from '../../controller/runtime/outbox.js';
import { defaultSettings } from '../../controller/runtime/settings.js';
import { FakeClock, settled } from '../fakes/fake-clock.js';
import { RecordingLog } from '../fakes/recording-log.js';
import { at, bucket } from './samples.js';

/** An incident with these notifications undelivered. */
const incident = (id: string, ...notifications: readonly string[]): Incident => ({
  id,
  version: 1,
  target: bucket('invoices'),
  aspect: 'bucketPolicy',
  episode: 1,
  finding: 'difference',
  status: 'open',
  outcome: 'alerted',
  mode: 'dry-run',
  cause: 'drift',
  severity: 'high',
  response: 'alert',
  policy: { id: 'p', why: 'w', techniques: [], source: 'policies/p.yaml:1' },
  baseline: { name: 'b', source: 'baselines/b.yaml:1' },
  desired: { kind: 'absent' },
  found: { kind: 'absent' },
  fields: [],
  occurred: { kind: 'unknown' },
  detectedAt: at,
  channel: 'event',
  who: { kind: 'unknown', reason: 'nobody asked' },
  explains: [],
  looks: 1,
  transitions: [],
  outbox: notifications.map((each): Notification => ({ id: each, kind: 'opened', at })),
});

/** An outbox over a ledger that holds these incidents. */
function running(held: readonly Incident[], notify: (id: string) => Promise<void>) {
  const clock = new FakeClock();
  const log = new RecordingLog();
  const incidents = [...held];
  const delivered = new Set<string>();
  const tried: string[] = [];
  let reads = 0;
  const ledger = {
    async *undelivered() {
      reads += 1;
      for (const each of [...incidents]) {
        const outbox = each.outbox.filter(({ id }) => !delivered.has(id));
        if (outbox.length > 0) yield { ...each, outbox };
      }
    },
    delivered: async (_: Incident, id: string) => void delivered.add(id),
  };
  const notifier = {
    notify: (_: Incident, { id }: Notification) => {
      tried.push(id);
      return notify(id);
    },
  };
  const outbox = new Outbox({ ledger, notifier, clock, log, random: () => 0.5 }, defaultSettings);
  const stop = new AbortController();
  const ended = outbox.run(stop.signal);
  return { clock, log, incidents, delivered, tried, outbox, stop, ended, reads: () => reads };
}

describe('the outbox', () => {
  it('delivers what is undelivered at start, once, and tells the ledger', async () => {
    const { clock, tried, delivered } = running(
      [incident('i-1', 'n-1', 'n-2'), incident('i-2', 'n-3')],
      async () => {},
    );
    await clock.advance(600_000);
    expect(tried).toEqual(['n-1', 'n-2', 'n-3']);
    expect([...delivered]).toEqual(['n-1', 'n-2', 'n-3']);
  });

  it('delivers at once when poked, also while it is delivering, and every so often without that', async () => {
    const { clock, incidents, tried, outbox } = running([], () => clock.sleep(100));
    await clock.advance(1000);
    incidents.push(incident('i-1', 'n-1'));
    outbox.poke();
    await settled();
    expect(tried).toEqual(['n-1']);
    incidents.unshift(incident('i-2', 'n-2'));
    outbox.poke();
    await clock.advance(100);
    expect(tried).toEqual(['n-1', 'n-2']);
    await clock.advance(1000);
    incidents.push(incident('i-3', 'n-3'));
    await clock.advance(1000);
    expect(tried).not.toContain('n-3');
    await clock.advance(30_000);
    expect(tried).toContain('n-3');
  });

  it('tries again later and later what could not be delivered, and does not hold up the rest', async () => {
    let down = true;
    const { clock, log, tried, delivered, outbox } = running(
      [incident('i-1', 'n-1'), incident('i-2', 'n-2')],
      async (id) => {
        if (id === 'n-1' && down) throw new Error('no answer');
      },
    );
    await settled();
    expect([...delivered]).toEqual(['n-2']);
    outbox.poke();
    await settled();
    expect(tried).toEqual(['n-1', 'n-2']);
    await clock.advance(60 * 60_000);
    const times = tried.filter((id) => id === 'n-1').length;
    expect(times).toBeGreaterThan(5);
    expect(times).toBeLessThan(20);
    expect(log.of('warn')).toEqual(['notification not delivered']);
    down = false;
    await clock.advance(10 * 60_000);
    expect([...delivered]).toEqual(['n-2', 'n-1']);
  });

  it('does not wait for ever for a notifier that does not answer', async () => {
    const { clock, delivered } = running([incident('i-1', 'n-1'), incident('i-2', 'n-2')], (id) =>
      id === 'n-1' ? new Promise(() => {}) : Promise.resolve(),
    );
    await clock.advance(30_000);
    expect([...delivered]).toEqual(['n-2']);
  });

  it('asks the ledger no more than it must', async () => {
    const { clock, reads } = running([], async () => {});
    await clock.advance(10 * 60_000);
    expect(reads()).toBeLessThan(25);
  });

  it('ends when told to, also in the middle of a delivery', async () => {
    const { stop, ended, clock } = running([incident('i-1', 'n-1')], () => new Promise(() => {}));
    await settled();
    stop.abort(new Error('stopping'));
    await ended;
    expect(clock.sleeping).toBe(0);
  });
});
