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
  const hold = retention['DefaultEventHold'];
  if (hold !== undefined) checkPeriod(elementOf(hold));
  // A hold after events may stand alone; a mode takes a period, and a period a mode.
  const isBare = mode === undefined && retention['Days'] === undefined && retention['Years'] === undefined;
  if (hold !== undefined && isBare) return;
  if (mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE') throw malformedXml();
  checkPeriod(retention);
}

function checkPeriod({ Days, Years }: XmlElement): void {
  const periods = [Days, Years].filter((period) => period !== undefined);
  if (periods.length !== 1 || !(Number(periods[0]) > 0)) throw malformedXml();
}
