import { TerminalError } from '../domain/errors.js';
import { isGone } from '../domain/failure.js';
import type { Call, Reader, Readers, Reply } from '../domain/ports.js';
import { type BucketTarget, isDirectoryBucket, type Target } from '../domain/target.js';
import { type Send, sender } from './calls.js';
import { type DirectoryBuckets, directoryBuckets } from './directory-buckets.js';
import { generalBuckets, type ReadingParts } from './listing.js';
import { boundTo } from './own-target.js';
import type { Regions } from './regions.js';
import { elementsOf } from './reply-elements.js';
import { readRule } from './retry.js';

interface Via {
  readonly send: Send;
  readonly regions: Regions;
  readonly general: ReturnType<typeof generalBuckets>;
  readonly directory: DirectoryBuckets;
}

async function isListed({ general, directory }: Via, target: Target): Promise<boolean> {
  // The account itself is in no listing; it is there as long as its credentials are.
  if (target.kind === 'account') return true;
  if (isDirectoryBucket(target))
    return directory.find(target).then(
      () => true,
      (error: unknown) => {
        if (isGone(error)) return false;
        throw error;
      },
    );
  let token: string | undefined;
  do {
    const page = await general.page(target.account, token, target.name);
    if (page.buckets.some((bucket) => bucket.name === target.name)) return true;
    token = page.next;
  } while (token !== undefined);
  return false;
}

function checked(call: Call): Call {
  if (!/^(Get|List|Head)[A-Z]/.test(call.operation))
    throw new TerminalError(`A reader does not send ${call.operation}.`);
  return call;
}

async function read(
  { send, regions }: Via,
  target: Target,
  hint: string | undefined,
  call: Call,
  signal?: AbortSignal,
): Promise<Reply> {
  const bound = { ...call, input: boundTo(target, checked(call)) };
  const { output, body } = await regions.forCall({ target, hint, call }, send, (region) =>
    send(target, region, bound, readRule, signal),
  );
  return { output, elements: elementsOf(body) };
}

/** Its calls name no expected owner: so the account has to list the bucket first, anew for each reader. */
function readerOfDirectory({ directory }: Via, target: BucketTarget, hint: string | undefined): Reader {
  let place: Promise<string> | undefined;
  return {
    async read(call, signal) {
      boundTo(target, checked(call));
      place ??= directory.find(target, hint);
      const region = await place;
      const bound = { ...call, input: boundTo(target, call, region) };
      const { output, body } = await directory.send(target, region, bound, readRule, signal);
      return { output, elements: elementsOf(body) };
    },
  };
}

/** Readers over the SDK: in the right region, in turn, tried again, each bound to its own target. */
export function readersOver(parts: ReadingParts): Readers {
  const via: Via = {
    send: sender(parts.clients, parts.traffic),
    regions: parts.regions,
    general: generalBuckets(parts),
    directory: directoryBuckets(parts),
  };
  return {
    readerFor: (target, hint) =>
      target.kind === 'bucket' && isDirectoryBucket(target)
        ? readerOfDirectory(via, target, hint)
        : { read: (call, signal) => read(via, target, hint, call, signal) },
    isListed: (target) => isListed(via, target),
    locate: (target) =>
      target.kind === 'bucket' && isDirectoryBucket(target)
        ? via.directory.find(target)
        : parts.regions.locate(target, via.send),
    regionOf: (target) => parts.regions.of(target),
  };
}
