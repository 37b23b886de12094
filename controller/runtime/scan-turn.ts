import type { Grant, Lease, Leases } from '../domain/lease.js';
import type { Clock, Log, Random } from '../domain/ports.js';
import type { AccountTarget } from '../domain/target.js';
import { backoff, spread } from './backoff.js';
import { within } from './deadline.js';
import { FailureLog } from './failure-log.js';

export interface TurnPorts {
  readonly ledger: Leases;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly accounts: readonly AccountTarget[];
}

/** Processes that start together draw lots for each account within so many milliseconds. */
const lotsMs = 1_000;

/** How long an ending process waits for its turn to be given back, in milliseconds; otherwise it runs out. */
const farewellMs = 2_000;

/**
 * Scans while the turn at this account is this process's own, and again whenever it comes to be, until the signal aborts.
 * A turn is a lease: who has it keeps it, and when it is given back, or was not renewed for as long as it runs, another
 * takes it. Only who is alive keeps others waiting, so whoever takes a turn scans at once.
 */
export async function inTurn(
  ports: TurnPorts,
  account: AccountTarget,
  turnMs: number,
  signal: AbortSignal,
  scan: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { ledger, clock, random, log, accounts } = ports;
  const failures = new FailureLog(log, 'taking turns at scans', { account: account.account });
  let waitMs = accounts.length > 1 ? random() * lotsMs : 0;
  while (!signal.aborted) {
    if (waitMs > 0) await clock.sleep(waitMs, signal).catch(() => {});
    if (signal.aborted) return;
    const asked = clock.now().getTime();
    let grant: Grant;
    try {
      grant = await ledger.acquire(account, 'scans', turnMs, 'scan');
      failures.worked();
    } catch (error) {
      waitMs = backoff(failures.failed(error), 1_000, turnMs, random);
      continue;
    }
    if (grant.kind === 'granted') await keep(ports, grant.lease, asked, turnMs, signal, scan);
    // Whoever lost a turn leaves the next one to others.
    waitMs = spread(grant.kind === 'held' ? grant.forMs : turnMs, random) + 1;
  }
}

/** Scans until the signal aborts or the turn is another's, or may be. */
async function keep(
  { ledger, clock, log }: TurnPorts,
  lease: Lease,
  asked: number,
  turnMs: number,
  signal: AbortSignal,
  scan: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const lost = new AbortController();
  const over = AbortSignal.any([signal, lost.signal]);
  const renewing = async (): Promise<void> => {
    let last = asked;
    while (!over.aborted) {
      await clock.sleep(turnMs / 3, over).catch(() => {});
      if (over.aborted) return;
      const now = clock.now().getTime();
      const left = last + turnMs - now;
      const isRenewed =
        left > 0 && (await within(clock, left, ledger.renew(lease, turnMs), over).catch(() => undefined));
      if (isRenewed === true) last = now;
      if (isRenewed === false) lost.abort(new Error('Another process scans this account.'));
    }
  };
  await Promise.all([scan(over), renewing()]);
  if (lost.signal.aborted) {
    log.info('scans left to another process', { account: lease.target.account });
    return;
  }
  const given = within(clock, farewellMs, ledger.release(lease), new AbortController().signal);
  await given.catch(() => {});
}
