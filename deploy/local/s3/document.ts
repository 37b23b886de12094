import type { Answer, BucketCall, Operation } from './call.js';
import { S3Error } from './error.js';
import { store, stored } from './shelf.js';
import { parseXml, writeXml, type XmlElement } from './xml.js';

/** One configuration document of a bucket: its names, its checks, and what it is when it was never set. */
export interface DocumentKind<S> {
  /** The key in the query, and the name under which it is stored. */
  readonly subresource: string;
  readonly root: string;
  readonly names: { readonly get: string; readonly put: string; readonly remove?: string };
  readonly eventNames?: { readonly get?: string; readonly put?: string; readonly remove?: string };
  /** The refusal, or the document that is shown, when nothing is stored. */
  readonly absent: { readonly code: string; readonly message: string } | { readonly document: XmlElement };
  /** Refuses the document, or says what to store of it; `undefined` stores nothing. */
  accept(call: BucketCall, tree: XmlElement): S | undefined;
  /** The stored document as XML; without it, it is stored as XML. */
  show(stored: S, call: BucketCall): XmlElement;
  /** Headers that belong to the document, on reads and writes. */
  headers?(stored: S): Readonly<Record<string, string>>;
  /** What the remove call leaves behind, nothing by default; may refuse. */
  remains?(call: BucketCall): S | undefined;
}

/** The Get, Put and Delete calls of one document. */
export function documentOperations<S>(kind: DocumentKind<S>): readonly Operation[] {
  const { subresource, names, eventNames = {} } = kind;
  const named = (event: string | undefined) => (event === undefined ? {} : { eventName: event });
  const on = 'bucket' as const;
  const operations: Operation[] = [
    {
      on,
      subresource,
      method: 'GET',
      name: names.get,
      ...named(eventNames.get),
      run: (call) => get(kind, call),
    },
    {
      on,
      subresource,
      method: 'PUT',
      name: names.put,
      ...named(eventNames.put),
      run: (call) => put(kind, call),
    },
  ];
  if (names.remove !== undefined) {
    const run = (call: BucketCall) => remove(kind, call);
    operations.push({
      on,
      subresource,
      method: 'DELETE',
      name: names.remove,
      ...named(eventNames.remove),
      run,
    });
  }
  return operations;
}

function get<S>(kind: DocumentKind<S>, call: BucketCall): Answer {
  const document = stored(call.bucket, kind.subresource, call.stale) as S | undefined;
  if (document !== undefined) {
    const body = writeXml(kind.root, kind.show(document, call));
    return { status: 200, body, headers: kind.headers?.(document) ?? {} };
  }
  if ('document' in kind.absent) return { status: 200, body: writeXml(kind.root, kind.absent.document) };
  throw new S3Error(404, kind.absent.code, kind.absent.message, {
    details: { BucketName: call.bucket.name },
  });
}

function put<S>(kind: DocumentKind<S>, call: BucketCall): Answer {
  const document = kind.accept(call, parseXml(call.request.body, kind.root));
  store(call.bucket, kind.subresource, document);
  return { status: 200, headers: document === undefined ? {} : (kind.headers?.(document) ?? {}) };
}

function remove<S>(kind: DocumentKind<S>, call: BucketCall): Answer {
  store(call.bucket, kind.subresource, kind.remains?.(call));
  return { status: 204 };
}
