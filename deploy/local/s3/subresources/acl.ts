import type { Acl, Grant } from '../../documents.js';
import { requestedAcl } from '../acl-request.js';
import { ownerOnly } from '../birth.js';
import type { Answer, BucketCall, Operation } from '../call.js';
import { isPublicGrant } from '../canned-acl.js';
import { accessDenied, S3Error } from '../error.js';
import { store, stored } from '../shelf.js';
import { writeXml, type XmlElement } from '../xml.js';
import { aclsAreDisabled } from './ownership-controls.js';
import { isOn } from './public-access-block.js';

/** The bucket's ACL: what is stored, and what S3 lets be seen of it. */
export const acl: readonly Operation[] = [
  { on: 'bucket', method: 'GET', subresource: 'acl', name: 'GetBucketAcl', run: getAcl },
  { on: 'bucket', method: 'PUT', subresource: 'acl', name: 'PutBucketAcl', run: putAcl },
];

function getAcl(call: BucketCall): Answer {
  const { Owner, Grants } = effectiveAcl(call);
  const body = { Owner: { ...Owner }, AccessControlList: { Grant: Grants.map(showGrant) } };
  return { status: 200, body: writeXml('AccessControlPolicy', body) };
}

function putAcl(call: BucketCall): Answer {
  if (aclsAreDisabled(call.bucket))
    throw new S3Error(400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs');
  const wanted = requestedAcl(call);
  if (wanted.Grants.some(isPublicGrant) && isOn('BlockPublicAcls', call.bucket, call.account))
    throw accessDenied('The public ACL is blocked by the BlockPublicAcls setting in S3 Block Public Access.');
  store(call.bucket, 'acl', wanted);
  return { status: 200 };
}

// S3 User Guide: reads show owner full control while ACLs are disabled, and with IgnorePublicAcls the effective
// ACL. The stored one waits behind both.
function effectiveAcl(call: BucketCall): Acl {
  if (aclsAreDisabled(call.bucket)) return ownerOnly(call.account.canonicalId);
  const { Owner, Grants } = stored(call.bucket, 'acl', call.stale) as Acl;
  const masked = isOn('IgnorePublicAcls', call.bucket, call.account);
  return { Owner, Grants: masked ? Grants.filter((grant) => !isPublicGrant(grant)) : Grants };
}

function showGrant({ Grantee, Permission }: Grant): XmlElement {
  const { Type, ID, URI } = Grantee;
  return { Grantee: { '@xsi:type': Type, ID, URI }, Permission };
}
