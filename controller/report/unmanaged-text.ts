import type { BucketTarget } from '../domain/target.js';
import { counted } from './lines.js';

/** How many buckets are held to no baseline, and which if they are to be named; nothing if there are none. */
export function unmanagedText(buckets: readonly BucketTarget[], isNamed: boolean): string {
  if (buckets.length === 0) return '';
  const head = `${counted(buckets.length, 'bucket')} held to no baseline`;
  if (!isNamed) return `${head}; --unmanaged names them.\n`;
  return [`${head}:`, ...buckets.map(({ account, name }) => `  ${name} in account ${account}`), ''].join(
    '\n',
  );
}
