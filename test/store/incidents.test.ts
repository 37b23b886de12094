import { describe, expect, it } from 'vitest';
import { incidentRow } from '../../controller/store/keys.js';
import { rowsOf } from '../../controller/store/rows.js';
import { fillExplains } from './crash-operations.js';
import { all, database } from './database.js';
import { draftOf, eventOf, newBucket } from './samples.js';

describe('incidents', () => {
  const db = database();

  it('opens an episode, finds it open, closes it, and opens the next one', async () => {
    const { ledger, fault } = db.process();
    const bucket = newBucket();
    const draft = draftOf(bucket, { owner: 'payments', environment: '' });
    const first = await ledger.open(draft);
    expect(first).toEqual({
      opened: true,
      incident: { ...draft, id: first.incident.id, version: 1, episode: 1 },
    });
    expect(first.incident.id).toMatch(/^inc-[0-9a-hjkmnp-tv-z]{17}$/);
    const again = await ledger.open(draftOf(bucket, { severity: 'low' }));
    expect(again).toEqual({ opened: false, incident: first.incident });
    const memory = await ledger.recall(bucket);
    expect(memory.open.get('encryption')).toEqual(first.incident);
    expect(memory.heads.get('encryption')).toMatchObject({ open: first.incident.id, episodes: 1 });

    const closed = await ledger.change(first.incident, {
      status: 'closed',
      outcome: 'reverted',
      closedAt: '2026-03-01T10:00:04.000Z',
      transition: { at: '2026-03-01T10:00:04.000Z', outcome: 'reverted', note: 'verified' },
      notification: { id: 'closed', kind: 'closed', at: '2026-03-01T10:00:04.000Z' },
    });
    expect(closed).toMatchObject({ version: 2, status: 'closed', outcome: 'reverted' });
    expect(closed.transitions.map(({ outcome }) => outcome)).toEqual(['detected', 'reverted']);
    expect(closed.outbox.map(({ id }) => id)).toEqual(['opened', 'closed']);
    fault.operations.length = 0;
    const free = await ledger.recall(bucket);
    expect(fault.operations).toEqual(['Query']);
    expect(free.open.size).toBe(0);
    expect(free.heads.get('encryption')).not.toHaveProperty('open');

    const second = await ledger.open(draft);
    expect(second).toMatchObject({ opened: true, incident: { episode: 2 } });
    const episodes = await all(ledger.episodes(bucket, 'encryption'));
    expect(episodes).toEqual([second.incident, closed]);
    expect(await ledger.incident(first.incident.id)).toEqual(closed);
    expect(await ledger.incident('inc-00000000000000000')).toBeUndefined();
  });

  it('keeps aspects and targets apart', async () => {
    const { ledger } = db.process();
    const bucket = newBucket();
    await ledger.open(draftOf(bucket));
    await ledger.open(draftOf(bucket, { aspect: 'acl' }));
    await ledger.open(draftOf(newBucket()));
    const memory = await ledger.recall(bucket);
    expect([...memory.open.keys()].sort()).toEqual(['acl', 'encryption']);
  });

  it('writes nothing for a change that says nothing new', async () => {
    const { ledger, fault } = db.process();
    const { incident } = await ledger.open(draftOf(newBucket()));
    const change = {
      looks: 2,
      transition: { at: incident.detectedAt, outcome: 'proposed', note: 'n' },
    } as const;
    const changed = await ledger.change(incident, change);
    fault.operations.length = 0;
    expect(await ledger.change(incident, change)).toEqual(changed);
    expect(fault.operations).toEqual(['Get']);
  });

  it('lets the first to close say how it ended, and does not open again what was closed', async () => {
    const { ledger } = db.process();
    const { incident } = await ledger.open(draftOf(newBucket()));
    const closed = await ledger.change(incident, { status: 'closed', outcome: 'reverted' });
    expect(await ledger.change(incident, { status: 'closed', outcome: 'healedElsewhere' })).toEqual(closed);
    await expect(ledger.change(incident, { status: 'open' })).rejects.toThrow(/closed meanwhile/);
    await expect(ledger.change(incident, { outcome: 'inGrace' })).rejects.toThrow(/closed meanwhile/);
    await expect(ledger.change({ ...incident, id: 'inc-other' }, { looks: 9 })).rejects.toThrow(
      /not in the ledger/,
    );
  });

  it('never makes an incident milder, whatever the one who changes it had read', async () => {
    const bucket = newBucket();
    const { ledger } = db.process();
    const { incident } = await ledger.open(draftOf(bucket, { severity: 'medium' }));
    await ledger.change(incident, { severity: 'critical' });
    expect(await ledger.change(incident, { severity: 'medium', looks: 2 })).toMatchObject({
      severity: 'critical',
      looks: 2,
    });
  });

  it('leaves the indexes of what is open and of what is untold when it is neither', async () => {
    const { ledger, client, table } = db.process();
    const { incident } = await ledger.open(draftOf(newBucket()));
    const rows = rowsOf(client, table);
    const row = () => rows.get(incidentRow(incident.target, incident.aspect, 1));
    expect(await row()).toMatchObject({ byOpen: 'yes', byOutbox: 'yes', byId: incident.id });
    await ledger.change(incident, { status: 'closed', who: { kind: 'unknown', reason: 'forged' } });
    await ledger.delivered(incident, 'opened');
    for (const name of ['byOpen', 'byOutbox', 'byActor']) expect(await row()).not.toHaveProperty(name);
    expect(await row()).toMatchObject({ byId: incident.id, byDay: '2026-03-01', byAspect: 'encryption' });
  });

  it('does not tell again what was delivered, when the change is made again', async () => {
    const { ledger } = db.process();
    const { incident } = await ledger.open(draftOf(newBucket(), { outbox: [] }));
    const at = '2026-03-01T10:05:00.000Z';
    const change = {
      transition: { at, outcome: 'escalated', note: 'ask a human' },
      notification: { id: 'escalated', kind: 'escalated', at },
    } as const;
    await ledger.change(incident, change);
    await ledger.delivered(incident, 'escalated');
    expect((await ledger.change(incident, change)).outbox).toEqual([]);
  });

  it('gives an event to one incident of a target only', async () => {
    const { ledger } = db.process();
    const bucket = newBucket();
    const { incident: first } = await ledger.open(draftOf(bucket));
    const { incident: second } = await ledger.open(draftOf(bucket, { aspect: 'acl', explains: ['e-9'] }));
    expect(second.explains).toEqual(['e-9']);
    expect(await ledger.explain(first, eventOf('e-1'))).toBe(true);
    expect(await ledger.explain(first, eventOf('e-1'))).toBe(true);
    expect(await ledger.explain(second, eventOf('e-1'))).toBe(false);
    expect(await ledger.explain(first, eventOf('e-9'))).toBe(false);
    const memory = await ledger.recall(bucket);
    expect(memory.open.get('encryption')?.explains).toEqual(['e-1']);
    expect(memory.open.get('acl')?.explains).toEqual(['e-9']);
    const { incident: elsewhere } = await ledger.open(draftOf(newBucket()));
    expect(await ledger.explain(elsewhere, eventOf('e-1'))).toBe(true);
  });

  it('keeps every event of a storm', async () => {
    const process = db.process();
    const { ledger } = process;
    const bucket = newBucket();
    const { incident } = await ledger.open(draftOf(bucket));
    const early = await fillExplains(process, bucket);
    const late = Array.from({ length: 8 }, (_, number) => `t-${number}`);
    const mine = await Promise.all(late.map((event) => ledger.explain(incident, eventOf(event))));
    expect(mine).toEqual(late.map(() => true));
    expect(await ledger.explain(incident, eventOf('t-5'))).toBe(true);
    const events = [...early, ...late];
    expect((await ledger.recall(incident.target)).open.get('encryption')?.explains).toEqual(events);
    const changed = await ledger.change(incident, { looks: 7 });
    expect(changed).toMatchObject({ looks: 7, explains: events });
  });

  it('lists what is undelivered until it is delivered', async () => {
    const { ledger } = db.process();
    const bucket = newBucket();
    const { incident } = await ledger.open(draftOf(bucket));
    const mine = async () =>
      (await all(ledger.undelivered())).filter(
        ({ target }) => target.kind === 'bucket' && target.name === bucket.name,
      );
    expect(await mine()).toEqual([incident]);
    await ledger.delivered(incident, 'opened');
    expect(await mine()).toEqual([]);
    await ledger.delivered(incident, 'opened');
    const told = await ledger.change(incident, {
      notification: { id: 'x', kind: 'escalated', at: incident.detectedAt },
    });
    expect(await mine()).toEqual([told]);
  });
});
