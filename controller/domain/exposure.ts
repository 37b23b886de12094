/** What may not be known, because it was not read. */
export type Known = 'yes' | 'no' | 'unknown';

/** Whom a bucket let in when it was looked at, as far as the look shows it. */
export interface Exposure {
  /** Whether the stored policy, or a live ACL, is public by itself, whatever neutralizes it. */
  readonly onPaper: Known;
  /** Whether the whole world could read, and write. */
  readonly read: Known;
  readonly write: Known;
  /** Who else got in from outside; missing if that is not known. */
  readonly outsiders?: readonly string[];
  /** Why, in sentences. */
  readonly because: readonly string[];
  /** The aspects that decide it and were not read. */
  readonly unread: readonly string[];
}

/** The exposure in one sentence for people. */
export function exposureText({ onPaper, read, write, outsiders = [], unread }: Exposure): string {
  const lets = outsiders.length === 0 ? '' : `; lets in ${outsiders.join(', ')}`;
  const ways = [...(read === 'yes' ? ['read'] : []), ...(write === 'yes' ? ['write'] : [])];
  if (ways.length > 0) return `public: anybody can ${ways.join(' and ')}${lets}`;
  if (read === 'unknown' || write === 'unknown') return `not known: ${unread.join(', ')} not read${lets}`;
  return `${onPaper === 'yes' ? 'public on paper, neutralized' : 'not public'}${lets}`;
}
