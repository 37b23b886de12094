import { type CloudTrailRecord, type Envelope, envelopeOf } from './cloudtrail-record.js';
import { shuffled } from './random.js';
import type { World } from './world.js';

/** What goes wrong between CloudTrail and the queue. Everything off: each event arrives once, in order, at once. */
export interface BusKnobs {
  /** Probability, or which records, never arrive. */
  readonly drop?: number | ((record: CloudTrailRecord) => boolean);
  /** Milliseconds on the way, fixed or by chance within a range. */
  readonly delayMs?: number | { readonly min: number; readonly max: number };
  /** Probability that an event arrives twice. */
  readonly duplicate?: number;
  /** So many events wait for each other (at most 200 ms) and then arrive in an order of chance. */
  readonly shuffle?: number;
}

/** Events that arrived (copies count), that were lost, that were sent a second time. */
export interface BusCounts {
  readonly delivered: number;
  readonly dropped: number;
  readonly duplicated: number;
}

const LONGEST_HOLD_MS = 200;

/** EventBridge User Guide, quotas: a larger event does not exist for rules. */
const LARGEST_EVENT_BYTES = 256 * 1024;

/** EventBridge with one rule and one target: carries records to a queue, as badly as its knobs say. */
export class Bus {
  #knobs: BusKnobs;
  #counts = { delivered: 0, dropped: 0, duplicated: 0 };
  #held: Envelope[] = [];
  #line: Promise<void> = Promise.resolve();
  #stopped = false;
  readonly #underway = new Set<Promise<void>>();
  readonly #world: Pick<World, 'random' | 'sleep'>;
  readonly #send: (body: string) => Promise<unknown>;

  constructor(
    world: Pick<World, 'random' | 'sleep'>,
    send: (body: string) => Promise<unknown>,
    knobs: BusKnobs,
  ) {
    this.#world = world;
    this.#send = send;
    this.#knobs = knobs;
  }

  get counts(): BusCounts {
    return { ...this.#counts };
  }

  /** Replaces all knobs; events already on the way are not touched. */
  turn(knobs: BusKnobs): void {
    this.#knobs = knobs;
  }

  /** Takes one record; it arrives, or not, later. */
  publish(record: CloudTrailRecord): void {
    const { drop = 0, duplicate = 0 } = this.#knobs;
    if (typeof drop === 'number' ? this.#chance(drop) : drop(record)) {
      this.#counts.dropped += 1;
      return;
    }
    const envelope = envelopeOf(record, this.#world.random);
    this.#start(envelope);
    if (this.#chance(duplicate)) {
      this.#counts.duplicated += 1;
      this.#start(envelope);
    }
  }

  /** Resolves when nothing is on the way any more. */
  async settled(): Promise<void> {
    while (this.#underway.size > 0 || this.#held.length > 0) {
      this.#release();
      await Promise.all(this.#underway);
    }
  }

  /** Events still on the way are lost; resolves when the queue is no longer touched. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#line;
  }

  #chance(probability: number): boolean {
    return probability > 0 && this.#world.random() < probability;
  }

  #start(envelope: Envelope): void {
    const { delayMs = 0 } = this.#knobs;
    const ms =
      typeof delayMs === 'number'
        ? delayMs
        : delayMs.min + this.#world.random() * (delayMs.max - delayMs.min);
    if (ms <= 0) this.#arrive(envelope);
    else this.#track(this.#world.sleep(ms).then(() => this.#arrive(envelope)));
  }

  #arrive(envelope: Envelope): void {
    const { shuffle = 0 } = this.#knobs;
    if (shuffle < 2) {
      this.#deliver(envelope);
      return;
    }
    this.#held.push(envelope);
    if (this.#held.length >= shuffle) this.#release();
    else if (this.#held.length === 1) void this.#world.sleep(LONGEST_HOLD_MS).then(() => this.#release());
  }

  #release(): void {
    const waiting = this.#held;
    this.#held = [];
    for (const envelope of shuffled(this.#world.random, waiting)) this.#deliver(envelope);
  }

  /** One after another, so that order is lost only where a knob says so. */
  #deliver(envelope: Envelope): void {
    const body = JSON.stringify(envelope);
    this.#line = this.#line.then(async () => {
      if (this.#stopped) return;
      const small = Buffer.byteLength(body) <= LARGEST_EVENT_BYTES;
      // EventBridge loses what its target refuses, here for instance a queue that somebody deleted.
      const arrived =
        small &&
        (await this.#send(body).then(
          () => true,
          () => false,
        ));
      this.#counts[arrived ? 'delivered' : 'dropped'] += 1;
    });
    this.#track(this.#line);
  }

  #track(work: Promise<void>): void {
    this.#underway.add(work);
    void work.finally(() => this.#underway.delete(work));
  }
}
