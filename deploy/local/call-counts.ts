import type { Principal, RecordedCall } from './world.js';

/** How often each S3 operation was called and by which kind of principal, and what the controller changed. */
export class CallCounts {
  readonly #counts = new Map<string, number>();
  readonly #mutations: RecordedCall[] = [];
  readonly #isController: (principal: Principal) => boolean;

  constructor(isController: (principal: Principal) => boolean) {
    this.#isController = isController;
  }

  /** Every mutating call that the controller sent, also those that were refused. */
  get mutationsByController(): readonly RecordedCall[] {
    return this.#mutations;
  }

  /** Calls of this operation, by this kind of principal or by all. */
  of(operation: string, kind?: Principal['kind']): number {
    const kinds: readonly Principal['kind'][] =
      kind === undefined ? ['user', 'role', 'root', 'service'] : [kind];
    return kinds.reduce((sum, each) => sum + (this.#counts.get(`${operation} ${each}`) ?? 0), 0);
  }

  /** Counts one call. */
  add(call: RecordedCall): void {
    const key = `${call.operation} ${call.principal.kind}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    if (!call.readOnly && this.#isController(call.principal)) this.#mutations.push(call);
  }
}
