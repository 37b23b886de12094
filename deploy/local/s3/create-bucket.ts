import { isDirectoryName } from '../directory-name.js';
import type { Acl } from '../documents.js';
import type { Bucket } from '../world.js';
import { aclOfHeaders } from './acl-request.js';
import { newBucket } from './birth.js';
import type { Answer, Call } from './call.js';
import { isPublicGrant } from './canned-acl.js';
import { createDirectoryBucket } from './directory-buckets.js';
import { S3Error } from './error.js';
import { store } from './shelf.js';
import {
  aclsAreDisabled,
  aclWithOwnership,
  grantsOthers,
  knownOwnership,
} from './subresources/ownership-controls.js';
import { isOn } from './subresources/public-access-block.js';
import { protectSystemTags, readTags, taggingOf } from './tag-set.js';
import { elementOf, parseXml, textOf, type XmlElement } from './xml.js';

/** CreateBucket: the defaults of a new bucket, changed by the headers; refused where the name is taken. */
export function createBucket(call: Call): Answer {
  const { world, request, account, bucketName: name } = call;
  if (isDirectoryName(name)) return createDirectoryBucket(call);
  const body = request.body.length === 0 ? {} : parseXml(request.body, 'CreateBucketConfiguration');
  checkName(name);
  const region = regionOf(body, request.region);
  const taken = world.buckets.get(name);
  if (taken !== undefined) return recreate(call, taken);
  const bucket = newBucket({ name, account, region, createdAt: world.now() });
  const tags = readTags(elementOf(body['Tags'])['Tag']);
  protectSystemTags([], tags);
  if (tags.length > 0) bucket.documents.set('tagging', taggingOf(tags));
  const ownership = request.headers['x-amz-object-ownership'];
  if (ownership !== undefined)
    bucket.documents.set('ownershipControls', { Rules: [{ ObjectOwnership: knownOwnership(ownership) }] });
  const acl = aclOfHeaders(call);
  if (acl !== undefined) setFirstAcl(bucket, acl);
  if (request.headers['x-amz-bucket-object-lock-enabled']?.toLowerCase() === 'true') {
    bucket.documents.set('object-lock', { ObjectLockEnabled: 'Enabled' });
    bucket.documents.set('versioning', { Status: 'Enabled' });
  }
  world.buckets.set(name, bucket);
  return created(bucket, world.partition);
}

// S3 User Guide: in us-east-1 creating one's own bucket again succeeds and resets its ACL.
function recreate(call: Call, taken: Bucket): Answer {
  if (taken.account !== call.account.id)
    throw new S3Error(409, 'BucketAlreadyExists', 'The requested bucket name is not available.');
  if (taken.region !== 'us-east-1' || call.request.region !== 'us-east-1')
    throw new S3Error(
      409,
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
    );
  const { documents } = newBucket({ ...taken, account: call.account });
  store(taken, 'acl', documents.get('acl'));
  return created(taken, call.world.partition);
}

function created(bucket: Bucket, partition: string): Answer {
  const headers = { location: `/${bucket.name}`, 'x-amz-bucket-arn': `arn:${partition}:s3:::${bucket.name}` };
  return { status: 200, headers };
}

function setFirstAcl(bucket: Bucket, acl: Acl): void {
  if (aclsAreDisabled(bucket) && grantsOthers(acl)) throw aclWithOwnership();
  if (acl.Grants.some(isPublicGrant) && isOn('BlockPublicAcls', bucket))
    throw new S3Error(
      400,
      'InvalidBucketAclWithBlockPublicAccessError',
      'Bucket cannot have public ACLs set with BlockPublicAccess enabled',
    );
  bucket.documents.set('acl', acl);
}

function regionOf(body: XmlElement, endpoint: string): string {
  const constraint = textOf(body['LocationConstraint']);
  if (constraint === 'us-east-1')
    throw new S3Error(400, 'InvalidLocationConstraint', 'The specified location-constraint is not valid');
  const region = constraint === 'EU' ? 'eu-west-1' : (constraint ?? 'us-east-1');
  if (endpoint !== 'us-east-1' && region !== endpoint)
    throw new S3Error(
      400,
      'IllegalLocationConstraintException',
      `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  return region;
}

function checkName(name: string): void {
  const valid = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..');
  if (!valid || /^\d+\.\d+\.\d+\.\d+$/.test(name))
    throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.');
}
