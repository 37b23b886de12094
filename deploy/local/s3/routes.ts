import type { LocalRequest } from '../world.js';
import type { Address } from './address.js';
import { bucketList, buckets } from './buckets.js';
import type { Operation } from './call.js';
import { directoryBucketList } from './directory-buckets.js';
import { acl } from './subresources/acl.js';
import { cors } from './subresources/cors.js';
import { encryption } from './subresources/encryption.js';
import { identified } from './subresources/identified.js';
import { lifecycle } from './subresources/lifecycle.js';
import { logging } from './subresources/logging.js';
import { metadata } from './subresources/metadata.js';
import { notification } from './subresources/notification.js';
import { objectLock } from './subresources/object-lock.js';
import { ownershipControls } from './subresources/ownership-controls.js';
import { policy } from './subresources/policy.js';
import { publicAccessBlock } from './subresources/public-access-block.js';
import { replication } from './subresources/replication.js';
import { settings } from './subresources/settings.js';
import { tagging } from './subresources/tagging.js';
import { versioning } from './subresources/versioning.js';
import { website } from './subresources/website.js';

const operations: readonly Operation[] = [
  ...buckets,
  ...encryption,
  ...publicAccessBlock,
  ...policy,
  ...acl,
  ...ownershipControls,
  ...versioning,
  ...lifecycle,
  ...replication,
  ...logging,
  ...notification,
  ...tagging,
  ...objectLock,
  ...settings,
  ...metadata,
  ...cors,
  ...website,
  ...identified,
];

const table = new Map(
  operations.map((operation) => {
    const { method, subresource, byId = false } = operation;
    return [routeOf(method, subresource, byId), operation];
  }),
);
const directoryListParameters = ['max-directory-buckets', 'continuation-token'];
const listParameters = ['max-buckets', 'continuation-token', 'prefix', 'bucket-region'];

/**
 * The operation that a request asks for, or nothing. Strict on purpose: a query that is not known must never
 * end as an operation on the bucket itself (an unknown DELETE would delete it).
 */
export function findOperation(request: LocalRequest, { bucket, key }: Address): Operation | undefined {
  if (key !== '') return undefined;
  const keys = [...request.query.keys()].filter((name) => name !== 'x-id');
  if (bucket === '' && keys.includes('max-directory-buckets'))
    return keys.every((name) => directoryListParameters.includes(name)) ? directoryBucketList : undefined;
  if (bucket === '') {
    const isList = request.method === 'GET' && keys.every((name) => listParameters.includes(name));
    return isList ? bucketList : undefined;
  }
  const [subresource, ...others] = keys.filter((name) => name !== 'id' && name !== 'continuation-token');
  if (others.length > 0 || (subresource === undefined && keys.length > 0)) return undefined;
  return table.get(routeOf(request.method, subresource, keys.includes('id')));
}

function routeOf(method: string, subresource: string | undefined, byId: boolean): string {
  return `${method} ${subresource ?? '/'}${byId ? ' by id' : ''}`;
}
