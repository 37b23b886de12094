import { isObject } from '../domain/json.js';
import type { ListedBucket, Listing } from '../domain/ports.js';
import { sender, type Traffic } from './calls.js';
import type { S3Clients } from './clients.js';
import { isRegionName } from './failures.js';
import type { Regions } from './regions.js';
import { readRule } from './retry.js';

/** What reading is made of. `clients` must be clients for reading. */
export interface ReadingParts {
  readonly clients: S3Clients;
  readonly traffic: Traffic;
  readonly regions: Regions;
  readonly partition: string;
  readonly homeRegion: string;
}

// S3 API Reference, ListBuckets: without MaxBuckets accounts with many buckets are refused, and no region is told.
const pageSize = 1_000;

const listed = (bucket: unknown): ListedBucket | undefined => {
  if (!isObject(bucket) || typeof bucket['Name'] !== 'string') return undefined;
  const region = bucket['BucketRegion'];
  return { name: bucket['Name'], ...(isRegionName(region) ? { region } : {}) };
};

/** Lists an account's buckets of all regions, and remembers in which region each is. */
export function listingOver(parts: ReadingParts): {
  page(account: string, token?: string, prefix?: string): ReturnType<Listing['page']>;
} {
  const { partition, regions } = parts;
  const send = sender(parts.clients, parts.traffic);
  return {
    async page(account, token, prefix) {
      const input = {
        MaxBuckets: pageSize,
        ...(token === undefined ? {} : { ContinuationToken: token }),
        ...(prefix === undefined ? {} : { Prefix: prefix }),
      };
      const call = { service: 's3', operation: 'ListBuckets', input } as const;
      const answer = await send({ kind: 'account', partition, account }, parts.homeRegion, call, readRule);
      const output = answer.output as { readonly Buckets?: unknown; readonly ContinuationToken?: unknown };
      const found = Array.isArray(output.Buckets) ? output.Buckets : [];
      const buckets = found.map(listed).filter((bucket) => bucket !== undefined);
      for (const { name, region } of buckets)
        if (region !== undefined) regions.remember({ kind: 'bucket', partition, account, name }, region);
      const next = output.ContinuationToken;
      return { buckets, ...(typeof next === 'string' && next !== '' ? { next } : {}) };
    },
  };
}
