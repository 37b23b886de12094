import type { Clock, Queue, QueueMessage } from '../../controller/domain/ports.js';

interface Stored {
  readonly id: string;
  readonly body: string;
  visibleAt: number;
  receiveCount: number;
  receipt: string;
}

/** SQS in memory, on a clock of the test: at least once, visibility, delays, and a dead-letter queue after so many receives. */
export class MemoryQueue implements Queue {
  readonly #clock: Clock;
  readonly #visibilitySeconds: number;
  readonly #maxReceiveCount: number;
  readonly #stored: Stored[] = [];
  readonly #dead: Stored[] = [];
  #wake = new AbortController();
  #ids = 0;

  constructor(clock: Clock, visibilitySeconds = 60, maxReceiveCount = 5) {
    this.#clock = clock;
    this.#visibilitySeconds = visibilitySeconds;
    this.#maxReceiveCount = maxReceiveCount;
  }

  /** The bodies that are still in the queue, hidden ones too. */
  get bodies(): readonly string[] {
    return this.#stored.map(({ body }) => body);
  }

  /** The ids of what is still in the queue. */
  get ids(): readonly string[] {
    return this.#stored.map(({ id }) => id);
  }

  get dead(): readonly string[] {
    return this.#dead.map(({ body }) => body);
  }

  async send(body: string, delaySeconds: number): Promise<void> {
    if (Buffer.byteLength(body) > 262_144) throw new Error('One message must be at most 262144 bytes.');
    this.#ids += 1;
    const visibleAt = this.#now() + delaySeconds * 1000;
    this.#stored.push({ id: `message-${this.#ids}`, body, visibleAt, receiveCount: 0, receipt: '' });
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  async receive(waitSeconds: number, signal?: AbortSignal): Promise<readonly QueueMessage[]> {
    const until = this.#now() + waitSeconds * 1000;
    for (;;) {
      signal?.throwIfAborted();
      const messages = this.#visible();
      const now = this.#now();
      if (messages.length > 0 || now >= until) return messages;
      const next = Math.min(until, ...this.#stored.map(({ visibleAt }) => visibleAt));
      const either = AbortSignal.any([this.#wake.signal, ...(signal === undefined ? [] : [signal])]);
      await this.#clock.sleep(next - now, either).catch(() => {});
    }
  }

  async delete(messages: readonly QueueMessage[]): Promise<void> {
    for (const { id } of messages) {
      const place = this.#stored.findIndex((stored) => stored.id === id);
      if (place >= 0) this.#stored.splice(place, 1);
    }
  }

  async extend(messages: readonly QueueMessage[], seconds: number): Promise<void> {
    for (const { receipt } of messages) {
      const stored = this.#stored.find((each) => each.receipt === receipt);
      if (stored === undefined || stored.visibleAt <= this.#now()) {
        throw Object.assign(new Error('The receipt handle has expired.'), { name: 'ReceiptHandleIsInvalid' });
      }
      stored.visibleAt = this.#now() + seconds * 1000;
    }
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  #now(): number {
    return this.#clock.now().getTime();
  }

  #visible(): readonly QueueMessage[] {
    const now = this.#now();
    for (const spent of this.#stored.filter(
      ({ visibleAt, receiveCount }) => visibleAt <= now && receiveCount >= this.#maxReceiveCount,
    )) {
      this.#stored.splice(this.#stored.indexOf(spent), 1);
      this.#dead.push(spent);
    }
    return this.#stored
      .filter(({ visibleAt }) => visibleAt <= now)
      .slice(0, 10)
      .map((stored) => {
        stored.receiveCount += 1;
        stored.receipt = `${stored.id}-${stored.receiveCount}`;
        stored.visibleAt = now + this.#visibilitySeconds * 1000;
        const { id, receipt, body, receiveCount } = stored;
        return { id, receipt, body, receiveCount };
      });
  }
}
