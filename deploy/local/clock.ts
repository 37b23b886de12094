import { setTimeout as wait } from 'node:timers/promises';

/** Time as the local AWS sees it; the only source of it, so that a test can hold it in its hand. */
export interface LocalClock {
  now(): Date;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
}

/** The machine's own time. A sleeper never keeps the process alive. */
export const realClock: LocalClock = {
  now: () => new Date(),
  sleep: (ms) => wait(ms, undefined, { ref: false }),
};
