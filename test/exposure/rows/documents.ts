import type { Json } from '../../../controller/domain/json.js';
import { bucket, objects, type RowCase, statement, us } from './row-case.js';

const own = statement({ Principal: { AWS: us } });
const whole = { policyPublic: true, effectivelyPublic: { read: true, write: true } };
const none = { policyPublic: false, effectivelyPublic: { read: false, write: false } };
const reading = { policyPublic: true, effectivelyPublic: { read: true, write: false } };

/** Documents of every shape, as S3 would take or refuse them. */
const rows: readonly (readonly [row: string, policy: Json, expect: typeof whole])[] = [
  ['documents that allow nobody', null, none],
  ['documents that allow nobody', { Statement: [] }, none],
  ['documents that allow nobody', { Statement: [own] }, none],
  ['documents that allow nobody', { Version: '2008-10-17', Id: 'x', Statement: own }, none],
  ['documents that allow nobody', { Statement: { ...own, Principal: '*', Effect: 'Deny' } }, none],
  ['one public statement is enough', { Statement: [own, statement({})] }, reading],
  ['one public statement is enough', { Statement: [statement({}), own] }, reading],
  ['one public statement is enough', { Statement: [{ ...own, Sid: 'a' }, statement({ Sid: 'a' })] }, reading],
  ['one public statement is enough', { Statement: statement({}) }, reading],
  ['a policy as text', JSON.stringify({ Statement: [own] }), none],
  ['a policy as text', JSON.stringify({ Statement: [statement({})] }), reading],
  ['a policy as text', '', whole],
  ['a policy as text', '{"Statement":[', whole],
  ['a policy as text', '[]', whole],
  ['a policy as text', 'null', whole],
  ['a member named twice', '{"Statement":[],"Statement":[]}', whole],
  ['a member named twice', '{"Statement":[],"\\u0053tatement":[]}', whole],
  ['a member named twice', `{"Statement":{"Effect":"Deny","Effect":"Deny","Principal":"*"}}`, whole],
  ['a member named twice', '{"Statement":{"Effect":"Deny","Condition":{"Null":{"a":"x","a":"x"}}}}', whole],
  ['the same name at two places', '{"Statement":[{"Effect":"Deny","Sid":"Effect"},{"Effect":"Deny"}]}', none],
  ['documents that S3 refuses', {}, whole],
  ['documents that S3 refuses', [], whole],
  ['documents that S3 refuses', 5, whole],
  ['documents that S3 refuses', true, whole],
  ['documents that S3 refuses', { Statement: null }, whole],
  ['documents that S3 refuses', { Statement: [own, null] }, whole],
  ['documents that S3 refuses', { Statement: [[own]] }, whole],
  ['documents that S3 refuses', { Statement: own, statement: own }, whole],
  ['documents that S3 refuses', { Version: '2027-01-01', Statement: own }, whole],
  ['documents that S3 refuses', { Version: 20121017, Statement: own }, whole],
  ['statements that S3 refuses', { Statement: { ...own, Effect: 'allow' } }, none],
  ['statements that S3 refuses', { Statement: { ...statement({}), Effect: 'deny' } }, reading],
  ['statements that S3 refuses', { Statement: { ...statement({}), Effect: ['Deny'] } }, reading],
  ['statements that S3 refuses', { Statement: { ...own, Comment: 'x' } }, reading],
  ['statements that S3 refuses', { Statement: {} }, whole],
  ['statements that S3 refuses', { Statement: { effect: 'Deny', principal: '*', resource: objects } }, whole],
];

/** ACLs of every shape. */
const acls: readonly (readonly [acl: Json, isOpen: boolean])[] = [
  [null, false],
  [[], false],
  [{ Grants: [] }, false],
  [{ Owner: { ID: 'x' } }, true],
  [{}, true],
  ['private', true],
  [7, true],
  [[null], true],
  [['READ'], true],
  [[{ Permission: 'READ' }], true],
  [[{ Grantee: { Type: 'CanonicalUser' }, Permission: 'READ' }], true],
  [[{ Grantee: { ID: '7d'.repeat(32) }, Permission: 'READ' }], true],
];

export const documentCases: readonly RowCase[] = [
  ...rows.map(([row, policy, expect]) => ({
    row,
    title: JSON.stringify(policy),
    given: bucket({ policy }),
    expect,
  })),
  ...acls.map(([acl, isOpen]) => ({
    row: 'ACLs of every shape',
    title: JSON.stringify(acl),
    given: bucket({ acl, ownership: 'ObjectWriter' }),
    expect: { policyPublic: false, anonymousOrAnyPrincipal: isOpen },
  })),
];
