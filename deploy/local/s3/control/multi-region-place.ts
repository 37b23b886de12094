import { type MultiRegionPoint, multiRegionPointKey } from '../../documents.js';
import type { Call } from '../call.js';
import { invalidRequest, S3Error } from '../error.js';
import { stored } from '../shelf.js';

/** Throws unless the request went to US West (Oregon), to which all of these calls are routed (S3 User Guide). */
export function onlyInOregon({ request }: Call): void {
  if (request.region !== 'us-west-2')
    throw invalidRequest('Requests for Multi-Region Access Points go to US West (Oregon)');
}

/** The point of that name. Throws NoSuchMultiRegionAccessPoint. */
export function multiRegionPointOf(call: Call, name: string): MultiRegionPoint {
  onlyInOregon(call);
  const point = stored(call.account, multiRegionPointKey(name), call.stale) as MultiRegionPoint | undefined;
  if (point === undefined)
    throw new S3Error(
      404,
      'NoSuchMultiRegionAccessPoint',
      'The specified Multi-Region Access Point does not exist',
      { details: { Name: name } },
    );
  return point;
}
