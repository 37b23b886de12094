import type { BucketCall } from '../call.js';
import { documentOperations } from '../document.js';
import { malformedXml, S3Error } from '../error.js';
import { elementOf, textOf, type XmlElement } from '../xml.js';

/** Server access logging; switched off by putting an empty status. */
export const logging = documentOperations<XmlElement>({
  subresource: 'logging',
  root: 'BucketLoggingStatus',
  names: { get: 'GetBucketLogging', put: 'PutBucketLogging' },
  absent: { document: {} },
  accept: (call, tree) => {
    if (tree['LoggingEnabled'] === undefined) return undefined;
    const enabled = elementOf(tree['LoggingEnabled']);
    const target = textOf(enabled['TargetBucket']);
    if (target === undefined || textOf(enabled['TargetPrefix']) === undefined) throw malformedXml();
    checkTarget(call, target);
    return tree;
  },
  show: (document) => document,
});

function checkTarget(call: BucketCall, name: string): void {
  const target = call.world.buckets.get(name);
  if (target === undefined)
    throw new S3Error(400, 'InvalidTargetBucketForLogging', 'The target bucket for logging does not exist');
  if (target.account !== call.bucket.account)
    throw new S3Error(
      400,
      'InvalidTargetBucketForLogging',
      'The owner for the bucket to be logged and the target bucket must be the same.',
    );
  if (target.region !== call.bucket.region)
    throw new S3Error(403, 'CrossLocationLoggingProhibitted', 'Cross S3 location logging not allowed.');
}
