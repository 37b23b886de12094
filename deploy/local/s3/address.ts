import type { LocalRequest } from '../world.js';

/** What a request is about by its host and path. */
export interface Address {
  readonly bucket: string;
  /** The object key; empty if the request is about the bucket. */
  readonly key: string;
}

const virtualHost = /^(.+)\.(?:s3[.-].+|localhost|127\.0\.0\.1)$/;

/** Reads bucket and key, be the bucket in the path or in front of the host. */
export function addressOf(request: LocalRequest): Address {
  const host = (request.headers['host'] ?? '').replace(/:\d+$/, '').toLowerCase();
  const path = request.path.replace(/^\//, '');
  const named = host.startsWith('s3.') ? undefined : virtualHost.exec(host)?.[1];
  if (named !== undefined && named !== 's3') return { bucket: named, key: path };
  const slash = path.indexOf('/');
  const bucket = slash === -1 ? path : path.slice(0, slash);
  return { bucket, key: slash === -1 ? '' : path.slice(slash + 1) };
}
