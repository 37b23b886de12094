import type { Acl, Grant } from '../documents.js';
import type { BucketCall, Call } from './call.js';
import { cannedAcl, grantToGroup, groups } from './canned-acl.js';
import { accessDenied, invalidArgument, invalidRequest, malformedXml, S3Error } from './error.js';
import { elementOf, listOf, parseXml, textOf, type XmlElement } from './xml.js';

const permissions = ['FULL_CONTROL', 'WRITE', 'WRITE_ACP', 'READ', 'READ_ACP'];
const grantHeaders: Readonly<Record<string, string>> = {
  'x-amz-grant-full-control': 'FULL_CONTROL',
  'x-amz-grant-read': 'READ',
  'x-amz-grant-read-acp': 'READ_ACP',
  'x-amz-grant-write': 'WRITE',
  'x-amz-grant-write-acp': 'WRITE_ACP',
};

/** The ACL that a put asks for, in one of its three forms; mixing them is refused. */
export function requestedAcl(call: BucketCall): Acl {
  const fromHeaders = aclOfHeaders(call);
  const hasBody = call.request.body.length > 0;
  if (fromHeaders !== undefined && hasBody)
    throw new S3Error(400, 'UnexpectedContent', 'This request does not support content');
  return fromHeaders ?? aclOfBody(call);
}

/** The ACL in the headers, canned or as grants; `undefined` if they name none. */
export function aclOfHeaders(call: Call): Acl | undefined {
  const { headers } = call.request;
  const canned = headers['x-amz-acl'];
  const grants = Object.entries(grantHeaders).flatMap(([header, permission]) =>
    grantees(headers[header] ?? '').map((grantee) => ({ Grantee: grantee, Permission: permission })),
  );
  if (canned !== undefined && grants.length > 0)
    throw invalidRequest('Specifying both Canned ACLs and Header Grants is not allowed');
  if (canned !== undefined) return cannedAcl(canned, call.account.canonicalId);
  return grants.length === 0 ? undefined : { Owner: { ID: call.account.canonicalId }, Grants: grants };
}

function grantees(header: string): Grant['Grantee'][] {
  return [...header.matchAll(/(id|uri|emailAddress)\s*=\s*"?([^",]+)"?/gi)].map(([, kind, value = '']) => {
    const type = kind?.toLowerCase();
    if (type === 'emailaddress') throw noEmail();
    return type === 'uri' ? group(value) : canonicalUser(value);
  });
}

function aclOfBody(call: BucketCall): Acl {
  const tree = parseXml(call.request.body, 'AccessControlPolicy');
  const owner = textOf(elementOf(tree['Owner'])['ID']);
  if (tree['AccessControlList'] === undefined) throw malformedXml();
  // The owner cannot be changed by an ACL.
  if (owner !== undefined && owner !== call.account.canonicalId) throw accessDenied();
  const grants = listOf(elementOf(tree['AccessControlList'])['Grant']).map((grant) =>
    grantOf(elementOf(grant)),
  );
  if (grants.length > 100) throw new S3Error(400, 'MalformedACLError', 'An ACL can have up to 100 grants');
  return { Owner: { ID: call.account.canonicalId }, Grants: grants };
}

function grantOf(tree: XmlElement): Grant {
  const grantee = elementOf(tree['Grantee']);
  const permission = textOf(tree['Permission']);
  if (permission === undefined || !permissions.includes(permission)) throw malformedXml();
  const type = grantee['@xsi:type'];
  if (type === 'AmazonCustomerByEmail') throw noEmail();
  if (type === 'Group') return { Grantee: group(textOf(grantee['URI']) ?? ''), Permission: permission };
  if (type === 'CanonicalUser')
    return { Grantee: canonicalUser(textOf(grantee['ID']) ?? ''), Permission: permission };
  throw malformedXml();
}

function canonicalUser(id: string): Grant['Grantee'] {
  if (!/^[0-9a-f]{64}$/.test(id)) throw invalidArgument('Invalid id');
  return { Type: 'CanonicalUser', ID: id };
}

function group(uri: string): Grant['Grantee'] {
  const known: readonly string[] = Object.values(groups);
  if (!known.includes(uri)) throw invalidArgument('Invalid group uri');
  return grantToGroup(uri, 'READ').Grantee;
}

function noEmail(): S3Error {
  // S3 User Guide: grants by e-mail address ended in October 2025.
  return new S3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
}
