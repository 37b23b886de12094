import { describe, expect, it } from 'vitest';
import { acknowledge } from '../../controller/cli/acknowledge.js';
import type { Tools } from '../../controller/cli/tools.js';
import { Life } from '../fakes/life.js';
import { denied, OwnWorld, ownedFrom, queue, role, there, trail } from './own-world.js';
import { account } from './world.js';

const logs = there({ bucket: 'logs', eventSelectors: [{ ReadWriteType: 'All' }] });
const off = there({ bucket: 'logs', eventSelectors: [{ ReadWriteType: 'All' }] }, false);

/** A trail that was seen to log. */
async function watched(): Promise<OwnWorld> {
  const world = new OwnWorld();
  world.show(trail, logs);
  await world.look();
  expect(world.incidents).toEqual([]);
  return world;
}

describe('a look at what Snapback rests on', () => {
  it('tells once of what is other than it was first seen, since when, and that nobody is known', async () => {
    const world = await watched();
    await world.look();
    world.show(trail, off);
    await world.look();
    await world.look();
    expect(world.incidents).toMatchObject([
      {
        target: { kind: 'account', account },
        aspect: 'ownTrail',
        finding: 'tampering',
        status: 'open',
        outcome: 'alerted',
        severity: 'critical',
        policy: { id: 'own-trail.stopped' },
        channel: 'scan',
        who: { kind: 'unknown' },
        occurred: { kind: 'between' },
        desired: { kind: 'value', value: trail.arn },
        fields: [{ path: 'watch.works', desired: true, actual: false }],
        explains: [],
        looks: 2,
        outbox: [{ kind: 'escalated' }],
      },
    ]);
  });

  it.each([
    ['a trail that is not there', trail, { kind: 'absent' }, 'own-trail.stopped'],
    ['a trail that does not log when it is first seen', trail, off, 'own-trail.stopped'],
    ['a role that is not there', role, { kind: 'absent' }, 'own-role.stripped'],
  ] as const)('tells of %s', async (_, owned, shown, policy) => {
    const world = new OwnWorld();
    world.show(owned, shown);
    await world.look([owned]);
    expect(world.incidents).toMatchObject([{ policy: { id: policy }, finding: 'tampering' }]);
  });

  it.each([
    ['policies taken away', { attached: [] }, 'own-role.stripped'],
    ['a policy more', { attached: ['arn:a', 'arn:b'] }, 'own-role.changed'],
    ['others who may assume it', { trust: { Statement: 'everybody' } }, 'own-role.stripped'],
    ['an inline policy less', { inline: {} }, 'own-role.stripped'],
    ['a boundary', { boundary: 'arn:c' }, 'own-role.stripped'],
    ['an inline policy of another text', { inline: { own: { Statement: [] } } }, 'own-role.changed'],
  ])('judges a role with %s by what differs', async (_, other, policy) => {
    const settings = { attached: ['arn:a'], inline: { own: {} }, trust: { Statement: 'we' }, boundary: null };
    const world = new OwnWorld();
    world.show(role, there(settings));
    await world.look([role]);
    world.show(role, there({ ...settings, ...other }));
    await world.look([role]);
    expect(world.incidents).toMatchObject([{ policy: { id: policy } }]);
  });

  it('compares no setting that was not asked for when it was remembered', async () => {
    const world = await watched();
    world.show(trail, there({ bucket: 'logs', eventSelectors: [{ ReadWriteType: 'All' }], key: 'new' }));
    await world.look();
    expect(world.incidents).toEqual([]);
    world.show(trail, there({ bucket: 'logs', eventSelectors: [{ ReadWriteType: 'All' }], key: 'other' }));
    await world.look();
    expect(world.incidents).toMatchObject([
      { fields: [{ path: 'watch.key', desired: 'new', actual: 'other' }] },
    ]);
  });

  it('believes nothing that it sees only once', async () => {
    const world = await watched();
    world.flicker(trail, { kind: 'absent' });
    await world.look();
    world.flicker(trail, off, { kind: 'absent' });
    await world.look();
    world.flicker(trail, { kind: 'absent' }, denied);
    await world.look();
    expect(world.incidents).toEqual([]);
  });

  it('ends what it sees to be over, and tells of it', async () => {
    const world = await watched();
    world.show(trail, off);
    await world.look();
    world.show(trail, logs);
    await world.look();
    expect(world.incidents).toMatchObject([
      { status: 'closed', outcome: 'healedElsewhere', outbox: [{ kind: 'escalated' }, { kind: 'closed' }] },
    ]);
    world.show(trail, off);
    await world.look();
    expect(world.incidents.map(({ episode }) => episode)).toEqual([1, 2]);
  });

  it('says what it cannot read, never that somebody changed it', async () => {
    const world = await watched();
    world.show(trail, denied);
    await world.look();
    await world.look();
    expect(world.incidents).toMatchObject([
      {
        finding: 'unreadable',
        outcome: 'unreadable',
        policy: { id: 'unreadable' },
        found: denied,
        looks: 2,
        outbox: [{ kind: 'opened' }],
      },
    ]);
    world.show(trail, logs);
    await world.look();
    expect(world.incidents).toMatchObject([{ status: 'closed', outcome: 'clean' }]);
    const audit: unknown[] = [];
    const ledger = world.around.ledger.as(new Life());
    for await (const entry of ledger.audit(trail.account, 'ownTrail')) audit.push(entry);
    expect(audit).toMatchObject([{ kind: 'seen', content: { found: denied }, seq: 1 }]);
  });

  it('keeps tampering open while it cannot be read', async () => {
    const world = await watched();
    world.show(trail, off);
    await world.look();
    world.show(trail, denied);
    await world.look();
    expect(world.incidents).toMatchObject([{ finding: 'tampering', status: 'open', looks: 1 }]);
  });

  it('tells of a change of one while another cannot be read', async () => {
    const other = ownedFrom(`arn:aws:cloudtrail:eu-west-1:${account}:trail/other`);
    const world = new OwnWorld();
    world.show(trail, logs);
    world.show(other, denied);
    await world.look([trail, other]);
    world.show(trail, off);
    await world.look([trail, other]);
    expect(world.incidents).toMatchObject([
      { finding: 'unreadable', status: 'closed' },
      { finding: 'tampering', status: 'open', fields: [{ path: 'watch.works' }] },
    ]);
  });
});

describe('an event of what a look sees, too', () => {
  it('before the look: one incident, told once', async () => {
    const world = await watched();
    world.show(trail, off);
    await world.hear(trail, world.event('StopLogging'));
    await world.look();
    expect(world.incidents).toMatchObject([
      {
        channel: 'event',
        status: 'open',
        explains: ['event-1'],
        fields: [{ path: 'StopLogging' }, { path: 'watch.works' }],
        outbox: [{ kind: 'escalated' }],
      },
    ]);
    world.show(trail, logs);
    await world.look();
    expect(world.incidents).toMatchObject([{ status: 'closed', outcome: 'healedElsewhere' }]);
  });

  it('after the look: one incident, with who did it', async () => {
    const world = await watched();
    world.show(trail, off);
    const late = world.event('StopLogging');
    await world.around.clock.advance(1_000);
    await world.look();
    await world.hear(trail, late);
    expect(world.incidents).toMatchObject([
      {
        channel: 'scan',
        who: { kind: 'known', event: 'event-1' },
        occurred: { kind: 'at', at: late.at },
        explains: ['event-1'],
        fields: [{ path: 'watch.works' }, { path: 'StopLogging' }],
      },
    ]);
  });

  it('after the end: still that one incident', async () => {
    const world = await watched();
    world.show(trail, off);
    const late = world.event('StopLogging');
    await world.around.clock.advance(1_000);
    await world.look();
    world.show(trail, logs);
    await world.look();
    await world.hear(trail, late);
    await world.hear(trail, late);
    expect(world.incidents).toMatchObject([
      { status: 'closed', who: { kind: 'known', event: 'event-1' }, explains: ['event-1'] },
    ]);
    await world.hear(trail, world.event('StopLogging'));
    expect(world.incidents.map(({ status }) => status)).toEqual(['closed', 'open']);
  });

  it('of what no setting shows stays for a human', async () => {
    const world = new OwnWorld();
    const as = (Policy: string) => there({ Policy, CreatedTimestamp: '1' });
    world.show(queue, as('ours'));
    await world.look([queue]);
    await world.hear(queue, world.event('PurgeQueue'));
    await world.look([queue]);
    world.show(queue, as('theirs'));
    await world.look([queue]);
    world.show(queue, as('ours'));
    await world.look([queue]);
    expect(world.incidents).toMatchObject([{ status: 'open', policy: { id: 'own-queue.lost' } }]);
  });

  it('takes over from what cannot be read', async () => {
    const world = await watched();
    world.show(trail, denied);
    await world.look();
    await world.hear(trail, world.event('StopLogging'));
    await world.look();
    expect(world.incidents).toMatchObject([
      { finding: 'unreadable', status: 'closed' },
      { finding: 'tampering', status: 'open' },
    ]);
  });
});

it('what a human acknowledges is good from then on, and what it was before is not', async () => {
  const world = await watched();
  world.show(trail, off);
  await world.look();
  const { clock, ledger } = world.around;
  const said: string[] = [];
  const tools = {
    ledger: () => ledger.as(new Life()),
    clock,
    terminal: { out: (text: string) => said.push(text) },
  };
  const input = { json: false, text: () => 'moved by the platform team' };
  await acknowledge.run(tools as unknown as Tools, input as never, [world.incidents[0]?.id ?? '']);
  expect(said.join('')).toContain('is closed');
  await world.look();
  expect(world.incidents).toMatchObject([{ status: 'closed', outcome: 'alerted' }]);
  world.show(trail, logs);
  await world.look();
  expect(world.incidents).toMatchObject([{ status: 'closed' }, { status: 'open' }]);
});

describe.each([true, false])('wherever the process dies (call carried out: %s)', (reaches) => {
  it('a change is told of, in one incident', async () => {
    let deaths = 0;
    for (let at = 1; at < 30; at += 1) {
      const world = await watched();
      world.show(trail, off);
      const life = new Life({ at, reaches });
      await world.look([trail], life).catch(() => {});
      if (life.isDead) deaths += 1;
      await world.look();
      expect(world.incidents).toMatchObject([
        { status: 'open', fields: [{ path: 'watch.works' }], outbox: [{ kind: 'escalated' }] },
      ]);
    }
    expect(deaths).toBeGreaterThan(3);
  });
});
