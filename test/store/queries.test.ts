import { beforeAll, describe, expect, it } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import type { IncidentQuery } from '../../controller/domain/ledger.js';
import { targetKey } from '../../controller/domain/target.js';
import { all, database, type TestLedger } from './database.js';
import { deployer, draftOf, eventOf, newBucket } from './samples.js';

const day = (number: number, hour = 10): string => new Date(Date.UTC(2026, 2, number, hour)).toISOString();
const root = { type: 'Root', arn: 'arn:aws:iam::111122223333:root' };

describe('questions to the ledger', () => {
  const db = database();
  const bucket = newBucket();
  const incidents: Incident[] = [];
  let ledger: TestLedger;

  beforeAll(async () => {
    ledger = db.process().ledger;
    for (let number = 1; number <= 24; number += 1) {
      const actor = number % 3 === 0 ? root : { ...deployer, role: number % 2 ? deployer.role : '' };
      const { role, ...roleless } = actor as typeof deployer;
      const { incident } = await ledger.open(
        draftOf(number % 2 ? bucket : newBucket(), {
          aspect: number % 4 < 2 ? 'acl' : 'encryption',
          detectedAt: day(1 + (number % 5), number % 20),
          who:
            number % 7 === 0
              ? { kind: 'unknown', reason: 'no event' }
              : { kind: 'known', actor: role ? actor : roleless, call: 'c', event: 'e', confirmed: true },
        }),
      );
      incidents.push(number % 2 ? await ledger.change(incident, { status: 'closed' }) : incident);
    }
  });

  const queries: Record<string, IncidentQuery> = {
    everything: {},
    'some days': { since: day(2), until: day(4) },
    'since a day': { since: day(5) },
    'a target': { target: bucket },
    'a target and an aspect': { target: bucket, aspect: 'acl', since: day(2) },
    'an aspect': { aspect: 'acl', until: day(3) },
    'a role': { actor: String(deployer.role) },
    'a session': { actor: String(deployer.arn), status: 'closed' },
    'the root user': { actor: root.arn, aspect: 'acl' },
    'what is open': { status: 'open' },
    'what is closed': { status: 'closed', since: day(2) },
    nobody: { actor: 'arn:aws:iam::111122223333:role/other/deployer' },
  };

  for (const [name, query] of Object.entries(queries)) {
    it(`finds the incidents of ${name}, newest first, without a scan`, async () => {
      const expected = incidents.filter(
        (one) =>
          (query.since ?? '') <= one.detectedAt &&
          one.detectedAt <= (query.until ?? '9') &&
          (query.target === undefined || targetKey(one.target) === targetKey(query.target)) &&
          (query.aspect ?? one.aspect) === one.aspect &&
          (query.status ?? one.status) === one.status &&
          (query.actor === undefined ||
            (one.who.kind === 'known' && [one.who.actor.arn, one.who.actor.role].includes(query.actor))),
      );
      const { ledger: another, fault } = db.process();
      const found = await all(another.incidents(query));
      const byId = (a: Incident, b: Incident) => (a.id < b.id ? -1 : 1);
      expect([...found].sort(byId)).toEqual([...expected].sort(byId));
      expect(expected.length > 0).toBe(name !== 'nobody');
      const times = found.map(({ detectedAt }) => detectedAt);
      expect(times).toEqual([...times].sort().reverse());
      expect(new Set(fault.operations).has('Scan')).toBe(false);
    });
  }

  it('pages through more than a megabyte', async () => {
    const { ledger: another, fault } = db.process({ limits: { inline: 100_000, part: 100_000 } });
    const large = newBucket();
    const found = { kind: 'observed', state: 'x'.repeat(95_000) } as const;
    const fields = [{ path: '', actual: 'y'.repeat(95_000) }];
    for (let episode = 1; episode <= 8; episode += 1) {
      const { incident } = await another.open(draftOf(large, { found, fields, outbox: [] }));
      await another.change(incident, { status: 'closed' });
    }
    fault.operations.length = 0;
    const numbers = async (incidents: AsyncIterable<Incident>) =>
      (await all(incidents)).map(({ episode }) => episode);
    const expected = Array.from({ length: 8 }, (_, index) => 8 - index);
    expect(await numbers(another.episodes(large, 'encryption'))).toEqual(expected);
    expect(fault.operations.length).toBeGreaterThan(1);
    expect((await numbers(another.incidents({ target: large }))).sort((a, b) => b - a)).toEqual(expected);
  });

  it('keeps events and attempts on the time lines of buckets and actors, once however often they come', async () => {
    const [one, two] = [newBucket(), newBucket()];
    const event = eventOf('e-1', { at: day(20) });
    const refused = eventOf('e-2', {
      at: day(21),
      actor: { ...deployer, arn: 'arn:aws:sts::111122223333:assumed-role/deployer/other' },
    });
    const others = eventOf('e-3', { at: day(21), actor: root });
    const service = eventOf('e-4', {
      at: day(22),
      actor: { type: 'AWSService', invokedBy: 'config.amazonaws.com' },
    });
    await ledger.noteEvent(one, event);
    await ledger.noteEvent(one, { ...event, call: 'Forged' });
    await ledger.noteAttempt({ target: two, event: refused, errorCode: 'AccessDenied' });
    await ledger.noteEvent(two, others);
    await ledger.noteEvent(two, service);
    const lines = {
      event: { target: one, event },
      refused: { target: two, event: refused, errorCode: 'AccessDenied' },
      others: { target: two, event: others },
      service: { target: two, event: service },
    };
    const of = (whose: { target: typeof one } | { actor: string }, from = day(20), to = day(22)) =>
      all(ledger.timeline(whose, from, to));
    expect(await of({ target: one })).toEqual([lines.event]);
    expect(await of({ target: two })).toEqual([lines.refused, lines.others, lines.service]);
    expect(await of({ target: two }, day(20), day(20))).toEqual([]);
    expect(await of({ actor: String(deployer.role) })).toEqual([lines.event, lines.refused]);
    expect(await of({ actor: String(deployer.arn) })).toEqual([lines.event]);
    expect(await of({ actor: String(deployer.role) }, day(21), day(21))).toEqual([lines.refused]);
    expect(await of({ actor: root.arn })).toEqual([lines.others]);
  });

  it('finds an incident under the actor that was learnt later', async () => {
    const { incident } = await ledger.open(
      draftOf(newBucket(), { who: { kind: 'unknown', reason: 'scan' } }),
    );
    const late = { ...root, arn: 'arn:aws:iam::111122223333:user/late' };
    const who = { kind: 'known', actor: late, call: 'c', event: 'e', confirmed: true } as const;
    const changed = await ledger.change(incident, { who });
    expect(await all(ledger.incidents({ actor: late.arn }))).toEqual([changed]);
    await ledger.change(changed, { who: { kind: 'unknown', reason: 'forged' } });
    expect(await all(ledger.incidents({ actor: late.arn }))).toEqual([]);
  });
});
