import { readFailure } from '../domain/failure.js';
import { isObject } from '../domain/json.js';
import type { ListedBucket, Listing, Log } from '../domain/ports.js';
import { sender } from './calls.js';
import { type DirectoryPage, type DirectoryParts, directoryBuckets } from './directory-buckets.js';
import { isRegionName } from './failures.js';
import { readRule } from './retry.js';

/** What reading is made of. `clients` must be clients for reading. */
export interface ReadingParts extends DirectoryParts {
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

/** Lists an account's general purpose buckets of all regions, and remembers in which region each is. */
export function generalBuckets(parts: ReadingParts): {
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

/** The token of a page of directory buckets: its region, and S3's own token. S3's tokens have no colons in front. */
const directoryToken = (region: string, token = ''): string => `:directory:${region}:${token}`;
const inDirectoryToken = /^:directory:([a-z0-9-]+):(.*)$/s;

/**
 * Lists all buckets of an account: the general purpose ones, then the directory buckets of one region after the other. A
 * region whose directory buckets cannot be listed hides no others; those that were known there are missed, looked at, and
 * found unreadable.
 */
export function listingOver(parts: ReadingParts, log: Log): Listing {
  const { partition } = parts;
  const regions = parts.regions.directory;
  const general = generalBuckets(parts);
  const directory = directoryBuckets(parts);
  const failing = new Set<string>();

  const after = (region: string | undefined): { readonly next?: string } => {
    const next = regions[region === undefined ? 0 : regions.indexOf(region) + 1];
    return next === undefined ? {} : { next: directoryToken(next) };
  };
  const ofRegion = async (account: string, region: string, token: string): Promise<DirectoryPage> => {
    const place = `${account} ${region}`;
    try {
      const page = await directory.page({ partition, account }, region, token === '' ? undefined : token);
      failing.delete(place);
      return page;
    } catch (error) {
      const { name, message } = readFailure(error);
      const said = { account, region, error: name, reason: message };
      if (!failing.has(place)) log.warn('directory buckets of a region cannot be listed', said);
      failing.add(place);
      return { buckets: [] };
    }
  };

  return {
    async page(account, token) {
      const [, region, rest = ''] = inDirectoryToken.exec(token ?? '') ?? [];
      if (region === undefined) {
        const { buckets, next } = await general.page(account, token);
        return { buckets, ...(next === undefined ? after(undefined) : { next }) };
      }
      // The cursor of a scan may be older than the settings.
      if (!regions.includes(region)) return { buckets: [] };
      const { buckets, next } = await ofRegion(account, region, rest);
      return { buckets, ...(next === undefined ? after(region) : { next: directoryToken(region, next) }) };
    },
  };
}
