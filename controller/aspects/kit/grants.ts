const group = (name: string): string => `http://acs.amazonaws.com/groups/${name}`;

/** The three groups that an ACL can name (S3 User Guide, "Access control list (ACL) overview"). */
export const groups = {
  everybody: group('global/AllUsers'),
  authenticated: group('global/AuthenticatedUsers'),
  logDelivery: group('s3/LogDelivery'),
} as const;

export const permissions = ['FULL_CONTROL', 'READ', 'WRITE', 'READ_ACP', 'WRITE_ACP'] as const;

type Grantee =
  | { readonly Type: 'CanonicalUser'; readonly ID: string }
  | { readonly Type: 'Group'; readonly URI: string };

export type Grant = { readonly Grantee: Grantee; readonly Permission: string };

/** An ACL as a baseline declares it, where the owner may be called `owner`, or as S3 shows it, with its owner. */
export type Acl =
  | { readonly Canned: string }
  | { readonly Owner?: { readonly ID: string }; readonly Grants: readonly Grant[] };

/** How the owner is called where its canonical id is not known. */
export const owner = 'owner';

const toOwner: Grant = { Grantee: { Type: 'CanonicalUser', ID: owner }, Permission: 'FULL_CONTROL' };
const to = (uri: string, permission: string): Grant => ({
  Grantee: { Type: 'Group', URI: uri },
  Permission: permission,
});

/** What the canned ACLs for buckets grant (S3 User Guide, "Canned ACL"). */
const canned: Readonly<Record<string, readonly Grant[]>> = {
  private: [toOwner],
  'public-read': [toOwner, to(groups.everybody, 'READ')],
  'public-read-write': [toOwner, to(groups.everybody, 'READ'), to(groups.everybody, 'WRITE')],
  'authenticated-read': [toOwner, to(groups.authenticated, 'READ')],
  'log-delivery-write': [toOwner, to(groups.logDelivery, 'WRITE'), to(groups.logDelivery, 'READ_ACP')],
};

export const cannedNames: readonly string[] = Object.keys(canned);

/** The grants of an ACL in any of its forms, the owner called `owner`. */
export function grantsOf(acl: Acl): readonly Grant[] {
  if ('Canned' in acl) return canned[acl.Canned] ?? [];
  const id = acl.Owner?.ID ?? owner;
  return acl.Grants.map((grant) => renamed(grant, id, owner));
}

/** The grant with another name for one user. */
export const renamed = (grant: Grant, from: string, to: string): Grant =>
  grant.Grantee.Type === 'CanonicalUser' && grant.Grantee.ID === from
    ? { ...grant, Grantee: { ...grant.Grantee, ID: to } }
    : grant;

/** Whether an ACL grants full control to its owner, and nothing else to anybody. */
export const isOwnerOnly = (grants: readonly Grant[]): boolean =>
  grants.length > 0 && grants.every((grant) => textOf(grant) === textOf(toOwner));

/**
 * The live ACL with its owner called as the declared one does, by id or `owner`, grant by grant: a baseline
 * cannot tell that both are the same.
 */
export function spelledAs(declared: Acl, live: Acl): Acl {
  if ('Canned' in declared || 'Canned' in live || live.Owner === undefined) return live;
  const { ID: id } = live.Owner;
  const known = new Set(declared.Grants.map(textOf));
  const spellings = (grant: Grant): readonly Grant[] => {
    const both = [grant, renamed(grant, id, owner)].filter((spelt) => known.has(textOf(spelt)));
    return both.length === 0 ? [renamed(grant, id, owner)] : both;
  };
  return { Grants: live.Grants.flatMap(spellings) };
}

/** Whom a grant is to. */
export const granteeOf = ({ Grantee: grantee }: Grant): string =>
  grantee.Type === 'Group' ? grantee.URI : grantee.ID;

const textOf = (grant: Grant): string => `${granteeOf(grant)} ${grant.Permission}`;

/** The same grants, each once, in the order of their texts. */
export function sorted(grants: readonly Grant[]): readonly Grant[] {
  const texts = new Map(grants.map((grant) => [textOf(grant), grant]));
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, grant]) => grant);
}
