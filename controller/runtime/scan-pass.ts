import { failureName } from '../domain/failure.js';
import type { Ledger } from '../domain/ledger.js';
import type { Clock, ListedBucket, Listing, Log, Random } from '../domain/ports.js';
import type { ScanCursor } from '../domain/scan-cursor.js';
import type { Look } from '../domain/signal.js';
import type { AccountTarget, BucketTarget, Target } from '../domain/target.js';
import { type Instant, instant } from '../domain/time.js';
import { unlessAborted } from '../domain/unless-aborted.js';
import { passed, placeFrom } from './place.js';
import type { LookEnd, LookQueue } from './queue.js';
import { Roster } from './roster.js';

export interface ScanPorts {
  readonly ledger: Pick<Ledger, 'know' | 'scanCursor' | 'saveScanCursor' | 'goodState' | 'rememberGood'>;
  readonly listing: Listing;
  readonly looks: LookQueue;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Whether any baseline may select the target. */
  readonly isSelected: (target: Target) => boolean;
  /** Tells the account's brakes how many buckets there are; ends what is told of those that are off. */
  readonly endBrakes?: (account: AccountTarget, buckets: number) => Promise<void>;
  /** Looks at what Snapback itself rests on in the account; is in the ledger when it resolves. */
  readonly lookAtOwn?: (account: AccountTarget) => Promise<void>;
  /** The catalogue in force; missing where it never changes. */
  readonly catalogue?: { readonly generation: string; changed(signal: AbortSignal): Promise<void> };
}

/** Why a pass is made: its turn has come, or another catalogue is in force than in the pass before, whoever made that. */
type PassReason = 'scan' | 'catalogue';
type Page = Awaited<ReturnType<Listing['page']>>;

/** Buckets of a page that are made known to the ledger at once. */
const lanes = 8;

/** Passes over all buckets of one account, a page at a time, going on where the last pass was cut off. */
export class ScanPass {
  readonly #account: AccountTarget;
  readonly #ports: ScanPorts;
  /** Buckets that the ledger was told of: one write per bucket and process, not one per bucket and pass. */
  readonly #known = new Set<string>();
  readonly #roster: Roster;
  #reason: PassReason = 'scan';
  /** The catalogue of the first pass, as long as none was ended. */
  #generation: string | undefined;

  constructor(account: AccountTarget, ports: ScanPorts) {
    this.#account = account;
    this.#ports = ports;
    this.#roster = new Roster(account, ports);
  }

  /** Ends when all that is listed was looked at. Rejects if the account cannot be listed or the ledger not written. */
  async run(signal: AbortSignal): Promise<void> {
    const { ledger, catalogue } = this.#ports;
    const now = catalogue?.generation;
    const id = this.#account.account;
    for (const name of await this.#roster.names()) this.#known.add(name);
    const stored = await ledger.scanCursor(id);
    const place = placeFrom(stored, this.#now(), this.#generation);
    this.#reason = place.generation === undefined || place.generation === now ? 'scan' : 'catalogue';
    this.#generation ??= now;
    await Promise.all([
      this.#ports.lookAtOwn?.(this.#account),
      this.#lookAtAccount(signal),
      this.#lookAtBuckets(place, stored?.token, signal),
    ]);
    await this.#roster.keep(this.#known);
    await this.#ports.endBrakes?.(this.#account, this.#known.size);
    await ledger.saveScanCursor(id, passed(place, this.#now(), now));
  }

  async #lookAtBuckets(place: ScanCursor, from: string | undefined, signal: AbortSignal): Promise<void> {
    const seen = new Set<string>();
    let token = from;
    do {
      const page = await this.#listed(place, token);
      await this.#lookAtPage(page, place.completedAt !== undefined, signal);
      for (const { name } of page.buckets) seen.add(name);
      token = page.next;
      if (token !== undefined)
        await this.#ports.ledger.saveScanCursor(this.#account.account, { ...place, token });
    } while (token !== undefined);
    // Only a pass from the beginning saw the whole listing.
    if (from === undefined) await this.#lookForMissing(seen, signal);
  }

  async #listed(place: ScanCursor, token: string | undefined): Promise<Page> {
    const { listing, ledger } = this.#ports;
    const { account } = this.#account;
    try {
      return await listing.page(account, token);
    } catch (error) {
      // S3's answer to a continuation token that it does not take (any more): "The continuation token provided is incorrect".
      if (token !== undefined && failureName(error) === 'InvalidArgument') {
        await ledger.saveScanCursor(account, place);
        throw new Error('The listing cannot be continued; the pass starts again.', { cause: error });
      }
      throw error;
    }
  }

  async #lookAtAccount(signal: AbortSignal): Promise<void> {
    const target = this.#account;
    if (!this.#isAsked(target)) return;
    await this.#ports.ledger.know(target, this.#now());
    const { ended } = await this.#ask(target, signal);
    await unlessAborted(ended, signal);
  }

  /** `watched`: the account was under watch for a whole pass before, so a bucket that is new came to be under our eyes. */
  async #lookAtPage({ buckets }: Page, watched: boolean, signal: AbortSignal): Promise<void> {
    const ends: Promise<LookEnd>[] = [];
    const rest = buckets.values();
    const lane = async (): Promise<void> => {
      for (const bucket of rest) {
        const target = this.#bucket(bucket.name);
        // One that may be newly born is left to its look, which knows what that means.
        const isNew = !this.#known.has(bucket.name);
        if (isNew && !watched) await this.#ports.ledger.know(target, this.#now());
        if (isNew && watched && !this.#ports.isSelected(target)) {
          const { ended } = await this.#ask(target, signal, { bucket, kinds: ['scan'] });
          ends.push(ended.then((end) => this.#knowTold(target, end)));
          continue;
        }
        this.#known.add(target.name);
        if (this.#isAsked(target)) ends.push((await this.#ask(target, signal, { bucket })).ended);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    await unlessAborted(Promise.all(ends), signal);
  }

  /** What nothing selects is not looked at again, so it is known only once the look was able to tell of it. */
  #knowTold({ name }: BucketTarget, end: LookEnd): LookEnd {
    const outcome = end.kind === 'looked' ? end.result.outcomes.get('existence') : undefined;
    if (outcome !== undefined && outcome !== 'gone') this.#known.add(name);
    return end;
  }

  /**
   * A bucket that is listed no more was deleted, and the event may be lost. It is looked at in every pass, since anybody
   * may take the name, until no baseline selects it or no policy wants to know.
   */
  async #lookForMissing(seen: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
    const missing = [...this.#known].filter((name) => !seen.has(name));
    const asked = [];
    for (const name of missing) {
      const target = this.#bucket(name);
      // One that nothing selects is looked at because the listing lacks it, and to end what something began.
      const kinds = this.#ports.isSelected(target) ? undefined : (['scan', 'catalogue'] as const);
      asked.push({ name, ...(await this.#ask(target, signal, kinds === undefined ? {} : { kinds })) });
    }
    for (const { name, ended } of asked) {
      const end = await unlessAborted(ended, signal);
      if (end.kind !== 'looked') continue;
      const isIgnored = end.result.outcomes.get('existence') === 'ignored';
      if (isIgnored || !this.#ports.isSelected(this.#bucket(name))) this.#known.delete(name);
    }
  }

  /** Asks for a look as soon as there is room; how it ended comes later, and may be a failure. */
  async #ask(
    target: Target,
    signal: AbortSignal,
    { bucket, kinds }: { readonly bucket?: ListedBucket; readonly kinds?: readonly PassReason[] } = {},
  ): Promise<{ readonly ended: Promise<LookEnd> }> {
    const at = this.#now();
    // What nothing selects is looked at only because something did before, unless somebody says why.
    const why = kinds ?? [this.#ports.isSelected(target) ? this.#reason : ('catalogue' as const)];
    const look: Look = {
      target,
      signals: why.map((kind) => ({ kind, at })),
      aspects: 'all',
      ...(bucket?.region === undefined ? {} : { region: bucket.region }),
      round: 0,
    };
    let ticket: (end: LookEnd) => void = () => {};
    const ended = new Promise<LookEnd>((resolve) => {
      ticket = resolve;
    });
    await this.#ports.looks.addWhenRoom(look, ticket, signal);
    return { ended };
  }

  /** What a new catalogue lets go of is looked at once more: there may be something to end. */
  #isAsked(target: Target): boolean {
    return this.#reason === 'catalogue' || this.#ports.isSelected(target);
  }

  #bucket(name: string): BucketTarget {
    const { partition, account } = this.#account;
    return { kind: 'bucket', partition, account, name };
  }

  #now(): Instant {
    return instant(this.#ports.clock.now());
  }
}
