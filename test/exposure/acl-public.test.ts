import { describe, expect, it } from 'vitest';
import type { Json } from '../../controller/domain/json.js';
import { isPublicAcl } from '../../controller/exposure/acl-public.js';

const toGroup = (uri: string, permission = 'READ'): Json => ({
  Grantee: { Type: 'Group', URI: `http://acs.amazonaws.com/groups/${uri}` },
  Permission: permission,
});
const toUser: Json = { Grantee: { Type: 'CanonicalUser', ID: 'b8'.repeat(32) }, Permission: 'FULL_CONTROL' };

describe('an ACL', () => {
  it.each<[string, Json, boolean]>([
    ['private', { Canned: 'private' }, false],
    ['log-delivery-write', { Canned: 'log-delivery-write' }, false],
    ['public-read', { Canned: 'public-read' }, true],
    ['public-read-write', { Canned: 'public-read-write' }, true],
    ['authenticated-read', { Canned: 'authenticated-read' }, true],
    ['an unknown canned one', { Canned: 'Private' }, true],
    ['without grants', { Owner: { ID: 'x' }, Grants: [] }, false],
    ['with a grant to a user', { Grants: [toUser] }, false],
    ['with a grant to all, among others', { Grants: [toUser, toGroup('global/AllUsers', 'READ_ACP')] }, true],
    ['with a grant to all authenticated', { Grants: [toGroup('global/AuthenticatedUsers')] }, true],
    ['with a grant to log delivery', { Grants: [toGroup('s3/LogDelivery', 'WRITE')] }, false],
    ['with a grant to an unknown group', { Grants: [toGroup('global/everyone')] }, true],
    [
      'with a user who is called like the group',
      { Grants: [{ ...(toUser as object), DisplayName: 'AllUsers' }] },
      false,
    ],
    ['with a grant to nobody', { Grants: [{ Permission: 'READ' }] }, true],
    ['with a grant that is a text', { Grants: ['READ'] }, true],
    ['whose grants are no list', { Grants: {} }, true],
    ['that is empty', {}, true],
    ['that is a text', 'private', true],
  ])('%s', (_name, value, expected) => {
    expect(isPublicAcl(value)).toBe(expected);
  });
});
