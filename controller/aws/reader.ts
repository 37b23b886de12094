import { TerminalError } from '../domain/errors.js';
import type { Call, Readers, Reply } from '../domain/ports.js';
import type { Target } from '../domain/target.js';
import { type Send, sender } from './calls.js';
import { listingOver, type ReadingParts } from './listing.js';
import { boundTo } from './own-target.js';
import type { Regions } from './regions.js';
import { elementsOf } from './reply-elements.js';
import { readRule } from './retry.js';

type Pages = ReturnType<typeof listingOver>;

async function isListed(listing: Pages, target: Target): Promise<boolean> {
  // The account itself is in no listing; it is there as long as its credentials are.
  if (target.kind === 'account') return true;
  let token: string | undefined;
  do {
    const page = await listing.page(target.account, token, target.name);
    if (page.buckets.some((bucket) => bucket.name === target.name)) return true;
    token = page.next;
  } while (token !== undefined);
  return false;
}

async function read(
  { send, regions }: { readonly send: Send; readonly regions: Regions },
  target: Target,
  hint: string | undefined,
  call: Call,
  signal?: AbortSignal,
): Promise<Reply> {
  if (!/^(Get|List|Head)[A-Z]/.test(call.operation))
    throw new TerminalError(`A reader does not send ${call.operation}.`);
  const bound = { ...call, input: boundTo(target, call) };
  const { output, body } = await regions.forCall({ target, hint, call }, send, (region) =>
    send(target, region, bound, readRule, signal),
  );
  return { output, elements: elementsOf(body) };
}

/** Readers over the SDK: in the right region, in turn, tried again, each bound to its own target. */
export function readersOver(parts: ReadingParts): Readers {
  const listing = listingOver(parts);
  const via = { send: sender(parts.clients, parts.traffic), regions: parts.regions };
  return {
    readerFor: (target, hint) => ({ read: (call, signal) => read(via, target, hint, call, signal) }),
    isListed: (target) => isListed(listing, target),
    locate: (target) => parts.regions.locate(target, via.send),
    regionOf: (target) => parts.regions.of(target),
  };
}
