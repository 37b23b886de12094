import type { Look } from '../../controller/domain/signal.js';
import { targetName } from '../../controller/domain/target.js';
import { type LookEnd, LookQueue, type Work } from '../../controller/runtime/queue.js';
import { settled } from '../fakes/fake-clock.js';
import { clean } from './samples.js';

/** Nobody gives up. */
export const never = new AbortController().signal;
export const note = (): void => {};
/** Ends work as a look that found nothing. */
export const looked = ({ look, end }: Work): void => end({ kind: 'looked', look, result: clean(look) });
export const nameOf = ({ look }: Work): string => targetName(look.target);
/** Whether something has not come after everything that could happen now has happened. */
export const waits = async (wanted: Promise<unknown>): Promise<boolean> => {
  const state = await Promise.race([wanted.then(() => 'served'), settled().then(() => 'waiting')]);
  return state === 'waiting';
};

/** A queue with these looks in it, and a list of the ends in the order in which they came. */
export function queueOf(looks: readonly Look[], scanRoom = 10): { queue: LookQueue; ended: LookEnd[] } {
  const queue = new LookQueue(scanRoom);
  const ended: LookEnd[] = [];
  for (const look of looks) queue.add(look, (end) => ended.push(end));
  return { queue, ended };
}
