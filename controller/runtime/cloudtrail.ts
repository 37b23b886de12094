import { actorOf } from '../domain/actor-of.js';
import { isObject } from '../domain/json.js';
import type { Owned } from '../domain/own-resource.js';
import type { Attempt, EventSignal, Look } from '../domain/signal.js';
import type { Tampering } from '../domain/tampering.js';
import { type AccountTarget, isDirectoryBucket, type Target } from '../domain/target.js';
import type { Instant } from '../domain/time.js';
import { type AspectsOf, isObjectLevel } from './event-aspects.js';
import { claimedTarget, type PointClaim } from './event-target.js';
import { forms, instantAt, memberAt, objectAt, textAt } from './fields.js';
import { claimedFinding, isFinding } from './finding.js';
import { ownedIn } from './own-watch.js';
import { isRecheck, parseRecheck } from './recheck.js';

/** What a message is. Everything in it is a claim: it may cost a look, and never decides a write. */
export type Message =
  | {
      readonly kind: 'change';
      readonly target: Target;
      /** Its `at` is CloudTrail's claim; the caller clamps it to not-in-the-future. */
      readonly event: EventSignal;
      /** Where the request went, which is usually where the bucket is. */
      readonly region?: string;
      readonly requestId?: string;
    }
  | { readonly kind: 'attempt'; readonly attempt: Attempt }
  /** A change of an access point, which does not say in front of which bucket it is. */
  | { readonly kind: 'point'; readonly point: PointClaim; readonly event: EventSignal }
  | { readonly kind: 'recheck'; readonly look: Look }
  /** Another service says that something is wrong with these. */
  | { readonly kind: 'finding'; readonly targets: readonly Target[]; readonly at: Instant }
  | { readonly kind: 'tampering'; readonly tampering: Tampering }
  | { readonly kind: 'notOurs'; readonly reason: string }
  | { readonly kind: 'malformed'; readonly reason: string };

export interface Enrolment {
  /** The enrolled account of this id, if it is one. */
  readonly accountOf: (id: string) => AccountTarget | undefined;
  readonly aspectsOf: AspectsOf;
  /** What Snapback itself rests on; nothing is watched over if missing. */
  readonly owned?: readonly Owned[];
}

type Members = Readonly<Record<string, unknown>>;

/** The longest message that is read at all, in characters; SQS carries at most 1 MiB. */
const longestMessage = 1_048_576;

const notOurs = (reason: string): Message => ({ kind: 'notOurs', reason });
const malformed = (reason: string): Message => ({ kind: 'malformed', reason });

/**
 * What the text of one message asks for: a re-check of our own, or the envelope in which EventBridge delivers a
 * CloudTrail record. Never throws, whatever the text; reasons never quote it.
 */
export function parseMessage(text: string, enrolment: Enrolment): Message {
  if (text.length > longestMessage) return malformed('longer than a message can be');
  const body = parsed(text);
  if (!isObject(body)) return malformed('not a JSON object');
  if (isRecheck(body)) return recheck(body, enrolment);
  const type = memberAt(body, 'detail-type');
  if (typeof type !== 'string') return malformed('neither an event nor a re-check');
  if (isFinding(type)) return claimedFinding(type, body, enrolment.accountOf);
  if (type !== 'AWS API Call via CloudTrail') return notOurs('another type of event');
  const record = memberAt(body, 'detail');
  return isObject(record) ? fromRecord(record, enrolment) : malformed('detail is not an object');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function recheck(body: Members, { accountOf }: Enrolment): Message {
  const look = parseRecheck(body);
  if (look === undefined) return malformed('not a re-check that this version knows');
  const account = accountOf(look.target.account);
  const ours = account !== undefined && account.partition === look.target.partition;
  return ours ? { kind: 'recheck', look } : notOurs('the account is not enrolled');
}

const sources: ReadonlySet<unknown> = new Set(['s3.amazonaws.com', 's3express.amazonaws.com']);

function fromRecord(record: Members, enrolment: Enrolment): Message {
  const source = memberAt(record, 'eventSource');
  if (typeof source !== 'string') return malformed('eventSource is missing');
  const owned = sources.has(source) ? undefined : ownedIn(record, enrolment.owned ?? []);
  if (!sources.has(source) && owned === undefined) return notOurs('not a call to S3');
  const readOnly = String(memberAt(record, 'readOnly'));
  if (readOnly === 'true') return notOurs('a read');
  if (readOnly !== 'false') return malformed('readOnly is neither true nor false');
  const call = textAt(record, 'eventName', forms.call);
  if (call === undefined) return malformed('eventName is not a name of a call');
  if (owned !== undefined) return tamperingWith(owned, call, record);
  if (isObjectLevel(call, record)) return notOurs('a call about objects');
  const claim = claimedTarget(call, record, enrolment.accountOf);
  if (claim.kind !== 'target' && claim.kind !== 'point') return claim;
  const event = eventOf(call, record, enrolment.aspectsOf);
  if (typeof event === 'string') return malformed(event);
  if (claim.kind === 'point')
    return isRefused(record) ? notOurs('a refused call') : { kind: 'point', point: claim.point, event };
  return outcomeOf(record, claim.target, event);
}

const isRefused = (record: Members): boolean => (memberAt(record, 'errorCode') ?? null) !== null;

/** A call that was refused has changed nothing that we rest on. */
function tamperingWith({ account, what, arn }: Owned, call: string, record: Members): Message {
  if (isRefused(record)) return notOurs('a refused call');
  const event = eventOf(call, record, () => [what]);
  if (typeof event === 'string') return malformed(event);
  return { kind: 'tampering', tampering: { target: account, what, arn, event } };
}

/** The event, or what is wrong with the record. */
function eventOf(call: string, record: Members, aspectsOf: AspectsOf): EventSignal | string {
  const id = textAt(record, 'eventID', forms.eventId);
  if (id === undefined) return 'eventID is not an id';
  const at = instantAt(record, 'eventTime');
  if (at === undefined) return 'eventTime is not a moment in UTC';
  const aspects = aspectsOf(call, Object.keys(objectAt(record, 'requestParameters')));
  const actor = actorOf(memberAt(record, 'userIdentity'), {
    sourceIPAddress: memberAt(record, 'sourceIPAddress'),
    userAgent: memberAt(record, 'userAgent'),
  });
  return { kind: 'event', id, call, aspects, actor, at };
}

function outcomeOf(record: Members, target: Target, event: EventSignal): Message {
  const code = memberAt(record, 'errorCode');
  if (code !== undefined && code !== null) {
    const errorCode = textAt(record, 'errorCode', forms.errorCode);
    return errorCode === undefined
      ? malformed('errorCode is not a code')
      : { kind: 'attempt', attempt: { target, event, errorCode } };
  }
  // CreateBucket of a general purpose bucket goes to us-east-1 wherever that will be, and account settings live everywhere.
  const located = target.kind === 'bucket' && (event.call !== 'CreateBucket' || isDirectoryBucket(target));
  const region = located ? textAt(record, 'awsRegion', forms.region) : undefined;
  const requestId = textAt(record, 'requestID', forms.requestId);
  return {
    kind: 'change',
    target,
    event,
    ...(region === undefined ? {} : { region }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
