import {
  type AccessPoint,
  accessPointKey,
  accessPointPolicyKey,
  type Grant,
  type PublicAccessBlock,
} from '../../deploy/local/documents.js';
import { outsideGrants } from '../../deploy/local/oracle/grants.js';
import { newAccount, newBucket } from '../../deploy/local/s3/birth.js';

export const [home, away] = [newAccount('111122223333'), newAccount('444455556666')] as const;
export const arn = 'arn:aws:s3:::heron';
export const off = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

/** A bucket's documents that decide who gets in; the ACL names group paths or canonical ids. */
export interface Situation {
  readonly policy?: readonly object[];
  readonly acl?: readonly (readonly [who: string, permission: string])[];
  readonly ownership?: string;
  readonly bucketBlock?: Partial<PublicAccessBlock>;
  readonly accountBlock?: Partial<PublicAccessBlock>;
  /** The access point `reports`, which blocks nothing. */
  readonly point?: Partial<AccessPoint> & { readonly policy: readonly object[] };
}

/** What the oracle says of an old bucket of `home` in this situation. */
export function grantsIn({
  policy,
  acl = [],
  ownership,
  bucketBlock,
  accountBlock,
  point,
}: Situation): readonly string[] {
  const bucket = newBucket({
    name: 'heron',
    account: home,
    region: 'us-east-1',
    createdAt: new Date(0),
    bornIn2019: true,
  });
  const owner = { ...home, documents: new Map<string, unknown>() };
  const set = (name: string, document: unknown) => bucket.documents.set(name, document);
  if (policy !== undefined) set('policy', JSON.stringify({ Version: '2012-10-17', Statement: policy }));
  if (ownership !== undefined) set('ownershipControls', { Rules: [{ ObjectOwnership: ownership }] });
  if (bucketBlock !== undefined) set('publicAccessBlock', { ...off, ...bucketBlock });
  if (accountBlock !== undefined) owner.documents.set('publicAccessBlock', { ...off, ...accountBlock });
  if (point !== undefined) {
    const { policy: statements, ...more } = point;
    owner.documents.set(accessPointKey('us-east-1', 'reports'), {
      Name: 'reports',
      Bucket: 'heron',
      region: 'us-east-1',
      block: off,
      ...more,
    });
    const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    owner.documents.set(accessPointPolicyKey('us-east-1', 'reports'), text);
  }
  const group = (name: string) => ({
    Type: 'Group' as const,
    URI: `http://acs.amazonaws.com/groups/${name}`,
  });
  const Grants: readonly Grant[] = acl.map(([who, Permission]) => ({
    Grantee: who.includes('/') ? group(who) : { Type: 'CanonicalUser', ID: who },
    Permission,
  }));
  set('acl', { Owner: { ID: home.canonicalId }, Grants });
  const accounts = new Map([owner, away].map((account) => [account.id, account]));
  return [...outsideGrants({ accounts, partition: 'aws' }, bucket)];
}
