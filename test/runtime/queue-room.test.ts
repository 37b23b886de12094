import { describe, expect, it } from 'vitest';
import { looked, nameOf, never, note, queueOf, waits } from './queued.js';
import { bucket, eventLook, scanLook } from './samples.js';

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
