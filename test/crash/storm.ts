import { setTimeout as sleep } from 'node:timers/promises';
import { type Drift, drifts } from '../rig/drifts.js';
import type { Rig } from '../rig/rig.js';
import { hijack, wrongWithSite } from '../rig/site.js';
import { wrongWith } from '../rig/wrong.js';

/** One change that the intruder made, with the id of the event that tells of it. */
export interface Planted {
  readonly bucket: string;
  readonly name: string;
  readonly requestId: string;
  readonly event: string;
}

/** An intruder who breaks buckets at random until told to stop. */
export class Storm {
  readonly planted: Planted[] = [];
  readonly #rig: Rig;
  readonly #names: readonly string[];
  readonly #random: () => number;
  #blows: Promise<void> | undefined;
  #on = true;

  constructor(rig: Rig, names: readonly string[], random: () => number) {
    this.#rig = rig;
    this.#names = names;
    this.#random = random;
  }

  begin(): void {
    this.#blows = this.#blow();
  }

  async end(): Promise<void> {
    this.#on = false;
    await this.#blows;
  }

  /** What is not as declared now, by plain reads. */
  async wrong(): Promise<readonly string[]> {
    const { s3 } = this.#rig.intruder;
    const found = await Promise.all(
      this.#names.map(async (name) =>
        (await (isSite(name) ? wrongWithSite : wrongWith)(s3, name)).map((aspect) => `${name} ${aspect}`),
      ),
    );
    return found.flat();
  }

  async #blow(): Promise<void> {
    while (this.#on) {
      const bucket = this.#oneOf(this.#names);
      const drift: Drift = isSite(bucket) ? hijack : this.#oneOf(drifts);
      const { $metadata } = await drift.send(this.#rig.intruder.s3, bucket);
      const requestId = $metadata.requestId ?? '';
      const event =
        this.#rig.aws.world.events.find(({ requestID }) => requestID === requestId)?.eventID ?? '';
      this.planted.push({ bucket, name: drift.name, requestId, event });
      await sleep(50 + this.#random() * 150);
    }
  }

  #oneOf<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('There is nothing to choose from');
    return item;
  }
}

const isSite = (name: string): boolean => name.startsWith('www-');
