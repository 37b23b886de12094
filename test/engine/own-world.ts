import { join } from 'node:path';
import { loadCatalogue } from '../../controller/catalog/folders.js';
import type { Incident } from '../../controller/domain/incident.js';
import type { JsonObject } from '../../controller/domain/json.js';
import type { Owned, OwnObservation, OwnReader } from '../../controller/domain/own-resource.js';
import type { EventSignal } from '../../controller/domain/signal.js';
import { instant } from '../../controller/domain/time.js';
import { lookAtOwn } from '../../controller/engine/own-look.js';
import { noticeTampering } from '../../controller/engine/tampering.js';
import { ownedBy } from '../../controller/runtime/own-watch.js';
import type { Life } from '../fakes/life.js';
import { root } from '../house/files.js';
import { account, engineIn, passing, type Surroundings, surroundings } from './world.js';

const declarations = loadCatalogue({
  baselineFolders: [join(root, 'baselines')],
  policyFolders: [join(root, 'policies')],
  now: '2027-01-01T00:00:00.000Z',
  mode: 'auto-revert',
});

/** What an ARN names. Throws if Snapback rests on no such thing. */
export function ownedFrom(arn: string): Owned {
  const owned = ownedBy(arn);
  if (owned === undefined) throw new Error(`${arn} is none of ours`);
  return owned;
}

export const trail = ownedFrom(`arn:aws:cloudtrail:eu-west-1:${account}:trail/watch`);
export const queue = ownedFrom(`arn:aws:sqs:eu-west-1:${account}:watch`);
export const role = ownedFrom(`arn:aws:iam::${account}:role/snapback`);

export const there = (settings: JsonObject, works = true): OwnObservation => ({
  kind: 'observed',
  state: { works, settings },
});
export const denied: OwnObservation = {
  kind: 'unreadable',
  error: { name: 'AccessDenied', message: 'not authorized', status: 403 },
};

/** What Snapback rests on, as AWS shows it, and one controller after the other that looks at it. */
export class OwnWorld {
  readonly around: Surroundings = surroundings();
  readonly #shown = new Map<string, OwnObservation>();
  readonly #next = new Map<string, OwnObservation[]>();
  #events = 0;

  show(owned: Owned, now: OwnObservation): void {
    this.#shown.set(owned.arn, now);
  }

  /** Shows these once each, one after the other, before what is shown else. */
  flicker(owned: Owned, ...once: OwnObservation[]): void {
    this.#next.set(owned.arn, once);
  }

  get incidents(): readonly Incident[] {
    return this.around.ledger.all;
  }

  get #reader(): OwnReader {
    return {
      read: async ({ arn }) => this.#next.get(arn)?.shift() ?? this.#shown.get(arn) ?? { kind: 'absent' },
    };
  }

  async look(some: readonly Owned[] = [trail], life?: Life): Promise<void> {
    const { clock } = this.around;
    const engine = engineIn(this.around, { declarations, ...(life === undefined ? {} : { life }) });
    await passing(clock, lookAtOwn(engine, this.#reader, some));
    await clock.advance(60_000);
  }

  /** An event as of now. */
  event(call: string): EventSignal {
    this.#events += 1;
    return {
      kind: 'event',
      id: `event-${this.#events}`,
      call,
      aspects: [],
      actor: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/eve` },
      at: instant(this.around.clock.now()),
    };
  }

  async hear(owned: Owned, event: EventSignal, life?: Life): Promise<void> {
    const engine = engineIn(this.around, { declarations, ...(life === undefined ? {} : { life }) });
    const { what, arn } = owned;
    await noticeTampering(engine, { target: owned.account, what, arn, event });
    await this.around.clock.advance(5_000);
  }
}
