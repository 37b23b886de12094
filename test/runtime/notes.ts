import type { Grant, Leases } from '../../controller/domain/lease.js';
import type { GoodState, Ledger } from '../../controller/domain/ledger.js';
import type { ScanCursor } from '../../controller/domain/scan-cursor.js';
import type { Attempt, EventSignal } from '../../controller/domain/signal.js';
import { type Target, targetKey } from '../../controller/domain/target.js';

/** The part of the ledger that the loop itself writes, in memory. */
export class Notes
  implements
    Pick<
      Ledger,
      'noteEvent' | 'noteAttempt' | 'know' | 'goodState' | 'rememberGood' | 'scanCursor' | 'saveScanCursor'
    >,
    Leases
{
  readonly events: EventSignal[] = [];
  readonly attempts: Attempt[] = [];
  readonly known = new Set<string>();
  readonly good = new Map<string, GoodState>();
  readonly cursors = new Map<string, ScanCursor>();
  /** How often `know` was called. */
  knows = 0;

  async noteEvent(_target: Target, event: EventSignal): Promise<void> {
    this.events.push(event);
  }

  async noteAttempt(attempt: Attempt): Promise<void> {
    this.attempts.push(attempt);
  }

  async know(target: Target): Promise<void> {
    this.knows += 1;
    this.known.add(targetKey(target));
  }

  async goodState(target: Target, aspect: string): Promise<GoodState | undefined> {
    return this.good.get(`${targetKey(target)} ${aspect}`);
  }

  async rememberGood(target: Target, aspect: string, good: GoodState): Promise<void> {
    this.good.set(`${targetKey(target)} ${aspect}`, good);
  }

  async scanCursor(account: string): Promise<ScanCursor | undefined> {
    return this.cursors.get(account);
  }

  async saveScanCursor(account: string, cursor: ScanCursor): Promise<void> {
    this.cursors.set(account, cursor);
  }

  async acquire(target: Target, holder: string): Promise<Grant> {
    return { kind: 'granted', lease: { target, holder, fence: 1 } };
  }

  async renew(): Promise<boolean> {
    return true;
  }

  async release(): Promise<void> {}
}
