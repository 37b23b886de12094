import type { Json, JsonObject } from '../../controller/domain/json.js';
import type { Acl, OwnershipControls, PublicAccessBlock } from '../../deploy/local/documents.js';
import { cannedAcl, isPublicGrant } from '../../deploy/local/s3/canned-acl.js';
import type { PolicyDocument } from '../../deploy/local/s3/policy-shape.js';
import { isPublicPolicy } from '../../deploy/local/s3/public-policy.js';

/** What is stored of one bucket: as the local AWS stores it, so that its oracle can judge both. */
export type Documents = ReadonlyMap<string, unknown>;

/** The error by which S3 refuses. */
export const refused = (name: string, status = 400): Error =>
  Object.assign(new Error(`S3 answers ${name}`), { name, $metadata: { httpStatusCode: status } });

/** Which document an operation reads or writes. */
export const documentOf: Readonly<Record<string, string>> = {
  GetPublicAccessBlock: 'publicAccessBlock',
  PutPublicAccessBlock: 'publicAccessBlock',
  DeletePublicAccessBlock: 'publicAccessBlock',
  GetBucketPolicy: 'policy',
  PutBucketPolicy: 'policy',
  DeleteBucketPolicy: 'policy',
  GetBucketAcl: 'acl',
  PutBucketAcl: 'acl',
  GetBucketOwnershipControls: 'ownershipControls',
  PutBucketOwnershipControls: 'ownershipControls',
  DeleteBucketOwnershipControls: 'ownershipControls',
  GetBucketVersioning: 'versioning',
  PutBucketVersioning: 'versioning',
  GetBucketTagging: 'tagging',
  PutBucketTagging: 'tagging',
  DeleteBucketTagging: 'tagging',
  GetBucketEncryption: 'encryption',
  PutBucketEncryption: 'encryption',
};

const blockIn = (documents: Documents): Partial<PublicAccessBlock> =>
  (documents.get('publicAccessBlock') as PublicAccessBlock | undefined) ?? {};

const aclIn = (documents: Documents): Acl => documents.get('acl') as Acl;

const disablesAcls = (document: unknown): boolean =>
  (document as OwnershipControls | undefined)?.Rules[0]?.ObjectOwnership === 'BucketOwnerEnforced';

const or = (document: unknown, code: string): unknown => {
  if (document === undefined) throw refused(code, 404);
  return document;
};

/** The ACL as S3 shows it: ownership that disables ACLs shows the owner's, IgnorePublicAcls nobody who is everybody. */
export function aclAsShown(documents: Documents): JsonObject {
  const { Owner, Grants } = aclIn(documents);
  const own = cannedAcl('private', Owner.ID).Grants;
  const isMasked = blockIn(documents).IgnorePublicAcls === true;
  const shown = isMasked ? Grants.filter((grant) => !isPublicGrant(grant)) : Grants;
  return {
    Owner: { ...Owner },
    Grants: (disablesAcls(documents.get('ownershipControls')) ? own : shown) as unknown as Json,
  };
}

/** The SDK's output of a read of these documents. */
export const answers: Readonly<Record<string, (documents: Documents) => JsonObject>> = {
  HeadBucket: () => ({}),
  GetPublicAccessBlock: (documents) => ({
    PublicAccessBlockConfiguration: or(
      documents.get('publicAccessBlock'),
      'NoSuchPublicAccessBlockConfiguration',
    ) as Json,
  }),
  GetBucketPolicy: (documents) => ({ Policy: or(documents.get('policy'), 'NoSuchBucketPolicy') as string }),
  GetBucketAcl: aclAsShown,
  GetBucketOwnershipControls: (documents) => ({
    OwnershipControls: or(documents.get('ownershipControls'), 'OwnershipControlsNotFoundError') as Json,
  }),
  GetBucketVersioning: (documents) => (documents.get('versioning') as JsonObject | undefined) ?? {},
  GetBucketTagging: (documents) => or(documents.get('tagging'), 'NoSuchTagSet') as JsonObject,
  GetBucketEncryption: (documents) => ({
    ServerSideEncryptionConfiguration: or(
      documents.get('encryption'),
      'ServerSideEncryptionConfigurationNotFoundError',
    ) as Json,
  }),
};

/** The document that a write leaves, nothing for a delete; throws what S3 refuses. */
export const effects: Readonly<Record<string, (input: JsonObject, documents: Documents) => unknown>> = {
  PutPublicAccessBlock: ({ PublicAccessBlockConfiguration: block }) => block,
  DeletePublicAccessBlock: () => undefined,
  PutBucketPolicy: ({ Policy: text }, documents) => {
    const isPublic = isPublicPolicy(JSON.parse(String(text)) as PolicyDocument);
    if (isPublic && blockIn(documents).BlockPublicPolicy === true) throw refused('AccessDenied', 403);
    return text;
  },
  DeleteBucketPolicy: () => undefined,
  PutBucketAcl: ({ ACL: canned, AccessControlPolicy: policy }, documents) => {
    if (disablesAcls(documents.get('ownershipControls'))) throw refused('AccessControlListNotSupported');
    const { Owner } = aclIn(documents);
    const wanted = canned === undefined ? (policy as unknown as Acl) : cannedAcl(String(canned), Owner.ID);
    if (wanted.Grants.some(isPublicGrant) && blockIn(documents).BlockPublicAcls === true)
      throw refused('AccessDenied', 403);
    return { Owner, Grants: wanted.Grants };
  },
  PutBucketOwnershipControls: ({ OwnershipControls: controls }, documents) => {
    const { Owner, Grants } = aclIn(documents);
    if (disablesAcls(controls) && Grants.some(({ Grantee }) => Grantee.ID !== Owner.ID))
      throw refused('InvalidBucketAclWithObjectOwnership');
    return controls;
  },
  DeleteBucketOwnershipControls: () => undefined,
  PutBucketVersioning: ({ VersioningConfiguration: versioning }) => versioning,
  PutBucketTagging: ({ Tagging: tagging }) => tagging,
  DeleteBucketTagging: () => undefined,
  PutBucketEncryption: ({ ServerSideEncryptionConfiguration: encryption }) => encryption,
};
