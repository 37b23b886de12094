import { isDenied, isGone, isTransient } from '../domain/failure.js';
import { isObject } from '../domain/json.js';
import type { Target } from '../domain/target.js';
import type { Send } from './calls.js';
import { isRegionName, isWrongRegion, regionNamedBy } from './failures.js';
import { regionOfAccountCall } from './multi-region.js';
import { boundTo } from './own-target.js';
import { readRule } from './retry.js';
import type { SdkCall } from './sdk-command.js';

interface Known {
  readonly region: string;
  /** S3 named it; otherwise a call that went there on somebody's hint was answered. */
  readonly named: boolean;
}

/** Where a call may have to go: by its target, by whoever says so, and by what is called. */
interface Place {
  readonly target: Target;
  readonly hint: string | undefined;
  readonly call: Pick<SdkCall, 'service' | 'operation'>;
}

const keyOf = (target: Target): string =>
  target.kind === 'bucket' ? `${target.account}/${target.name}` : target.account;

/** In which region each bucket is, as far as it was seen. Readers, writers and listings share one. */
export class Regions {
  /** Where directory buckets are listed: no call lists those of all regions. */
  readonly directory: readonly string[];
  readonly #home: string;
  readonly #known = new Map<string, Known>();
  readonly #coming = new Map<string, Promise<string>>();

  /** `home` is where account settings are read and where unknown buckets are asked for. */
  constructor(home: string, directory: readonly string[] = [home]) {
    this.#home = home;
    this.directory = directory;
  }

  of(target: Target): string | undefined {
    return this.#known.get(keyOf(target))?.region;
  }

  /** Notes the region that S3 named for a bucket. */
  remember(target: Target, region: string): void {
    this.#known.set(keyOf(target), { region, named: true });
  }

  /** The region that S3 itself names; nothing for an account. Rejects with S3's error if it names none. */
  async locate(target: Target, send: Send): Promise<string | undefined> {
    if (target.kind === 'account') return undefined;
    const known = this.#known.get(keyOf(target));
    return known?.named ? known.region : this.#ask(target, send);
  }

  /**
   * Does the work where the call has to go. S3 Control answers for a bucket in any region, and where the bucket is not
   * it knows of no access point: so there only the region counts that S3 itself names, and never a hint.
   */
  async forCall<T>(
    { target, hint, call }: Place,
    send: Send,
    work: (region: string) => Promise<T>,
  ): Promise<T> {
    if (target.kind === 'account') return work(regionOfAccountCall(target, call) ?? this.#home);
    if (call.service === 's3') return this.inRegion(target, hint, send, work);
    return work((await this.locate(target, send)) ?? this.#home);
  }

  /**
   * Does the work in the target's region. A hint is somebody's claim: if the work fails there for a reason that a wrong
   * region explains, the region is asked for and the work done once more. So a forged hint costs calls, nothing else.
   */
  async inRegion<T>(
    target: Target,
    hint: string | undefined,
    send: Send,
    work: (region: string) => Promise<T>,
  ): Promise<T> {
    const known = this.#known.get(keyOf(target));
    const hinted = known === undefined && isRegionName(hint);
    const region = known?.region ?? (hinted ? hint : await this.#likely(target, send));
    try {
      const result = await work(region);
      if (!this.#known.has(keyOf(target))) this.#known.set(keyOf(target), { region, named: false });
      return result;
    } catch (error) {
      if (isGone(error)) this.#known.delete(keyOf(target));
      const unproven = hinted || known?.named === false;
      if (!isWrongRegion(error) && !(unproven && (isDenied(error) || isTransient(error)))) throw error;
      this.#known.delete(keyOf(target));
      const found = await this.#elsewhere(target, send, error, region);
      if (found === region) throw error;
      return work(found);
    }
  }

  async #elsewhere(target: Target, send: Send, error: unknown, tried: string): Promise<string> {
    const named = regionNamedBy(error);
    if (named === undefined || named === tried) return this.#likely(target, send);
    this.remember(target, named);
    return named;
  }

  /** A refusal without a region (not every server names it) leaves the home region to try. */
  async #likely(target: Target, send: Send): Promise<string> {
    try {
      return await this.#ask(target, send);
    } catch (error) {
      if (isDenied(error)) return this.#home;
      throw error;
    }
  }

  /** Those who ask for the same bucket at the same moment share one call. */
  #ask(target: Target, send: Send): Promise<string> {
    const key = keyOf(target);
    const coming = this.#coming.get(key) ?? this.#head(target, send).finally(() => this.#coming.delete(key));
    this.#coming.set(key, coming);
    return coming;
  }

  /** S3 API Reference, HeadBucket: the region comes with every answer but 404. */
  async #head(target: Target, send: Send): Promise<string> {
    const call = { service: 's3', operation: 'HeadBucket', input: {} } as const;
    let region: unknown;
    try {
      const bound = { ...call, input: boundTo(target, call) };
      const { output } = await send(target, this.#home, bound, readRule);
      region = isObject(output) ? output['BucketRegion'] : undefined;
    } catch (error) {
      region = regionNamedBy(error);
      if (region === undefined) throw error;
    }
    if (!isRegionName(region)) throw new Error('S3 answered HeadBucket without naming a region.');
    this.remember(target, region);
    return region;
  }
}
