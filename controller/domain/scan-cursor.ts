import type { Instant } from './time.js';

/** Where the scan of an account stands. */
export interface ScanCursor {
  readonly startedAt: Instant;
  /** Continuation token of ListBuckets; missing when the pass is finished. */
  readonly token?: string;
  /** When a pass over the whole account last ended; missing if none ever did. */
  readonly completedAt?: Instant;
  /** The catalogue by which that pass was made; missing where catalogues never change. */
  readonly generation?: string;
}
