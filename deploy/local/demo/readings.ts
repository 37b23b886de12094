import {
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3';
import { GetPublicAccessBlockCommand as GetAccountBlock } from '@aws-sdk/client-s3-control';
import { isObject, type Json } from '../../../controller/domain/json.js';
import { home } from './cast.js';
import type { Hands } from './clients.js';

/** Reads of S3 with nothing of the controller in them, each in a form that a person can compare. */

/** Algorithm and key of the default encryption. */
export async function encryptionOf({ s3 }: Hands, bucket: string): Promise<Json> {
  const { ServerSideEncryptionConfiguration: found } = await s3.send(
    new GetBucketEncryptionCommand({ Bucket: bucket }),
  );
  const rule = found?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  return [rule?.SSEAlgorithm ?? null, rule?.KMSMasterKeyID ?? null];
}

/** The switches that are on, of the four of Block Public Access. */
export async function blocksOf({ s3 }: Hands, bucket: string): Promise<Json> {
  return orNothing('NoSuchPublicAccessBlockConfiguration', async () =>
    switchesOn(
      (await s3.send(new GetPublicAccessBlockCommand({ Bucket: bucket }))).PublicAccessBlockConfiguration,
    ),
  );
}

/** The same of the account. */
export async function accountBlocks({ s3control }: Hands): Promise<Json> {
  return orNothing('NoSuchPublicAccessBlockConfiguration', async () =>
    switchesOn(
      (await s3control.send(new GetAccountBlock({ AccountId: home }))).PublicAccessBlockConfiguration,
    ),
  );
}

/** Effect, principal and action of every statement of the bucket policy. */
export async function statementsOf({ s3 }: Hands, bucket: string): Promise<Json> {
  return orNothing('NoSuchBucketPolicy', async () => {
    const { Policy: text = '{}' } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    const policy: unknown = JSON.parse(text);
    const statements = isObject(policy) ? policy['Statement'] : undefined;
    return (Array.isArray(statements) ? statements : [statements]).map((one: unknown) =>
      isObject(one)
        ? `${one['Effect']} ${JSON.stringify(one['Principal'])} ${JSON.stringify(one['Action'])}`
        : 'unreadable',
    );
  });
}

/** Ownership, and who besides the owner the ACL names. */
export async function aclOf({ s3 }: Hands, bucket: string): Promise<Json> {
  const controls = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket: bucket }));
  const acl = await s3.send(new GetBucketAclCommand({ Bucket: bucket }));
  const strangers = (acl.Grants ?? []).filter(({ Grantee: who }) => who?.ID !== acl.Owner?.ID);
  return [
    controls.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? null,
    strangers.map(({ Grantee: who, Permission: what }) => `${who?.URI ?? who?.ID} ${what}`),
  ];
}

/** `Enabled`, `Suspended`, or nothing. */
export async function versioningOf({ s3 }: Hands, bucket: string): Promise<Json> {
  return (await s3.send(new GetBucketVersioningCommand({ Bucket: bucket }))).Status ?? null;
}

/** Where the access log goes, or nothing. */
export async function logOf({ s3 }: Hands, bucket: string): Promise<Json> {
  const { LoggingEnabled: log } = await s3.send(new GetBucketLoggingCommand({ Bucket: bucket }));
  return log === undefined ? null : `${log.TargetBucket}/${log.TargetPrefix}`;
}

/** The ids of the lifecycle rules. */
export async function rulesOf({ s3 }: Hands, bucket: string): Promise<Json> {
  return orNothing('NoSuchLifecycleConfiguration', async () => {
    const { Rules: rules = [] } = await s3.send(
      new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }),
    );
    return rules.map(({ ID: id }) => id ?? null);
  });
}

/** Whether deleting a version takes an MFA device: `Enabled`, `Disabled`, or nothing. */
export async function mfaDeleteOf({ s3 }: Hands, bucket: string): Promise<Json> {
  return (await s3.send(new GetBucketVersioningCommand({ Bucket: bucket }))).MFADelete ?? null;
}

/** The buckets that everything is copied to. */
export async function copiesOf({ s3 }: Hands, bucket: string): Promise<Json> {
  return orNothing('ReplicationConfigurationNotFoundError', async () => {
    const { ReplicationConfiguration: found } = await s3.send(
      new GetBucketReplicationCommand({ Bucket: bucket }),
    );
    return (found?.Rules ?? []).map(({ Destination: to }) => to?.Bucket ?? null);
  });
}

/** The sites whose scripts a browser lets read. */
export async function originsOf({ s3 }: Hands, bucket: string): Promise<Json> {
  return orNothing('NoSuchCORSConfiguration', async () => {
    const { CORSRules: rules = [] } = await s3.send(new GetBucketCorsCommand({ Bucket: bucket }));
    return rules.flatMap(({ AllowedOrigins: origins = [] }) => origins);
  });
}

/** Whether the list of the account's buckets names it. */
export async function isThere({ s3 }: Hands, bucket: string): Promise<Json> {
  const { Buckets: found = [] } = await s3.send(new ListBucketsCommand({}));
  return found.some(({ Name: name }) => name === bucket);
}

/** The first page of the website that the bucket is, or nothing. */
export async function siteOf({ s3 }: Hands, bucket: string): Promise<Json> {
  return orNothing('NoSuchWebsiteConfiguration', async () => {
    const { IndexDocument: index } = await s3.send(new GetBucketWebsiteCommand({ Bucket: bucket }));
    return index?.Suffix ?? null;
  });
}

const switchesOn = (block: object | undefined): Json =>
  Object.entries(block ?? {})
    .filter(([, on]) => on === true)
    .map(([name]) => name)
    .sort();

async function orNothing(missing: string, read: () => Promise<Json>): Promise<Json> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && error.name === missing) return null;
    throw error;
  }
}

/** All four switches on, as `blocksOf` shows it. */
export const allBlocks: Json = [
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'IgnorePublicAcls',
  'RestrictPublicBuckets',
];

/** The two switches for ACLs on, the two for policies off. */
export const aclBlocks: Json = ['BlockPublicAcls', 'IgnorePublicAcls'];
