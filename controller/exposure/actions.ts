import type { JsonObject } from '../domain/json.js';
import { matchesPattern } from './patterns.js';
import { textsOf } from './statements.js';

/** One action of S3 that a bucket policy can grant. */
export interface Action {
  readonly name: string;
  /** What it acts on. */
  readonly on: 'bucket' | 'object';
  readonly access: 'read' | 'write';
  /** Whether it changes who may do what: the ACLs, the policy, who owns what, or what blocks public access. */
  readonly changesAccess: boolean;
}

const both = (names: string): readonly string[] =>
  names.split(' ').flatMap((name) => [`Get${name}`, `Put${name}`]);

const onBucket: readonly string[] = [
  ...'CreateBucket DeleteBucket DeleteBucketPolicy DeleteBucketWebsite'.split(' '),
  ...'ListBucket ListBucketVersions ListBucketMultipartUploads'.split(' '),
  ...both('AccelerateConfiguration AnalyticsConfiguration BucketAcl BucketCORS BucketLogging'),
  ...both('BucketNotification BucketObjectLockConfiguration BucketOwnershipControls BucketPolicy'),
  ...both('BucketPublicAccessBlock BucketRequestPayment BucketTagging BucketVersioning BucketWebsite'),
  ...both('EncryptionConfiguration IntelligentTieringConfiguration InventoryConfiguration'),
  ...both('LifecycleConfiguration MetricsConfiguration ReplicationConfiguration BucketAbac'),
  ...'GetBucketLocation GetBucketPolicyStatus GetBucketMetadataTableConfiguration'.split(' '),
  ...'CreateBucketMetadataTableConfiguration DeleteBucketMetadataTableConfiguration'.split(' '),
  ...'UpdateBucketMetadataInventoryTableConfiguration UpdateBucketMetadataJournalTableConfiguration'.split(
    ' ',
  ),
  ...'ListTagsForResource TagResource UntagResource'.split(' '),
];

const onObject: readonly string[] = [
  ...both('Object ObjectAcl ObjectVersionAcl ObjectLegalHold ObjectRetention ObjectTagging'),
  ...both('ObjectVersionTagging'),
  ...'DeleteObject DeleteObjectTagging DeleteObjectVersionTagging DeleteObjectVersion'.split(' '),
  ...'GetObjectVersion GetObjectAttributes GetObjectVersionAttributes GetObjectTorrent'.split(' '),
  ...'GetObjectVersionTorrent GetObjectVersionForReplication AbortMultipartUpload'.split(' '),
  ...'BypassGovernanceRetention InitiateReplication ListMultipartUploadParts'.split(' '),
  ...'ObjectOwnerOverrideToBucketOwner ReplicateDelete ReplicateObject ReplicateTags'.split(' '),
  ...'RestoreObject UpdateObjectEncryption'.split(' '),
];

const changing: ReadonlySet<string> = new Set([
  ...'PutBucketAcl PutObjectAcl PutObjectVersionAcl PutBucketPolicy DeleteBucketPolicy'.split(' '),
  ...'PutBucketOwnershipControls PutBucketPublicAccessBlock'.split(' '),
]);

const actionFrom =
  (on: Action['on']) =>
  (name: string): Action => ({
    name: `s3:${name}`,
    on,
    access: /^(?:Get|List)/.test(name) ? 'read' : 'write',
    changesAccess: changing.has(name),
  });

/** Every action that a policy of a general purpose bucket can grant (Service Authorization Reference, "Amazon S3"). */
export const actions: readonly Action[] = [
  ...onBucket.map(actionFrom('bucket')),
  ...onObject.map(actionFrom('object')),
];

/** The action of that name; one that is missing is a mistake of ours. */
export function actionNamed(name: string): Action {
  const found = actions.find((action) => action.name === name);
  if (found === undefined) throw new RangeError(`${name} is not among the actions`);
  return found;
}

/** Whether an Allow covers the action. One whose action cannot be read covers every one. */
export const mayCover = (statement: JsonObject, { name }: Action): boolean => covers(statement, name) ?? true;

/** Whether a Deny covers the action for sure. One whose action cannot be read covers none. */
export const mustCover = (statement: JsonObject, { name }: Action): boolean =>
  covers(statement, name) ?? false;

/** Nothing if it cannot be told: there has to be just one of both elements, and only texts in it. */
function covers({ Action: covered, NotAction: spared }: JsonObject, name: string): boolean | undefined {
  if ((covered === undefined) === (spared === undefined)) return undefined;
  const isNamed = textsOf(covered ?? spared)?.some(matching(name));
  return covered === undefined && isNamed !== undefined ? !isNamed : isNamed;
}

/** Names of actions ignore case. */
const matching =
  (name: string) =>
  (pattern: string): boolean =>
    matchesPattern(pattern.toLowerCase(), name.toLowerCase());
