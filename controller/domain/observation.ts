import type { Json } from './json.js';

/** Why a read gave no answer, for people and for telling one failure from another. */
export interface ReadFailure {
  /** `error.name` of the SDK: AccessDenied, SlowDown, TimeoutError, ... */
  readonly name: string;
  readonly message: string;
  readonly status?: number;
}

/**
 * What one read of one aspect found. Not being able to look is never the same as finding nothing:
 * only `observed` and `absent` may be the ground for a write.
 */
export type Observation<S = Json> =
  | {
      readonly kind: 'observed';
      readonly state: S;
      /** Members of S3's reply that the SDK or our schema does not know: a reason not to overwrite. */
      readonly unknown?: readonly string[];
    }
  | { readonly kind: 'absent' }
  | { readonly kind: 'notApplicable'; readonly reason: string }
  /** Not in the account any more. `taken`: somebody else has a bucket of that name by now. */
  | { readonly kind: 'gone'; readonly evidence: string; readonly taken?: true }
  | { readonly kind: 'unreadable'; readonly error: ReadFailure };

/** What a baseline demands of an aspect that it names. */
export type Desired = { readonly kind: 'value'; readonly value: Json } | { readonly kind: 'absent' };
