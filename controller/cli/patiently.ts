import { UserError } from '../domain/errors.js';
import { Held } from '../engine/tenure.js';
import type { Tools } from './tools.js';

/**
 * Does work that needs the lease of a target. While somebody else has it, it is tried again as long as that lease of a
 * process that died may run; a living one that goes on is left to do its work, and a UserError says so.
 */
export async function patiently<Done>(
  { clock, terminal }: Pick<Tools, 'clock'> & { readonly terminal: Pick<Tools['terminal'], 'err'> },
  work: () => Promise<Done>,
): Promise<Done> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Held)) throw error;
      if (tries === 2)
        throw new UserError('A controller is at work on this target and goes on with it. Try again later.', {
          cause: error,
        });
      terminal.err('Another process has the lease of this target; waiting for it.\n');
      await clock.sleep(error.forMs);
    }
  }
}
