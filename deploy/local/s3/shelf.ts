/** What a bucket or an account keeps its documents in. */
export interface Shelf {
  readonly documents: Map<string, unknown>;
  readonly previous: Map<string, unknown>;
}

/** The stored document, or with `stale` the one before its last write. */
export function stored(shelf: Shelf, key: string, stale = false): unknown {
  return stale && shelf.previous.has(key) ? shelf.previous.get(key) : shelf.documents.get(key);
}

/** Puts a document in place of the one that is there; `undefined` takes it away. */
export function store(shelf: Shelf, key: string, document: unknown): void {
  shelf.previous.set(key, shelf.documents.get(key));
  if (document === undefined) shelf.documents.delete(key);
  else shelf.documents.set(key, document);
}
