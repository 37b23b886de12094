import type { JsonObject } from '../../../controller/domain/json.js';
import { bucket, ourId, partnerId, type RowCase } from './row-case.js';

export const to = (grantee: JsonObject, permission: string): JsonObject => ({
  Grantee: grantee,
  Permission: permission,
});
export const group = (name: string): JsonObject => ({
  Type: 'Group',
  URI: `http://acs.amazonaws.com/groups/${name}`,
});
export const user = (id: string): JsonObject => ({ Type: 'CanonicalUser', ID: id });
export const own = to(user(ourId), 'FULL_CONTROL');

const permissions: readonly (readonly [string, boolean, boolean, boolean])[] = [
  ['READ', true, false, false],
  ['WRITE', false, true, false],
  ['READ_ACP', true, false, false],
  ['WRITE_ACP', false, true, true],
  ['FULL_CONTROL', true, true, true],
  ['read', true, true, true],
];

export const grantCases: readonly RowCase[] = permissions.flatMap(([permission, read, write, changes]) =>
  (
    [
      [group('global/AllUsers'), true, []],
      [group('global/AuthenticatedUsers'), true, []],
      [group('global/SomeUsers'), true, []],
      [{ Type: 'AmazonCustomerByEmail', EmailAddress: 'mira@tern.example' }, true, []],
      [group('s3/LogDelivery'), false, []],
      [user(partnerId), false, [partnerId]],
      [user(ourId), false, []],
      // A name is not an id.
      [{ ...user(ourId), DisplayName: 'AllUsers' }, false, []],
    ] as const
  ).map(([grantee, isWorld, named]) => {
    const isOurs = 'ID' in grantee && grantee['ID'] === ourId;
    const isService = JSON.stringify(grantee).includes('LogDelivery');
    return {
      row: `ACL: ${permission}`,
      title: JSON.stringify(grantee),
      given: bucket({ acl: [own, to(grantee, permission)], ownership: 'ObjectWriter' }),
      expect: {
        policyPublic: false,
        effectivelyPublic: { read: isWorld && read, write: isWorld && write },
        anonymousOrAnyPrincipal: isWorld,
        externalAccounts: named,
        grantsAclWrite: changes && !isOurs,
        grantsAclWriteExternal: changes && !isOurs && !isService,
      },
    };
  }),
);
