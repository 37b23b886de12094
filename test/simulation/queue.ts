import type { Queue, QueueMessage } from '../../controller/domain/ports.js';
import type { Chaos } from './chaos.js';
import type { Process } from './process.js';
import type { VirtualTime } from './virtual-time.js';

interface Stored {
  readonly id: string;
  readonly body: string;
  visibleAt: number;
  receiveCount: number;
  receipt: string;
}

/** Told of everything that happens to messages. */
export interface MailWatcher {
  mail(what: 'sent' | 'lost' | 'received' | 'deleted', id: string, body: string, process?: Process): void;
}

const most = 10;

/** SQS in virtual time: at least once, in any order, with visibility that may lapse. Nothing is ever given up here. */
export class MessageQueue {
  readonly #time: VirtualTime;
  readonly #chaos: Chaos;
  readonly #watcher: MailWatcher;
  readonly #visibilityMs: number;
  readonly #stored: Stored[] = [];
  readonly #waiting = new Set<() => void>();
  #ids = 0;

  constructor(time: VirtualTime, chaos: Chaos, watcher: MailWatcher, visibilityMs: number) {
    this.#time = time;
    this.#chaos = chaos;
    this.#watcher = watcher;
    this.#visibilityMs = visibilityMs;
  }

  get bodies(): readonly string[] {
    return this.#stored.map(({ body }) => body);
  }

  put(body: string, delayMs: number, process?: Process): void {
    this.#ids += 1;
    const id = `m${this.#ids}`;
    const visibleAt = this.#time.now + delayMs;
    this.#stored.push({ id, body, visibleAt, receiveCount: 0, receipt: '' });
    this.#watcher.mail('sent', id, body, process);
    this.#wake();
  }

  /** The queue as one process reaches it. */
  as(process: Process): Queue {
    return {
      receive: async (waitSeconds, signal) => {
        const until = this.#time.now + waitSeconds * 1000;
        await process.call({ port: 'queue', site: 'receive messages' }, () => {});
        for (;;) {
          signal?.throwIfAborted();
          // A dead process asks no more.
          if (process.isDead) return new Promise(() => {});
          const messages = this.#take(process);
          if (messages.length > 0 || this.#time.now >= until) return messages;
          await this.#untilVisible(until, signal);
        }
      },
      delete: (messages) =>
        process.call({ port: 'queue', site: 'delete messages' }, () => {
          for (const { id } of messages) this.#delete(id, process);
        }),
      extend: (messages, seconds) =>
        process.call({ port: 'queue', site: 'extend messages' }, () => {
          for (const { receipt } of messages) this.#extend(receipt, seconds);
          this.#wake();
        }),
      send: (body, delaySeconds) =>
        process.call({ port: 'queue', site: 'send a message' }, () =>
          this.put(body, delaySeconds * 1000, process),
        ),
    };
  }

  #extend(receipt: string, seconds: number): void {
    const stored = this.#stored.find((one) => one.receipt === receipt);
    if (stored === undefined || stored.visibleAt <= this.#time.now)
      throw Object.assign(new Error('the receipt handle has expired'), { name: 'ReceiptHandleIsInvalid' });
    stored.visibleAt = this.#time.now + seconds * 1000;
  }

  #delete(id: string, process: Process): void {
    const place = this.#stored.findIndex((stored) => stored.id === id);
    const [gone] = place < 0 ? [] : this.#stored.splice(place, 1);
    if (gone !== undefined) this.#watcher.mail('deleted', id, gone.body, process);
  }

  #take(process: Process): readonly QueueMessage[] {
    const { now } = this.#time;
    const visible = this.#stored.filter(({ visibleAt }) => visibleAt <= now).slice(0, most);
    return visible.map((stored) => {
      stored.receiveCount += 1;
      stored.receipt = `${stored.id}-${stored.receiveCount}`;
      const lapses = this.#chaos.take('visibility lapsed');
      stored.visibleAt = now + (lapses ? 2_000 : this.#visibilityMs);
      const { id, receipt, body, receiveCount } = stored;
      this.#watcher.mail('received', id, body, process);
      return { id, receipt, body, receiveCount };
    });
  }

  #untilVisible(until: number, signal: AbortSignal | undefined): Promise<void> {
    const next = Math.min(until, ...this.#stored.map(({ visibleAt }) => visibleAt));
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        this.#waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const cancel = this.#time.after(next - this.#time.now, done);
      this.#waiting.add(done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}
