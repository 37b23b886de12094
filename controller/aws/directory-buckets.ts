import { isObject } from '../domain/json.js';
import type { ListedBucket } from '../domain/ports.js';
import { type BucketTarget, isDirectoryBucket, type Target, targetName } from '../domain/target.js';
import { type Send, sender, type Traffic } from './calls.js';
import type { S3Clients } from './clients.js';
import { isRegionName } from './failures.js';
import type { Regions } from './regions.js';
import { readRule } from './retry.js';

/** What knowing directory buckets is made of. */
export interface DirectoryParts {
  readonly clients: S3Clients;
  readonly traffic: Traffic;
  readonly regions: Regions;
}

/** One region's directory buckets of an account, a page at a time. */
export interface DirectoryPage {
  readonly buckets: readonly (ListedBucket & { readonly region: string })[];
  readonly next?: string;
}

export interface DirectoryBuckets {
  readonly send: Send;
  page(
    account: Pick<Target, 'partition' | 'account'>,
    region: string,
    token?: string,
  ): Promise<DirectoryPage>;
  /**
   * The region whose listing shows the bucket as the account's own, now: nothing else proves whose it is. Asks where it was last
   * seen and where somebody claims it is, too. Rejects with NoSuchBucket where no listing shows it, and with S3's error
   * where one of them could not be had.
   */
  find(target: BucketTarget, hint?: string): Promise<string>;
}

// S3 API Reference, ListDirectoryBuckets: at most 1,000 a page.
const pageSize = 1_000;

/**
 * The directory buckets of accounts (S3 Express One Zone). Only the account that owns them can list them or call their
 * settings (S3 API Reference, ListDirectoryBuckets).
 */
export function directoryBuckets({ clients, traffic, regions }: DirectoryParts): DirectoryBuckets {
  // An endpoint of its own: that it throttles, or that a region has none, says nothing of the rest of S3.
  const limiter: Traffic['limiter'] = (account, region) => traffic.limiter(account, `s3express ${region}`);
  const send = sender(clients, { ...traffic, limiter });
  const page = (account: Pick<Target, 'partition' | 'account'>, region: string, token?: string) =>
    onePage(send, regions, account, region, token);

  const shows = async (target: BucketTarget, region: string): Promise<boolean> => {
    let token: string | undefined;
    do {
      const { buckets, next } = await page(target, region, token);
      if (buckets.some(({ name }) => name === target.name)) return true;
      token = next;
    } while (token !== undefined);
    return false;
  };

  return {
    send,
    page,
    async find(target, hint) {
      // A hint is somebody's claim: it is asked last, and what it answers counts as much as any.
      const places = [regions.of(target), ...regions.directory, hint].filter(isRegionName);
      const asked = [...new Set(places)];
      const failures: unknown[] = [];
      for (const region of asked) {
        try {
          if (await shows(target, region)) return region;
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
      throw unlisted(target, asked);
    },
  };
}

async function onePage(
  send: Send,
  regions: Regions,
  { partition, account }: Pick<Target, 'partition' | 'account'>,
  region: string,
  token: string | undefined,
): Promise<DirectoryPage> {
  const input = {
    MaxDirectoryBuckets: pageSize,
    ...(token === undefined ? {} : { ContinuationToken: token }),
  };
  const call = { service: 's3', operation: 'ListDirectoryBuckets', input } as const;
  const { output } = await send({ kind: 'account', partition, account }, region, call, readRule);
  const { Buckets: found, ContinuationToken: next } = isObject(output) ? output : {};
  const names = (Array.isArray(found) ? found : [])
    .map((bucket: unknown) => (isObject(bucket) ? bucket['Name'] : undefined))
    .filter((name) => typeof name === 'string');
  // A server that does not know the call answers with the other buckets.
  const own = names
    .map((name) => ({ kind: 'bucket', partition, account, name }) as const)
    .filter(isDirectoryBucket);
  for (const target of own) regions.remember(target, region);
  return {
    buckets: own.map(({ name }) => ({ name, region })),
    ...(typeof next === 'string' && next !== '' && next !== token ? { next } : {}),
  };
}

/** Where nobody could be asked, nothing is known. */
const unlisted = (target: Target, asked: readonly string[]): Error =>
  Object.assign(
    new Error(
      asked.length === 0
        ? `No region is named in which ${targetName(target)} could be listed`
        : `The account lists no directory bucket ${targetName(target)} in ${asked.join(', ')}`,
    ),
    { name: asked.length === 0 ? 'NoRegion' : 'NoSuchBucket' },
  );
