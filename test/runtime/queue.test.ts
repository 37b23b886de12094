import { describe, expect, it } from 'vitest';
import type { Look } from '../../controller/domain/signal.js';
import type { Target } from '../../controller/domain/target.js';
import { mostEvents } from '../../controller/runtime/merge.js';
import { settled } from '../fakes/fake-clock.js';
import { looked, nameOf, never, note, queueOf, waits } from './queued.js';
import { bucket, eventLook, recheckLook, scanLook } from './samples.js';

describe('the merging queue', () => {
  it('makes one look of eight events, and settles every ticket with that look', async () => {
    const ids = Array.from({ length: 8 }, (_, n) => `e-${n}`);
    const { queue, ended } = queueOf(ids.map((id) => eventLook(bucket('a-bucket'), id)));
    const work = await queue.take(never);
    expect(work.look.signals.map((signal) => signal.kind === 'event' && signal.id)).toEqual(ids);
    expect(ended).toEqual([]);
    looked(work);
    expect(ended).toHaveLength(8);
    expect(new Set(ended.map(({ look }) => look))).toEqual(new Set([work.look]));
    expect(await waits(queue.take(never))).toBe(true);
  });

  it('looks again at what is added while it is being looked at, and not before that is over', async () => {
    const { queue, ended } = queueOf([eventLook(bucket('a-bucket'), 'first')]);
    const first = await queue.take(never);
    queue.add(eventLook(bucket('a-bucket'), 'second'), (end) => ended.push(end));
    const next = queue.take(never);
    expect(await waits(next)).toBe(true);
    looked(first);
    expect(ended.map(({ look }) => look)).toEqual([first.look]);
    const second = await next;
    expect(second.look.signals).toMatchObject([{ id: 'second' }]);
    looked(second);
    expect(ended).toHaveLength(2);
  });

  it('gives away events before re-checks before scans', async () => {
    const { queue } = queueOf([
      scanLook(bucket('scanned')),
      recheckLook(bucket('rechecked'), 'e-1', 1),
      eventLook(bucket('changed'), 'e-2'),
    ]);
    const names = [
      nameOf(await queue.take(never)),
      nameOf(await queue.take(never)),
      nameOf(await queue.take(never)),
    ];
    expect(names).toEqual(['changed', 'rechecked', 'scanned']);
  });

  it('lifts a scan that an event joins', async () => {
    const { queue } = queueOf([
      eventLook(bucket('first'), 'e-1'),
      scanLook(bucket('scanned')),
      recheckLook(bucket('rechecked'), 'e-2', 1),
      eventLook(bucket('scanned'), 'e-3'),
    ]);
    const works = [await queue.take(never), await queue.take(never), await queue.take(never)];
    expect(works.map(nameOf)).toEqual(['first', 'scanned', 'rechecked']);
    expect(works[1]?.look).toMatchObject({
      aspects: 'all',
      round: 0,
      signals: [{ kind: 'scan' }, { id: 'e-3' }],
    });
  });

  it('does not let a storm of events end the scans', async () => {
    const storm = Array.from({ length: 40 }, (_, n) => eventLook(bucket(`stormy-${n}`), `e-${n}`));
    const { queue } = queueOf([
      ...storm,
      scanLook(bucket('scanned')),
      recheckLook(bucket('rechecked'), 'e', 1),
    ]);
    const names: string[] = [];
    for (let n = 0; n < 20; n += 1) names.push(nameOf(await queue.take(never)));
    expect(names).toContain('scanned');
    expect(names).toContain('rechecked');
  });

  it.each<[string, number, readonly Look[]]>([
    [
      'event and re-check: the event starts anew',
      0,
      [recheckLook(bucket('a-b'), 'e-1', 2), eventLook(bucket('a-b'), 'e-2')],
    ],
    [
      'two re-checks: the earlier round',
      1,
      [recheckLook(bucket('a-b'), 'e-1', 2), recheckLook(bucket('a-b'), 'e-2', 1)],
    ],
    [
      're-check and scan: the round of the re-check',
      2,
      [scanLook(bucket('a-b')), recheckLook(bucket('a-b'), 'e-1', 2)],
    ],
  ])('merges the rounds of %s', async (_, round, looks) => {
    const { queue } = queueOf(looks);
    expect((await queue.take(never)).look.round).toBe(round);
  });

  it('merges aspects, the duplicates of an event, and takes the newer hint of a region', async () => {
    const target = bucket('a-bucket');
    const { queue } = queueOf([
      eventLook(target, 'same', { region: 'eu-west-1' }),
      eventLook(target, 'same', { aspects: ['acl'], region: 'us-east-1' }),
      eventLook(target, 'other', { aspects: ['acl'] }),
    ]);
    const { look } = await queue.take(never);
    expect(look).toMatchObject({ aspects: ['bucketPolicy', 'acl'], region: 'us-east-1' });
    expect(look.signals).toHaveLength(2);
  });

  it('makes further looks of more events than a re-check can carry, and loses none', async () => {
    const count = 2 * mostEvents + 1;
    const { queue, ended } = queueOf(
      Array.from({ length: count }, (_, n) => eventLook(bucket('a-bucket'), `e-${n}`)),
    );
    const sizes: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      const work = await queue.take(never);
      sizes.push(work.look.signals.length);
      looked(work);
    }
    expect(sizes).toEqual([mostEvents, mostEvents, 1]);
    expect(ended).toHaveLength(count);
  });

  it('fails all wishes for a target whose look was given up, until that look is really over', async () => {
    const target: Target = bucket('stuck');
    const { queue, ended } = queueOf([eventLook(target, 'first')]);
    const work = await queue.take(never);
    queue.add(eventLook(target, 'waiting'), (end) => ended.push(end));
    let over = (): void => {};
    work.abandon(
      new Error('given up'),
      new Promise<void>((resolve) => {
        over = resolve;
      }),
    );
    queue.add(eventLook(target, 'later'), (end) => ended.push(end));
    expect(ended.map(({ kind }) => kind)).toEqual(['failed', 'failed', 'failed']);
    queue.add(eventLook(bucket('healthy'), 'e'), note);
    expect(nameOf(await queue.take(never))).toBe('healthy');
    over();
    await settled();
    queue.add(eventLook(target, 'afterwards'), (end) => ended.push(end));
    looked(await queue.take(never));
    expect(ended.at(-1)).toMatchObject({ kind: 'looked', look: { signals: [{ id: 'afterwards' }] } });
  });
});
