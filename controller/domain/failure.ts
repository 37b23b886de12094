import { claimedText } from './claimed-text.js';
import { isObject } from './json.js';
import type { ReadFailure } from './observation.js';

// S3 User Guide, "List of error codes"; AWS SDK for JavaScript, retryable error tables. Codes that the SDK does not
// model arrive as plain service exceptions whose name is the code, so names are compared and never classes.
const denied = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AllAccessDisabled',
  'AccountProblem',
  'ExpiredToken',
  'ExpiredTokenException',
  'Forbidden',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidToken',
  'NotSignedUp',
  'SignatureDoesNotMatch',
  'UnauthorizedAccess',
  'UnrecognizedClientException',
]);
const throttled = new Set([
  'BandwidthLimitExceeded',
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'ServiceUnavailable',
  'SlowDown',
  'Throttling',
  'ThrottledException',
  'ThrottlingException',
  'TooManyRequestsException',
]);
const transient = new Set([
  'InternalError',
  'InternalFailure',
  'OperationAborted',
  'RequestTimeout',
  'RequestTimeoutException',
  'RequestTimeTooSkewed',
  'TimeoutError',
]);
const broken = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);
const gone = new Set(['NoSuchBucket', 'NotFound']);
const notApplicable = new Set(['MethodNotAllowed', 'NotImplemented', 'UnsupportedArgument']);

/** `error.name`: S3's code for what S3 refused. Empty for what is no error at all. */
export const failureName = (error: unknown): string =>
  isObject(error) && typeof error['name'] === 'string' ? error['name'] : '';

/** HTTP status of S3's answer; nothing if there was no answer. */
export function failureStatus(error: unknown): number | undefined {
  const metadata = isObject(error) ? error['$metadata'] : undefined;
  const status = isObject(metadata) ? metadata['httpStatusCode'] : undefined;
  return typeof status === 'number' ? status : undefined;
}

const systemCode = (error: unknown): string =>
  isObject(error) && typeof error['code'] === 'string' ? error['code'] : '';

/** Why a read failed, short and safe to show. */
export function readFailure(error: unknown): ReadFailure {
  const status = failureStatus(error);
  const message = isObject(error) ? error['message'] : error;
  return {
    name: claimedText(failureName(error)) ?? 'Unknown',
    message: claimedText(message) ?? 'no message',
    ...(status === undefined ? {} : { status }),
  };
}

/** We may not look or write: says nothing about what is there. A refused HeadBucket has no code, only its status. */
export const isDenied = (error: unknown): boolean =>
  denied.has(failureName(error)) || failureStatus(error) === 403 || failureStatus(error) === 401;

/** S3 asks for fewer calls. The call was not carried out. */
export const isThrottle = (error: unknown): boolean =>
  throttled.has(failureName(error)) || failureStatus(error) === 429 || failureStatus(error) === 503;

/** The connection failed: whether a call was carried out is not known. */
export const isBrokenConnection = (error: unknown): boolean =>
  failureName(error) === 'TimeoutError' ||
  (failureStatus(error) === undefined && broken.has(systemCode(error)));

/** Trying the same call again may help: throttled, timed out, cut off, or S3's own failure. */
export function isTransient(error: unknown): boolean {
  const status = failureStatus(error) ?? 0;
  if (isThrottle(error) || isBrokenConnection(error) || transient.has(failureName(error))) return true;
  return status >= 500 && status !== 501;
}

/** No bucket of that name answers. Not yet the proof that it is gone: a bucket under load answers so, too. */
export const isGone = (error: unknown): boolean => gone.has(failureName(error));

/** The region, the partition or the kind of bucket does not have this setting. */
export const isNotApplicable = (error: unknown): boolean =>
  notApplicable.has(failureName(error)) || failureStatus(error) === 501;

/**
 * A delete found nothing to delete, so what it was sent for is reached. So answer the deletes of inventories, analytics,
 * metrics, archive configurations, access points and their policies when they come a second time; all others answer
 * alike each time (observed).
 */
export const deletesNothing = (operation: string, { name }: ReadFailure): boolean =>
  operation.startsWith('Delete') && nothing.has(name);

const nothing = new Set(['NoSuchConfiguration', 'NoSuchAccessPoint', 'NoSuchAccessPointPolicy']);
