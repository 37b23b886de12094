import type { Json } from '../../../controller/domain/json.js';
import type { Hands } from './clients.js';

/** How an act has to end: undone, or, where no call can undo it, with people told and nothing tried. */
export type Ending = 'putBack' | 'handedOver';

/** One bad thing that the intruder does, and how to tell from S3 alone whether it was undone. */
export interface Act {
  readonly kind: 'act';
  /** For machines: `encryption-deleted`. */
  readonly name: string;
  /** What people read after "The intruder ...". */
  readonly deed: string;
  /** The bucket; without one it is about the account. */
  readonly bucket?: string;
  /** The aspect whose incident tells of it. */
  readonly aspect: string;
  /** How it has to end; put back if missing. */
  readonly ending?: Ending;
  /** It takes the root user, whose credentials and device are stolen, too. */
  readonly byRoot?: true;
  /** No event of it arrives: only a scan can find it. */
  readonly eventLost?: true;
  /** Does it. Rejects if S3 refuses. */
  commit(intruder: Hands): Promise<unknown>;
  /** Reads from S3 everything that the act has touched. */
  read(auditor: Hands): Promise<Json>;
  /** What `read` says as long as everything is as declared. */
  readonly intact: Json;
}

/** A bad thing that S3 itself refuses. It belongs on the time line of whoever tried. */
export interface Attempt {
  readonly kind: 'attempt';
  readonly name: string;
  readonly deed: string;
  readonly bucket: string;
  /** Tries it. Rejects with this error name. */
  commit(intruder: Hands): Promise<unknown>;
  readonly refusal: string;
}

/** Several calls in a row, again if a repair came in between and S3 therefore refused: intruders insist too. */
export async function insisting(calls: () => Promise<unknown>, times = 5): Promise<void> {
  for (let left = times; ; left -= 1) {
    try {
      return void (await calls());
    } catch (error) {
      const refused =
        error instanceof Error && ['AccessDenied', 'AccessControlListNotSupported'].includes(error.name);
      if (!refused || left <= 1) throw error;
    }
  }
}
