import { failureName, failureStatus, isThrottle, isTransient } from '../domain/failure.js';
import { isObject } from '../domain/json.js';

// S3 User Guide, "Redirects and the REST API": the first three are S3's ways of saying "not in this region".
const wrongRegion = new Set([
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
  'TemporaryRedirect',
]);

/** The shape of a region's name. Names from outside become host names, so nothing else may pass. */
export const isRegionName = (text: unknown): text is string =>
  typeof text === 'string' && /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(text);

/** The call went to another region than the bucket's. It was not carried out. A refused HeadBucket has only its status. */
export const isWrongRegion = (error: unknown): boolean =>
  wrongRegion.has(failureName(error)) || failureStatus(error) === 301 || failureStatus(error) === 307;

/** The region that S3 names in a refusal: `x-amz-bucket-region` comes even with 301 and 403. */
export function regionNamedBy(error: unknown): string | undefined {
  const response = isObject(error) ? error['$response'] : undefined;
  const headers = isObject(response) ? response['headers'] : undefined;
  const named = isObject(headers) ? headers['x-amz-bucket-region'] : undefined;
  return isRegionName(named) ? named : undefined;
}

/** S3 refused the write before doing anything: throttled, or another write to the bucket is under way. */
export const wasNotCarriedOut = (error: unknown): boolean =>
  isThrottle(error) || failureName(error) === 'OperationAborted';

/** Whether the write was carried out is unknown: no answer, or S3 failed on the way. */
export const mayHaveHappened = (error: unknown): boolean => isTransient(error) && !wasNotCarriedOut(error);
