import type { AccountTarget } from '../domain/target.js';
import { backoff, spread } from './backoff.js';
import { within } from './deadline.js';
import { FailureLog } from './failure-log.js';
import { ScanPass, type ScanPorts } from './scan-pass.js';
import { inTurn, type TurnPorts } from './scan-turn.js';

/** Longest wait after a pass that failed, in milliseconds. */
const longestWait = 60_000;

export type ScanSourcePorts = ScanPorts & TurnPorts;

/** For how long the scans of an account are a process's own before it has to say so again, in milliseconds, at least. */
const leastTurn = 3_000;

/**
 * Scans every enrolled account at once and then at this interval (milliseconds between the starts, +-10 %), until the
 * signal aborts. Of several processes one scans an account; if it ends or dies another goes on where it stood. Accounts
 * do not wait for each other, and one that cannot be listed does not stop the others.
 */
export async function runScans(
  ports: ScanSourcePorts,
  intervalMs: number,
  signal: AbortSignal,
): Promise<void> {
  const turnMs = Math.max(leastTurn, intervalMs / 10);
  await Promise.all(
    ports.accounts.map((account) =>
      inTurn(ports, account, turnMs, signal, (own) => scan(account, ports, intervalMs, own)),
    ),
  );
}

async function scan(
  account: AccountTarget,
  ports: ScanPorts,
  intervalMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { clock, random, log, catalogue } = ports;
  const failures = new FailureLog(log, 'scanning an account', { account: account.account });
  const pass = new ScanPass(account, ports);
  while (!signal.aborted) {
    const now = catalogue?.generation;
    const due = clock.now().getTime() + spread(intervalMs, random);
    let wait: number;
    try {
      await pass.run(signal);
      failures.worked();
      wait = catalogue?.generation === now ? Math.max(0, due - clock.now().getTime()) : 0;
    } catch (error) {
      if (signal.aborted) return;
      wait = backoff(failures.failed(error), 1000, Math.min(intervalMs, longestWait), random);
    }
    await pause(ports, wait, signal);
  }
}

/** Until the next pass is due, or another catalogue is in force. */
async function pause({ clock, catalogue }: ScanPorts, ms: number, signal: AbortSignal): Promise<void> {
  const leave = new AbortController();
  const changed = catalogue?.changed(leave.signal) ?? new Promise<never>(() => {});
  await within(clock, ms, changed, signal).catch(() => {});
  leave.abort();
  changed.catch(() => {});
}
