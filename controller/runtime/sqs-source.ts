import type { QueueMessage } from '../domain/ports.js';
import { backoff } from './backoff.js';
import { FailureLog } from './failure-log.js';
import { type HandlerPorts, type HandlerSettings, MessageHandler } from './message-handler.js';
import { Waiters } from './waiters.js';

export interface SqsSourceSettings extends HandlerSettings {
  /** For how long a message that is being handled is hidden at a time, in seconds. */
  readonly visibilitySeconds: number;
  /** How long a receive waits for a message, in seconds. */
  readonly waitSeconds: number;
  /** Messages in hand at once; beyond that nothing is received. */
  readonly mostOpen: number;
}

/** Most messages in one call. SQS API Reference, ChangeMessageVisibilityBatch. */
const batch = 10;

/** Receives messages, has each seen through, and keeps it hidden as long as that takes. */
export class SqsSource {
  readonly #ports: HandlerPorts;
  readonly #settings: SqsSourceSettings;
  readonly #handler: MessageHandler;
  readonly #open = new Map<QueueMessage, Promise<void>>();
  readonly #room = new Waiters<void>();

  constructor(ports: HandlerPorts, settings: SqsSourceSettings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#handler = new MessageHandler(ports, settings);
  }

  /** Receives until the signal aborts. What is in hand then goes on: see `drained`. */
  async receive(signal: AbortSignal): Promise<void> {
    const { messages, clock, random, log } = this.#ports;
    const failures = new FailureLog(log, 'receiving messages');
    while (!signal.aborted) {
      try {
        while (this.#open.size >= this.#settings.mostOpen) await this.#room.wait(signal);
        const received = await messages.receive(this.#settings.waitSeconds, signal);
        // Whoever waits for what is in hand must not be given more; these come again.
        if (signal.aborted) return;
        for (const message of received) this.#take(message);
        failures.worked();
      } catch (error) {
        if (signal.aborted) return;
        const wait = backoff(failures.failed(error), 500, 30_000, random);
        await clock.sleep(wait, signal).catch(() => {});
      }
    }
  }

  /** Keeps the messages in hand invisible until the signal aborts. */
  async keepHidden(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#ports;
    const failures = new FailureLog(log, 'keeping messages hidden');
    const seconds = this.#settings.visibilitySeconds;
    // A third and not a half: one call may fail and no message comes again for that.
    while (await slept(clock.sleep((seconds * 1000) / 3, signal))) {
      const open = [...this.#open.keys()];
      const batches = Array.from({ length: Math.ceil(open.length / batch) }, (_, place) =>
        open.slice(place * batch, (place + 1) * batch),
      );
      const extended = await Promise.allSettled(
        batches.map((some) => this.#ports.messages.extend(some, seconds)),
      );
      const failed = extended.find((each) => each.status === 'rejected');
      if (failed === undefined) failures.worked();
      else failures.failed(failed.reason);
    }
  }

  /** Resolves when no message is in hand any more. */
  async drained(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open.values());
  }

  #take(message: QueueMessage): void {
    const seen = this.#handler.handle(message).finally(() => {
      this.#open.delete(message);
      this.#room.serve();
    });
    this.#open.set(message, seen);
  }
}

const slept = (sleep: Promise<void>): Promise<boolean> =>
  sleep.then(
    () => true,
    () => false,
  );
