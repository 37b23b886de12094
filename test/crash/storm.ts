import { setTimeout as sleep } from 'node:timers/promises';
import { S3ServiceException } from '@aws-sdk/client-s3';
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
  /** Changes that S3 refused. */
  refused = 0;
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
      const requestId = await this.#strike(bucket, drift);
      if (requestId === undefined) this.refused += 1;
      else {
        const event = this.#rig.aws.world.events.find(({ requestID }) => requestID === requestId);
        this.planted.push({ bucket, name: drift.name, requestId, event: event?.eventID ?? '' });
      }
      await sleep(50 + this.#random() * 150);
    }
  }

  /** The id of the request; nothing if S3 refused it, as it does while a site is held before its block is lifted. */
  async #strike(bucket: string, drift: Drift): Promise<string | undefined> {
    try {
      const { $metadata } = await drift.send(this.#rig.intruder.s3, bucket);
      return $metadata.requestId ?? '';
    } catch (error) {
      if (isSite(bucket) && error instanceof S3ServiceException && error.name === 'AccessDenied')
        return undefined;
      throw error;
    }
  }

  #oneOf<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('There is nothing to choose from');
    return item;
  }
}

const isSite = (name: string): boolean => name.startsWith('www-');
