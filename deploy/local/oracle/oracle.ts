import type { Principal, RecordedCall, World } from '../world.js';
import { type OutsideGrants, outsideGrants } from './grants.js';

/** The controller opened something that was neither open before its request nor declared to be open. */
export interface Violation {
  readonly at: Date;
  readonly bucket: string;
  readonly request: RecordedCall;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What outsiders could do right after one mutation, whoever made it. */
export interface Exposure {
  readonly at: Date;
  readonly principal: string;
  readonly operation: string;
  readonly grants: readonly string[];
}

/**
 * Watches every request and judges those of the controller: at no instant may a bucket be more open than the looser of
 * what was found and what was declared.
 */
export class Oracle {
  readonly #violations: Violation[] = [];
  readonly #known = new Map<string, OutsideGrants>();
  readonly #declared = new Map<string, ReadonlySet<string>>();
  readonly #history = new Map<string, Exposure[]>();
  readonly #world: Pick<World, 'accounts' | 'buckets' | 'partition'>;
  readonly #isController: (principal: Principal) => boolean;
  readonly #underway = new Map<string, number>();

  constructor(
    world: Pick<World, 'accounts' | 'buckets' | 'partition'>,
    isController: (principal: Principal) => boolean,
  ) {
    this.#world = world;
    this.#isController = isController;
  }

  get violations(): readonly Violation[] {
    return this.#violations;
  }

  /** States what the baseline permits to outsiders, as `world:read`, `account:<id>:write` and the like. */
  declare(bucket: string, grants: readonly string[]): void {
    this.#declared.set(bucket, new Set(grants));
  }

  /** What outsiders can do to the bucket now; nothing, if there is no such bucket. */
  grants(bucket: string): readonly string[] {
    return [...this.#look(bucket)];
  }

  /** Every mutation of the bucket so far, the oldest first. */
  history(bucket: string): readonly Exposure[] {
    return this.#history.get(bucket) ?? [];
  }

  /**
   * To be called before a mutating request is handled: takes notice of what was changed past S3's door, as tests do.
   * Only where no other request is under way, whose half-done work would otherwise be taken for the state before.
   * Without a bucket the request is about an account.
   */
  requestStarts(bucket: string | undefined): void {
    const key = bucket ?? '';
    for (const name of bucket === undefined ? this.#world.buckets.keys() : [bucket]) {
      if ((this.#underway.get(name) ?? 0) === 0) this.#known.set(name, this.#look(name));
    }
    this.#underway.set(key, (this.#underway.get(key) ?? 0) + 1);
  }

  /** To be called when a request for which `requestStarts` was called has ended. */
  requestEnds(bucket: string | undefined): void {
    const key = bucket ?? '';
    this.#underway.set(key, (this.#underway.get(key) ?? 1) - 1);
  }

  /** Judges one call after its effect. */
  judge(call: RecordedCall): void {
    if (call.readOnly) return;
    for (const bucket of call.bucket === undefined ? this.#bucketsOf(call.account) : [call.bucket]) {
      const before = this.#known.get(bucket) ?? new Set();
      const after = this.#look(bucket);
      this.#known.set(bucket, after);
      this.#note(bucket, call, after);
      const permitted = this.#declared.get(bucket);
      const opened = [...after].some((grant) => !before.has(grant) && !permitted?.has(grant));
      if (opened && this.#isController(call.principal)) {
        this.#violations.push({ at: call.at, bucket, request: call, before: [...before], after: [...after] });
      }
    }
  }

  #look(name: string): OutsideGrants {
    const bucket = this.#world.buckets.get(name);
    return bucket === undefined ? new Set() : outsideGrants(this.#world, bucket);
  }

  #bucketsOf(account: string): readonly string[] {
    return [...this.#world.buckets.values()]
      .filter((bucket) => bucket.account === account)
      .map(({ name }) => name);
  }

  #note(bucket: string, call: RecordedCall, grants: OutsideGrants): void {
    const exposure = {
      at: call.at,
      principal: call.principal.arn,
      operation: call.operation,
      grants: [...grants],
    };
    const history = this.#history.get(bucket);
    if (history === undefined) this.#history.set(bucket, [exposure]);
    else history.push(exposure);
  }
}
