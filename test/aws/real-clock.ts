import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../controller/domain/ports.js';

/** The clock of the machine, for tests over real sockets. */
export const realClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) => pause(ms, undefined, signal === undefined ? {} : { signal }),
};
