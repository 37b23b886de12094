import type { Target } from './target.js';
import type { Instant } from './time.js';

/** Who made a call, as CloudTrail claims it. Everything here is a claim and never the ground for a write. */
export interface Actor {
  /** `userIdentity.type`: AssumedRole, IAMUser, Root, AWSService, AWSAccount, FederatedUser, ... */
  readonly type: string;
  readonly account?: string;
  readonly arn?: string;
  /** ARN of the role behind a session (`sessionContext.sessionIssuer.arn`). */
  readonly role?: string;
  readonly principalId?: string;
  /** The AWS service that acted for the identity, such as `cloudformation.amazonaws.com`. */
  readonly invokedBy?: string;
  readonly sourceIp?: string;
  readonly userAgent?: string;
  readonly mfa?: boolean;
}

/** One write that CloudTrail reported. It says who and when; what is wrong is read from S3. */
export interface EventSignal {
  readonly kind: 'event';
  /** CloudTrail's `eventID`, the same in every duplicate delivery. */
  readonly id: string;
  readonly call: string;
  /** Aspects that the call may have changed; empty if the call is unknown and may have changed any. */
  readonly aspects: readonly string[];
  readonly actor: Actor;
  readonly at: Instant;
}

/** Why we look. */
export type Signal =
  | EventSignal
  | { readonly kind: 'scan' | 'recheck' | 'finding' | 'catalogue' | 'command'; readonly at: Instant };

export type Channel = Signal['kind'];

/** A call that S3 refused: it changed nothing, but it belongs on the time line of whoever tried. */
export interface Attempt {
  readonly target: Target;
  readonly event: EventSignal;
  readonly errorCode: string;
}

/** One look to take: all signals that ask for it, merged. */
export interface Look {
  readonly target: Target;
  readonly signals: readonly Signal[];
  /** Aspects to read: those named, or all that the baseline names. */
  readonly aspects: readonly string[] | 'all';
  /** Where an event says the bucket is: a hint that saves a call, never trusted. */
  readonly region?: string;
  /** Which re-check of the event this is: 0 for the first look. */
  readonly round: number;
}
