import { aclAsShown } from '../fakes/memory-bucket.js';

/** The documents with the ACL's grants in one order: what hid something is put once more, in an order of our own. */
export const inOrder = (documents: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> => {
  const acl = documents.get('acl') as { readonly Grants: readonly unknown[] };
  const Grants = acl.Grants.map((grant) => JSON.stringify(grant)).sort();
  return new Map(documents).set('acl', { ...acl, Grants });
};

/** The same as S3 shows them. */
export const shown = (documents: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> =>
  inOrder(new Map(documents).set('acl', aclAsShown(documents)));
