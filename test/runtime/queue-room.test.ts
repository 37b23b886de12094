import { describe, expect, it } from 'vitest';
import type { Look } from '../../controller/domain/signal.js';
import { targetName } from '../../controller/domain/target.js';
import { type LookEnd, LookQueue, type Work } from '../../controller/runtime/queue.js';
import { settled } from '../fakes/fake-clock.js';
import { bucket, clean, eventLook, scanLook } from './samples.js';

const never = new AbortController().signal;
const note = (): void => {};
const looked = ({ look, end }: Work): void => end({ kind: 'looked', look, result: clean(look) });
const nameOf = ({ look }: Work): string => targetName(look.target);
const waits = async (wanted: Promise<unknown>): Promise<boolean> => {
  const state = await Promise.race([wanted.then(() => 'served'), settled().then(() => 'waiting')]);
  return state === 'waiting';
};

/** A queue with these looks in it, and a list of the ends in the order in which they came. */
function queueOf(looks: readonly Look[], scanRoom = 10): { queue: LookQueue; ended: LookEnd[] } {
  const queue = new LookQueue(scanRoom);
  const ended: LookEnd[] = [];
  for (const look of looks) queue.add(look, (end) => ended.push(end));
  return { queue, ended };
}

describe('the room of the merging queue', () => {
  it('lets scans wait for room, and events never', async () => {
    const { queue } = queueOf([scanLook(bucket('scan-1')), scanLook(bucket('scan-2'))], 2);
    const third = queue.addWhenRoom(scanLook(bucket('scan-3')), note, never);
    const fourth = queue.addWhenRoom(scanLook(bucket('scan-4')), note, never);
    expect(await waits(third)).toBe(true);
    queue.add(eventLook(bucket('changed'), 'e-1'), note);
    expect(nameOf(await queue.take(never))).toBe('changed');
    expect(await waits(third)).toBe(true);
    expect(nameOf(await queue.take(never))).toBe('scan-1');
    await third;
    expect(await waits(fourth)).toBe(true);
    // A scan that an event joins waits as an event and makes room, too.
    queue.add(eventLook(bucket('scan-2'), 'e-2'), note);
    await fourth;
  });

  it('forgets takers and seekers of room whose signal aborts', async () => {
    const { queue } = queueOf([scanLook(bucket('scan-1'))], 1);
    const leaving = new AbortController();
    const room = queue.addWhenRoom(scanLook(bucket('scan-2')), note, leaving.signal);
    looked(await queue.take(never));
    await room;
    looked(await queue.take(never));
    const taker = queue.take(leaving.signal);
    leaving.abort(new Error('leaving'));
    await expect(taker).rejects.toThrow('leaving');
    await expect(queue.take(leaving.signal)).rejects.toThrow('leaving');
    queue.add(scanLook(bucket('scan-3')), note);
    await expect(queue.addWhenRoom(scanLook(bucket('scan-4')), note, leaving.signal)).rejects.toThrow(
      'leaving',
    );
    expect(nameOf(await queue.take(never))).toBe('scan-3');
  });
});
