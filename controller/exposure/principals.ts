import type { Json, JsonObject } from '../domain/json.js';
import { isJsonObject, textsOf } from './statements.js';

/** Whom a statement names. */
export type Principal =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'account' | 'canonicalUser' | 'originAccessIdentity'; readonly id: string }
  | { readonly kind: 'service' }
  | { readonly kind: 'deleted'; readonly id: string };

const anyone: readonly Principal[] = [{ kind: 'anyone' }];

/**
 * Whom the statement names (IAM User Guide: "AWS JSON policy elements: Principal"). What cannot be read is
 * everybody, and so is all that S3 would refuse: a missing principal, a list, a wildcard in an account.
 */
export function principalsOf(statement: JsonObject): readonly Principal[] {
  const named = statement['Principal'];
  if (statement['NotPrincipal'] !== undefined || !isJsonObject(named)) return anyone;
  return Object.entries(named).flatMap(([kind, names]) => {
    const read = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
    const texts = textsOf(names);
    return read === undefined || texts === undefined ? anyone : texts.flatMap(read);
  });
}

/** The unique ids of deleted users and roles that any statement names: S3 puts them in the place of their ARNs. */
export const deletedPrincipals = (statement: JsonObject): readonly string[] =>
  [statement['Principal'], statement['NotPrincipal']].flatMap((element: Json | undefined) =>
    (textsOf(isJsonObject(element) ? element['AWS'] : element) ?? []).filter((name) => uniqueId.test(name)),
  );

const uniqueId = /^A(?:ID|RO)A[A-Z0-9]+$/;
const account = /^\d{12}$/;
// S3 says 64 digits for accounts; CloudFront's identities have 96.
const canonicalUser = /^[0-9a-f]{64}(?:[0-9a-f]{32})?$/i;
const originAccessIdentity = /^user\/CloudFront[ _]Origin[ _]Access[ _]Identity[ _](E[A-Z0-9]+)$/;
const serviceName = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i;
const wildcard = /[*?]|\$\{/;

const readers: Readonly<Record<string, (name: string) => readonly Principal[]>> = {
  AWS: readAws,
  Federated: (name) => (/^arn:[^:]*:iam:/.test(name) ? readArn(name) : anyone),
  Service: (name) => (serviceName.test(name) ? [{ kind: 'service' }] : anyone),
  CanonicalUser: (name) => (canonicalUser.test(name) ? [{ kind: 'canonicalUser', id: name }] : anyone),
};

function readAws(name: string): readonly Principal[] {
  if (account.test(name)) return [{ kind: 'account', id: name }];
  if (uniqueId.test(name)) return [{ kind: 'deleted', id: name }];
  return readArn(name);
}

function readArn(name: string): readonly Principal[] {
  const [arn, partition = '', service = '', region, owner = '', ...rest] = name.split(':');
  const who = rest.join(':');
  const isPrincipal =
    arn === 'arn' && /^aws(?:-[a-z]+)*$/.test(partition) && /^(?:iam|sts)$/.test(service) && region === '';
  if (!isPrincipal || who === '') return anyone;
  const identity = owner === 'cloudfront' ? originAccessIdentity.exec(who)?.[1] : undefined;
  if (identity !== undefined) return [{ kind: 'originAccessIdentity', id: identity }];
  if (!account.test(owner)) return anyone;
  // S3 refuses a wildcard behind a fixed account; should one ever be stored, its reach is anybody's guess.
  return wildcard.test(who) ? [{ kind: 'account', id: owner }, ...anyone] : [{ kind: 'account', id: owner }];
}
