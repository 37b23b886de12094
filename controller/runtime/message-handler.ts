import type { Queue, QueueMessage, Random } from '../domain/ports.js';
import type { Look } from '../domain/signal.js';
import { instant } from '../domain/time.js';
import { spread } from './backoff.js';
import { FailureLog } from './failure-log.js';
import { type IntakePorts, takeIn } from './intake.js';
import type { LookEnd, LookQueue } from './queue.js';
import { recheckBody } from './recheck.js';

export interface HandlerPorts extends IntakePorts {
  readonly messages: Queue;
  readonly looks: LookQueue;
  readonly random: Random;
}

export interface HandlerSettings {
  /** After how many seconds a look is taken again: one re-check for each. At most 900, the longest delay of SQS. */
  readonly recheckSeconds: readonly number[];
  /** For how many seconds a message stays away after its first, second, ... failed look; the last counts for all later ones. */
  readonly retrySeconds: readonly number[];
}

/** How many unreadable messages are remembered, so that each is told of once. */
const mostPoison = 1000;

/** Sees one message through: from its receipt to its deletion, or to its coming again later. */
export class MessageHandler {
  readonly #ports: HandlerPorts;
  readonly #settings: HandlerSettings;
  readonly #failures: FailureLog;
  /** One re-check for a look, however many messages were merged into it. */
  readonly #rechecks = new WeakMap<Look, Promise<void>>();
  readonly #poison = new Set<string>();

  constructor(ports: HandlerPorts, settings: HandlerSettings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#failures = new FailureLog(ports.log, 'handling messages');
  }

  /** Never rejects. A message that it does not delete comes again. */
  async handle(message: QueueMessage): Promise<void> {
    try {
      if (await this.#isDone(message)) await this.#ports.messages.delete([message]);
      this.#failures.worked();
    } catch (error) {
      // A look that failed was logged by its worker; what is new here is the queue or the ledger.
      if (!(error instanceof LookFailed)) this.#failures.failed(error);
      await this.#later(message);
    }
  }

  async #isDone(message: QueueMessage): Promise<boolean> {
    const intake = await takeIn(message.body, this.#ports);
    if (intake.kind === 'done') return true;
    if (intake.kind === 'poison') {
      this.#tellOnce(message, intake.reason);
      return false;
    }
    const ends = await Promise.all(
      intake.looks.map((look) => new Promise<LookEnd>((resolve) => this.#ports.looks.add(look, resolve))),
    );
    for (const end of ends) {
      if (end.kind === 'failed') throw new LookFailed('The look failed.', { cause: end.error });
      if (end.kind === 'looked') await this.#recheck(end.look);
    }
    return true;
  }

  /** Poison stays in the queue: its redrive policy moves it to the dead-letter queue. */
  #tellOnce({ id, receiveCount }: QueueMessage, reason: string): void {
    if (this.#poison.has(id)) return;
    this.#poison.add(id);
    for (const oldest of this.#poison) {
      if (this.#poison.size <= mostPoison) break;
      this.#poison.delete(oldest);
    }
    this.#ports.log.warn('message cannot be read', { message: id, receiveCount, reason });
  }

  #recheck(look: Look): Promise<void> {
    const asked = this.#rechecks.get(look) ?? this.#sendRecheck(look);
    this.#rechecks.set(look, asked);
    return asked;
  }

  async #sendRecheck(look: Look): Promise<void> {
    const { clock, messages, random } = this.#ports;
    const after = this.#settings.recheckSeconds[look.round];
    if (after === undefined) return;
    const seconds = Math.round(spread(after, random));
    const due = instant(new Date(clock.now().getTime() + seconds * 1000));
    await messages.send(recheckBody(look, look.round + 1, due), seconds);
  }

  async #later(message: QueueMessage): Promise<void> {
    const { retrySeconds } = this.#settings;
    const wait = retrySeconds[Math.min(message.receiveCount, retrySeconds.length) - 1] ?? 0;
    try {
      await this.#ports.messages.extend([message], Math.round(spread(wait, this.#ports.random)));
    } catch (error) {
      // It comes again anyway, when its present invisibility ends.
      this.#failures.failed(error);
    }
  }
}

class LookFailed extends Error {
  override readonly name = 'LookFailed';
}
