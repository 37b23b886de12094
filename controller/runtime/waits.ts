/** Begins a call and waits for it, in some way that has an end. */
export type Waits = <T>(begin: () => Promise<T>) => Promise<T>;

/**
 * The same port, every call of which is waited for in this way. All its methods must be asynchronous; what the methods
 * in `listings` give one after the other is waited for one by one.
 */
export const waitingFor = <Port extends object>(
  port: Port,
  waits: Waits,
  listings: ReadonlySet<PropertyKey> = new Set(),
): Port =>
  new Proxy(port, {
    get(own, name) {
      const method: unknown = Reflect.get(own, name);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) => {
        const begin = (): unknown => Reflect.apply(method, own, given);
        return listings.has(name) ? items(begin, waits) : waits(async () => begin());
      };
    },
  });

async function* items(begin: () => unknown, waits: Waits): AsyncGenerator<unknown> {
  const each = (begin() as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  for (;;) {
    const next = await waits(() => each.next());
    if (next.done === true) return;
    yield next.value;
  }
}
