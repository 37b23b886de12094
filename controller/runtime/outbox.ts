import type { Incident, Notification } from '../domain/incident.js';
import type { Ledger } from '../domain/ledger.js';
import type { Clock, Log, Notifier, Random } from '../domain/ports.js';
import { unlessAborted } from '../domain/unless-aborted.js';
import { backoff, spread } from './backoff.js';
import { within } from './deadline.js';
import { errorFields, FailureLog } from './failure-log.js';
import { Waiters } from './waiters.js';

export interface OutboxPorts {
  readonly ledger: Pick<Ledger, 'undelivered' | 'delivered'>;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface OutboxSettings {
  /** How often the ledger is asked even if nobody pokes, in milliseconds. */
  readonly pollMs: number;
  /** How long one delivery may take, in milliseconds. */
  readonly deliveryTimeoutMs: number;
  /** The wait after a first failed delivery, which doubles up to the cap, in milliseconds. */
  readonly retryMs: number;
  readonly retryCapMs: number;
}

interface Trouble {
  readonly failures: number;
  /** Not tried before, in milliseconds since 1970. */
  readonly next: number;
}

/** Delivers what the ledger says people have not been told yet: at least once, the ledger being told after each success. */
export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #settings: OutboxSettings;
  readonly #ringing = new Waiters<void>();
  #rung = false;
  #troubles = new Map<string, Trouble>();

  constructor(ports: OutboxPorts, settings: OutboxSettings) {
    this.#ports = ports;
    this.#settings = settings;
  }

  /** Says that there may be something to deliver. */
  poke(): void {
    this.#rung = true;
    this.#ringing.serve();
  }

  /** Delivers until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const failures = new FailureLog(this.#ports.log, 'reading the outbox');
    while (!signal.aborted) {
      this.#rung = false;
      try {
        await unlessAborted(this.#deliverAll(signal), signal);
        failures.worked();
      } catch (error) {
        if (!signal.aborted) failures.failed(error);
      }
      if (!signal.aborted) await this.#pause(signal);
    }
  }

  async #deliverAll(signal: AbortSignal): Promise<void> {
    const still = new Map<string, Trouble>();
    for await (const incident of this.#ports.ledger.undelivered()) {
      for (const notification of incident.outbox) {
        signal.throwIfAborted();
        await this.#deliver(incident, notification, still, signal);
      }
    }
    // Only what is undelivered still is remembered.
    this.#troubles = still;
  }

  async #deliver(
    incident: Incident,
    notification: Notification,
    still: Map<string, Trouble>,
    signal: AbortSignal,
  ): Promise<void> {
    const { ledger, notifier, clock, random, log } = this.#ports;
    const { deliveryTimeoutMs, retryMs, retryCapMs } = this.#settings;
    const key = `${incident.id} ${notification.id}`;
    const trouble = this.#troubles.get(key);
    if (trouble !== undefined && trouble.next > clock.now().getTime()) {
      still.set(key, trouble);
      return;
    }
    try {
      await within(clock, deliveryTimeoutMs, notifier.notify(incident, notification), signal);
      await ledger.delivered(incident, notification.id);
    } catch (error) {
      const failures = (trouble?.failures ?? 0) + 1;
      const next = clock.now().getTime() + backoff(failures, retryMs, retryCapMs, random);
      still.set(key, { failures, next });
      const fields = { incident: incident.id, notification: notification.id, ...errorFields(error) };
      if (failures === 1) log.warn('notification not delivered', fields);
    }
  }

  /** Until the next poll, the next retry or a poke, whichever comes first. */
  async #pause(signal: AbortSignal): Promise<void> {
    if (this.#rung) return;
    const { clock, random } = this.#ports;
    const now = clock.now().getTime();
    const retries = [...this.#troubles.values()].map(({ next }) => Math.max(1, next - now));
    const wait = Math.min(spread(this.#settings.pollMs, random), ...retries);
    const leave = new AbortController();
    await within(clock, wait, this.#ringing.wait(leave.signal), signal).catch(() => {});
    leave.abort();
  }
}
