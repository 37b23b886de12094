import type { Target } from './target.js';

/** What else than repairs of the target a lease may be for: the scans of an account. */
export type Duty = 'scan';

/** A lease on a target. Saves work; safety never rests on it, since S3 cannot fence. */
export interface Lease {
  readonly target: Target;
  readonly holder: string;
  /** Missing: to repair it. */
  readonly duty?: Duty;
  /** Grows with every grant, and stays while the lease is renewed. */
  readonly fence: number;
}

/** What became of asking for a lease. */
export type Grant =
  | { readonly kind: 'granted'; readonly lease: Lease }
  /** Somebody else has it, and cannot lose it to this process for so many milliseconds, unless it is given back. */
  | { readonly kind: 'held'; readonly forMs: number };

/** Who is at work on what. */
export interface Leases {
  /** The lease, unless another holder's runs. Time is measured on this machine's clock only. */
  acquire(target: Target, holder: string, ttlMs: number, duty?: Duty): Promise<Grant>;
  /** Lets the lease run so long from now on; false if it is another's, or nobody's, by now. */
  renew(lease: Lease, ttlMs: number): Promise<boolean>;
  release(lease: Lease): Promise<void>;
}
