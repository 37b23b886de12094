import type { Attribution, Incident, Notification } from './incident.js';
import type { JsonObject } from './json.js';
import type { ApprovedPlan, Step } from './plan.js';
import type { Outcome } from './response.js';
import type { Actor, Look } from './signal.js';
import type { Target } from './target.js';
import type { Instant } from './time.js';

/** Time comes in through this port, so that one seed can replay a run. */
export interface Clock {
  now(): Date;
  /** Resolves after so many milliseconds, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Randomness: a number in [0, 1). */
export type Random = () => number;

/** Structured log: a static message, and everything that varies as fields. */
export interface Log {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** One read not yet made. `operation` is an SDK command without its suffix and begins with Get, List or Head. */
export interface Call {
  readonly service: 's3' | 's3control';
  readonly operation: string;
  readonly input: JsonObject;
}

/**
 * Reads of one target. Refuses everything but Get, List and Head; names the expected owner in every call.
 * Rejects with the SDK's error, told apart by `error.name`, or with the signal's reason.
 */
export interface Reader {
  read(call: Call, signal?: AbortSignal): Promise<Reply>;
}

export interface Reply {
  /** The SDK's output, without `$metadata`. */
  readonly output: unknown;
  /** Names of all XML elements in S3's reply as it came, before the SDK dropped those that it does not know. */
  readonly elements: ReadonlySet<string>;
}

/** S3's answer to a step. */
export interface Receipt {
  readonly requestId?: string;
}

/**
 * Writes of one approved plan to its own target; refuses any step that is not in the plan. Whether a step was carried
 * out that the signal cut short is as unknown as without an answer, but it is not sent any more. `mayBegin` is asked
 * right before each request is sent, after all waiting, and throws where it must not be.
 */
export interface Writer {
  send(step: Step, signal?: AbortSignal, mayBegin?: () => void): Promise<Receipt>;
}

/** How the engine reaches S3. In dry-run nothing has `writerFor`. */
export type Access =
  | { readonly mode: 'dry-run'; readonly reader: Readers }
  | {
      readonly mode: 'auto-revert';
      readonly reader: Readers;
      writerFor(plan: ApprovedPlan, region?: string): Writer;
    };

export interface Readers {
  /** A reader bound to the target's account and, as far as it is known, region. */
  readerFor(target: Target, regionHint?: string): Reader;
  /** Whether the account's own listing shows the bucket now; rejects if it cannot be listed. */
  isListed(target: Target): Promise<boolean>;
  /** The region that S3 says the target is in; rejects if S3 does not say. */
  locate(target: Target): Promise<string | undefined>;
  /** The region the target was last found in, if known. */
  regionOf(target: Target): string | undefined;
}

export interface QueueMessage {
  readonly id: string;
  readonly receipt: string;
  readonly body: string;
  readonly receiveCount: number;
}

/** At-least-once messages: a message that is neither deleted nor extended comes again. */
export interface Queue {
  /** Up to ten messages; waits up to so many seconds for the first. */
  receive(waitSeconds: number, signal?: AbortSignal): Promise<readonly QueueMessage[]>;
  delete(messages: readonly QueueMessage[]): Promise<void>;
  /** Keeps the messages invisible for so many more seconds. */
  extend(messages: readonly QueueMessage[], seconds: number): Promise<void>;
  send(body: string, delaySeconds: number): Promise<void>;
}

/** One bucket as the account's listing shows it. */
export interface ListedBucket {
  readonly name: string;
  readonly region?: string;
}

/** The account's own list of buckets, a page at a time. */
export interface Listing {
  page(
    account: string,
    token?: string,
  ): Promise<{ readonly buckets: readonly ListedBucket[]; readonly next?: string }>;
}

/** Tells people. May be called again with the same notification; rejects if it could not be delivered. */
export interface Notifier {
  notify(incident: Incident, notification: Notification): Promise<void>;
}

/** Asks CloudTrail who of the candidates last made one of the calls that may have caused a change; says so if it has no answer. */
export interface ActorLookup {
  whoChanged(
    target: Target,
    calls: readonly string[],
    from: Instant,
    to: Instant,
    isCandidate?: (actor: Actor) => boolean,
  ): Promise<Attribution>;
}

/** How a look ended. */
export interface LookResult {
  readonly target: Target;
  /** Per aspect that was looked at; of a bucket that nothing selects, at most whether it is there and was told of. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** When something that waits now is over: the target has to be looked at again then. */
  readonly again?: Instant;
  /** Other targets that have to be looked at now: what was given time there is part of an attack. */
  readonly others?: readonly Target[];
}

/** One look at one target: reads, judges, repairs if allowed, and has everything in the ledger when it returns. Rejects if it must be tried again. */
export type Reconcile = (look: Look, signal: AbortSignal) => Promise<LookResult>;
