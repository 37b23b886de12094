import { type AccessPoint, accessPointKey } from '../../documents.js';
import type { Call } from '../call.js';
import { S3Error } from '../error.js';
import { stored } from '../shelf.js';

/** The point of that name in the region of the request. Throws NoSuchAccessPoint. */
export function pointOf({ account, request, stale }: Call, name: string): AccessPoint {
  const point = stored(account, accessPointKey(request.region, name), stale) as AccessPoint | undefined;
  if (point === undefined)
    throw new S3Error(404, 'NoSuchAccessPoint', 'The specified accesspoint does not exist', {
      details: { AccessPointName: name },
    });
  return point;
}
