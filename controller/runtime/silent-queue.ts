import type { Clock, Queue } from '../domain/ports.js';

/** The queue of a controller that has none: nothing ever arrives, and re-checks are left to the scans. */
export const silentQueue = (clock: Clock): Queue => ({
  async receive(waitSeconds, signal) {
    await clock.sleep(waitSeconds * 1_000, signal);
    return [];
  },
  async delete() {},
  async extend() {},
  async send() {},
});
