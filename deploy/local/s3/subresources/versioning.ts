import type { BucketCall } from '../call.js';
import { documentOperations } from '../document.js';
import { accessDenied, invalidBucketState, invalidRequest, S3Error } from '../error.js';
import { type Shelf, stored } from '../shelf.js';
import { textOf, type XmlElement } from '../xml.js';

/** Versioning and MFA delete. Neither ever goes back to "never set". */
export const versioning = documentOperations<XmlElement>({
  subresource: 'versioning',
  root: 'VersioningConfiguration',
  names: { get: 'GetBucketVersioning', put: 'PutBucketVersioning' },
  absent: { document: {} },
  accept: (call, tree) => {
    const status = textOf(tree['Status']);
    const mfaDelete = textOf(tree['MfaDelete']) ?? 'unchanged';
    if (status !== 'Enabled' && status !== 'Suspended') throw illegal();
    if (!['Enabled', 'Disabled', 'unchanged'].includes(mfaDelete)) throw illegal();
    const before = mfaDeleteIsOn(call.bucket);
    const after = mfaDelete === 'unchanged' ? before : mfaDelete === 'Enabled';
    if (before || after) checkMfa(call);
    if (after && stored(call.bucket, 'lifecycle') !== undefined)
      throw invalidBucketState('Mfa Delete can not be enabled while a lifecycle configuration is present');
    if (status === 'Suspended') checkSuspension(call.bucket);
    const keepsWord = after || mfaDelete !== 'unchanged' || before;
    return { Status: status, ...(keepsWord ? { MfaDelete: after ? 'Enabled' : 'Disabled' } : {}) };
  },
  show: (document) => document,
});

/** True if versions are kept now. */
export function versioningIsOn(shelf: Shelf): boolean {
  return statusOf(shelf, 'Status') === 'Enabled';
}

/** True if deleting a version, or changing versioning, takes the owner's MFA device. */
export function mfaDeleteIsOn(shelf: Shelf): boolean {
  return statusOf(shelf, 'MfaDelete') === 'Enabled';
}

function statusOf(shelf: Shelf, name: string): string | undefined {
  return textOf((stored(shelf, 'versioning') as XmlElement | undefined)?.[name]);
}

function checkMfa({ request }: BucketCall): void {
  if (request.headers['x-amz-mfa'] === undefined)
    throw accessDenied('Mfa Authentication must be used for this request');
  if (request.principal.kind === 'role')
    throw invalidRequest('DevPay and Mfa are mutually exclusive authorization methods.');
  if (request.principal.kind !== 'root') throw accessDenied();
}

function checkSuspension(shelf: Shelf): void {
  if (stored(shelf, 'object-lock') !== undefined)
    throw invalidBucketState(
      'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
    );
  if (stored(shelf, 'replication') !== undefined)
    throw invalidBucketState(
      'A replication configuration is present on this bucket, so you cannot change the versioning state.',
    );
}

function illegal(): S3Error {
  return new S3Error(
    400,
    'IllegalVersioningConfigurationException',
    'The Versioning element must be specified',
  );
}
