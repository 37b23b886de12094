import { documentIn } from '../s3.js';
import type { Check } from './check.js';

interface Known {
  leased: boolean;
  /** How the last read of each document ended since the lease was granted. */
  readonly reads: Map<string, string>;
}

/** Before each write its process holds the lease, and has read since then, without an error, what it replaces. */
export const lookedBefore: Check = {
  name: 'no write without a lease, nor over what was not read under it, nor over what could not be read',
  find({ happenings }) {
    const wrongs: string[] = [];
    const known = new Map<string, Known>();
    for (const one of happenings) {
      if (one.kind !== 'lease' && one.kind !== 'read' && one.kind !== 'sending') continue;
      const key = `${one.process} ${one.target}`;
      const now = known.get(key) ?? { leased: false, reads: new Map() };
      known.set(key, now);
      if (one.kind === 'lease' && one.what === 'granted') known.set(key, { leased: true, reads: new Map() });
      if (one.kind === 'lease' && one.what === 'released') now.leased = false;
      if (one.kind === 'read') now.reads.set(one.document, one.error ?? 'read');
      if (one.kind !== 'sending') continue;
      const document = documentIn(one.step.operation) ?? '';
      const where = `${one.at}: ${one.process} sends ${one.step.operation} to ${one.target}`;
      if (!now.leased) wrongs.push(`${where} without a lease`);
      const read = now.reads.get(document);
      if (read === undefined) wrongs.push(`${where} without a second look at ${document}`);
      else if (read !== 'read' && !isMissing(read))
        wrongs.push(`${where} although reading ${document} ended as ${read}`);
    }
    return wrongs;
  },
};

/** S3's answers that say that nothing is there. */
const isMissing = (error: string): boolean =>
  /^(?:NoSuchPublicAccessBlockConfiguration|NoSuchBucketPolicy|OwnershipControlsNotFoundError|NoSuchTagSet|ServerSideEncryptionConfigurationNotFoundError)$/.test(
    error,
  );
