import type { Json } from '../../controller/domain/json.js';

/** What no call can reach: the root user's MFA device is not ours, no lock is ever switched off, and no alias comes back. */
export const outOfReach: Readonly<Record<string, (value: Json) => boolean>> = {
  multiRegionAccessPoints: (value) => value === 'absent',
  objectLock: (value) => value === 'absent',
  versioning: (value) => (value as { readonly MFADelete?: string }).MFADelete === 'Enabled',
};

/** What S3 takes only on a bucket that keeps versions. */
export const needsVersions: readonly string[] = ['objectLock', 'replication'];
