import { documentOperations } from '../document.js';
import { invalidBucketState, malformedXml } from '../error.js';
import { elementOf, textOf, type XmlElement } from '../xml.js';
import { versioningIsOn } from './versioning.js';

/** Object lock: once on, on for good; only the default retention can still change. */
export const objectLock = documentOperations<XmlElement>({
  subresource: 'object-lock',
  root: 'ObjectLockConfiguration',
  names: { get: 'GetObjectLockConfiguration', put: 'PutObjectLockConfiguration' },
  eventNames: { get: 'GetBucketObjectLockConfiguration', put: 'PutBucketObjectLockConfiguration' },
  absent: {
    code: 'ObjectLockConfigurationNotFoundError',
    message: 'Object Lock configuration does not exist for this bucket',
  },
  accept: (call, tree) => {
    if (textOf(tree['ObjectLockEnabled']) !== 'Enabled') throw malformedXml();
    if (tree['Rule'] !== undefined) checkRetention(elementOf(elementOf(tree['Rule'])['DefaultRetention']));
    if (!versioningIsOn(call.bucket))
      throw invalidBucketState(
        "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
      );
    return tree;
  },
  show: (document) => document,
});

function checkRetention(retention: XmlElement): void {
  const mode = textOf(retention['Mode']);
  const periods = [retention['Days'], retention['Years']].filter((period) => period !== undefined);
  if (mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE') throw malformedXml();
  if (periods.length !== 1 || !(Number(periods[0]) > 0)) throw malformedXml();
}
