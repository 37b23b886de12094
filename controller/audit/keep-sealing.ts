import type { Log } from '../domain/ports.js';
import { type Sealing, sealAudit } from './sealing.js';

/**
 * Seals the audit again and again until the signal aborts, at this interval (milliseconds). What is wrong is told every
 * time, as an error of the log; a failure is told and tried again at the next time.
 */
export async function keepSealing(
  sealing: Sealing,
  everyMs: number,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const { seal, faults } = await sealAudit(sealing);
      if (seal !== undefined) log.info('audit sealed', { ...seal });
      for (const { kind, chain, seq, what } of faults)
        log.error('the audit was tampered with', { kind, ...chain, seq, what });
    } catch (error) {
      log.warn('the audit could not be sealed', {
        reason: error instanceof Error ? error.message : String(error),
      });
    }
    await sealing.clock.sleep(everyMs, signal).catch(() => {});
  }
}
