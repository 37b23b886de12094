import { inspect } from 'node:util';
import * as s3 from '@aws-sdk/client-s3';
import { GetPublicAccessBlockCommand as GetAccountBlockCommand } from '@aws-sdk/client-s3-control';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import type { Desired } from '../../controller/domain/observation.js';
import type { PlainClients } from '../fakes/sdk-reader.js';
import { multiRegionPointsExpected, multiRegionPointsIn } from './multi-region-reads.js';
import { pointsExpected, pointsIn } from './point-reads.js';

/** A look at one aspect that is not ours: the SDK's command, and as little thought as its reply allows. */
export interface PlainRead {
  /** What is there, in words that `expected` uses too; nothing if nothing is. */
  read(clients: PlainClients, place: { readonly bucket: string; readonly account: string }): Promise<unknown>;
  /** What must be there once the declaration is met, given what was there before. */
  expected(declared: Json, before: unknown): unknown;
}

const nothingFor =
  (...names: readonly string[]) =>
  (error: Error): undefined => {
    if (!names.includes(error.name)) throw error;
  };
const allOff = (error: Error): unknown => {
  nothingFor('NoSuchPublicAccessBlockConfiguration')(error);
  return {
    BlockPublicAcls: false,
    IgnorePublicAcls: false,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  };
};
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const asIs = (declared: Json): unknown => declared;
const byId = (rules: readonly { readonly ID?: unknown }[]): unknown =>
  [...rules].sort((a, b) => (String(a.ID) < String(b.ID) ? -1 : 1));
const configurations = (all: unknown): unknown =>
  [...(all as readonly { readonly Id?: string }[])].sort((a, b) => (String(a.Id) < String(b.Id) ? -1 : 1));
const withInstants = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (name, member: unknown) =>
    name === 'Date' ? Date.parse(String(member)) : member,
  );
const grantText = ({ Grantee: who, Permission }: s3.Grant, owner?: string): string =>
  `${who?.URI ?? (who?.ID === owner ? 'owner' : who?.ID)} ${Permission}`;
/** S3 keeps the root user's ARN where an account id was put (S3 User Guide, "Principals"), and always a list of statements. */
const keptPolicy = (text: string): unknown => {
  const { Statement, ...rest } = JSON.parse(text, (name, member: unknown) => {
    if (name !== 'AWS') return member;
    return Array.isArray(member) ? member.map(rootArn) : rootArn(member);
  }) as { readonly Statement: unknown };
  return { ...rest, Statement: [Statement].flat() };
};
const rootArn = (name: unknown): unknown =>
  /^[0-9]{12}$/.test(String(name)) ? `arn:aws:iam::${name}:root` : name;
const group = 'http://acs.amazonaws.com/groups';
const canned: Readonly<Record<string, readonly string[]>> = {
  private: [],
  'public-read': [`${group}/global/AllUsers READ`],
  'public-read-write': [`${group}/global/AllUsers READ`, `${group}/global/AllUsers WRITE`],
  'authenticated-read': [`${group}/global/AuthenticatedUsers READ`],
  'log-delivery-write': [`${group}/s3/LogDelivery READ_ACP`, `${group}/s3/LogDelivery WRITE`],
};

/** S3 gives hexadecimal IDs to what was put without; those of the tests are words. */
const withoutGivenIds = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (name, member: unknown) =>
    /^id$/i.test(name) && /^[0-9a-f]+$/.test(String(member)) ? undefined : member,
  );
const sorted = (lines: readonly unknown[]): unknown =>
  [...lines].sort((a, b) => (inOrder(a) < inOrder(b) ? -1 : 1));
const inOrder = (line: unknown): string => inspect(line, { depth: null, sorted: true });

const copied = ({ Role, Rules = [] }: s3.ReplicationConfiguration): unknown => ({
  Role,
  Rules: sorted(Rules.map(withoutGivenIds)),
});
/** S3 begins the names of filters with a capital. */
const told = ({ EventBridgeConfiguration: bridge, ...lists }: s3.NotificationConfiguration): unknown => ({
  bridge: bridge !== undefined,
  ...Object.fromEntries(
    Object.entries(lists).map(([name, lines]) => [
      name,
      sorted(
        (lines as readonly unknown[]).map((line) =>
          withoutGivenIds(
            JSON.parse(
              JSON.stringify(line).replace(/"Name":"(.)/g, (word) =>
                word.toUpperCase().replace('NAME', 'Name'),
              ),
            ),
          ),
        ),
      ),
    ]),
  ),
});
const metadataTables = (
  journal?: { readonly RecordExpiration?: unknown },
  inventory?: { readonly ConfigurationState?: string | undefined },
  annotation?: { readonly ConfigurationState?: string | undefined; readonly Role?: string | undefined },
): unknown => ({
  expiration: journal?.RecordExpiration,
  inventory: inventory?.ConfigurationState ?? 'DISABLED',
  annotation: annotation?.ConfigurationState ?? 'DISABLED',
  role: annotation?.Role,
});

/** One for each aspect, by its name. */
export const plainReads: Readonly<Record<string, PlainRead>> = {
  abac: {
    async read({ s3: client }, { bucket }) {
      const { AbacStatus } = await client.send(new s3.GetBucketAbacCommand({ Bucket: bucket }));
      return AbacStatus;
    },
    expected: asIs,
  },
  accelerate: {
    async read(clients, { bucket }) {
      const { Status = 'Suspended' } = await clients.s3.send(
        new s3.GetBucketAccelerateConfigurationCommand({ Bucket: bucket }),
      );
      return { Status };
    },
    expected: asIs,
  },
  accessPoints: {
    read: (clients, place) => pointsIn(clients, place, keptPolicy),
    expected: (declared, before) => pointsExpected(declared, before, keptPolicy),
  },
  accountPublicAccessBlock: {
    read: ({ s3control }, { account }) =>
      s3control
        .send(new GetAccountBlockCommand({ AccountId: account }))
        .then((answer) => answer.PublicAccessBlockConfiguration, allOff),
    expected: asIs,
  },
  acl: {
    async read(clients, { bucket }) {
      const { Owner: owner, Grants = [] } = await clients.s3.send(
        new s3.GetBucketAclCommand({ Bucket: bucket }),
      );
      return [...new Set(Grants.map((grant) => grantText(grant, owner?.ID)))].sort();
    },
    expected(declared) {
      const { Canned, Grants = [] } = declared as { Canned?: string; Grants?: readonly s3.Grant[] };
      if (Canned !== undefined) return ['owner FULL_CONTROL', ...(canned[Canned] ?? [])].sort();
      return [...new Set(Grants.map((grant) => grantText(grant)))].sort();
    },
  },
  analytics: {
    async read({ s3: client }, { bucket }) {
      const { AnalyticsConfigurationList: all } = await client.send(
        new s3.ListBucketAnalyticsConfigurationsCommand({ Bucket: bucket }),
      );
      return all === undefined ? undefined : configurations(json(all));
    },
    expected: configurations,
  },
  bucketPolicy: {
    read: ({ s3: client }, { bucket }) =>
      client
        .send(new s3.GetBucketPolicyCommand({ Bucket: bucket }))
        .then(({ Policy = '' }) => keptPolicy(Policy), nothingFor('NoSuchBucketPolicy')),
    expected: (declared) => keptPolicy(JSON.stringify(declared)),
  },
  cors: {
    read: ({ s3: client }, { bucket }) =>
      client
        .send(new s3.GetBucketCorsCommand({ Bucket: bucket }))
        .then(({ CORSRules }) => CORSRules, nothingFor('NoSuchCORSConfiguration')),
    expected: asIs,
  },
  encryption: {
    async read(clients, { bucket }) {
      const answer = await clients.s3.send(new s3.GetBucketEncryptionCommand({ Bucket: bucket }));
      const rule = answer.ServerSideEncryptionConfiguration?.Rules?.[0];
      return {
        ...rule?.ApplyServerSideEncryptionByDefault,
        BucketKeyEnabled: rule?.BucketKeyEnabled,
        BlockedEncryptionTypes: rule?.BlockedEncryptionTypes?.EncryptionType,
      };
    },
    expected: (declared, before) => ({
      BucketKeyEnabled: false,
      BlockedEncryptionTypes: (before as JsonObject)['BlockedEncryptionTypes'],
      ...(declared as JsonObject),
    }),
  },
  intelligentTiering: {
    async read({ s3: client }, { bucket }) {
      const { IntelligentTieringConfigurationList: all } = await client.send(
        new s3.ListBucketIntelligentTieringConfigurationsCommand({ Bucket: bucket }),
      );
      return all === undefined ? undefined : configurations(json(all));
    },
    expected: configurations,
  },
  inventory: {
    async read({ s3: client }, { bucket }) {
      const { InventoryConfigurationList: all } = await client.send(
        new s3.ListBucketInventoryConfigurationsCommand({ Bucket: bucket }),
      );
      return all === undefined ? undefined : configurations(json(all));
    },
    expected: configurations,
  },
  lifecycle: {
    read: ({ s3: client }, { bucket }) =>
      client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket: bucket })).then(
        ({ Rules = [], TransitionDefaultMinimumObjectSize: size }) => ({
          size,
          rules: withInstants(byId(Rules)),
        }),
        nothingFor('NoSuchLifecycleConfiguration'),
      ),
    expected(declared) {
      const { Rules, TransitionDefaultMinimumObjectSize: size = 'all_storage_classes_128K' } =
        declared as JsonObject;
      return { size, rules: withInstants(byId(Rules as readonly JsonObject[])) };
    },
  },
  logging: {
    async read(clients, { bucket }) {
      const answer = await clients.s3.send(new s3.GetBucketLoggingCommand({ Bucket: bucket }));
      return answer.LoggingEnabled === undefined ? undefined : json(answer.LoggingEnabled);
    },
    expected: asIs,
  },
  metadata: {
    read: ({ s3: client }, { bucket }) =>
      client.send(new s3.GetBucketMetadataConfigurationCommand({ Bucket: bucket })).then((answer) => {
        const found = answer.GetBucketMetadataConfigurationResult?.MetadataConfigurationResult;
        return metadataTables(
          found?.JournalTableConfigurationResult,
          found?.InventoryTableConfigurationResult,
          found?.AnnotationTableConfigurationResult,
        );
      }, nothingFor('MetadataConfigurationNotFound')),
    expected(declared) {
      const { JournalTableConfiguration, InventoryTableConfiguration, AnnotationTableConfiguration } =
        declared as s3.MetadataConfiguration & JsonObject;
      return metadataTables(
        JournalTableConfiguration,
        InventoryTableConfiguration,
        AnnotationTableConfiguration,
      );
    },
  },
  multiRegionAccessPoints: {
    read: ({ s3control: client }, { account: AccountId }) =>
      multiRegionPointsIn({ client, AccountId }, keptPolicy),
    expected: (declared, before) => multiRegionPointsExpected(declared, before, keptPolicy),
  },
  notification: {
    async read({ s3: client }, { bucket }) {
      const { $metadata: _, ...document } = await client.send(
        new s3.GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
      );
      return Object.keys(document).length === 0 ? undefined : told(document);
    },
    expected: (declared) => told(declared as s3.NotificationConfiguration),
  },
  metrics: {
    async read({ s3: client }, { bucket }) {
      const { MetricsConfigurationList: all } = await client.send(
        new s3.ListBucketMetricsConfigurationsCommand({ Bucket: bucket }),
      );
      return all === undefined ? undefined : configurations(json(all));
    },
    expected: configurations,
  },
  objectLock: {
    read: ({ s3: client }, { bucket }) =>
      client
        .send(new s3.GetObjectLockConfigurationCommand({ Bucket: bucket }))
        .then(
          ({ ObjectLockConfiguration: found }) => ({ retention: found?.Rule?.DefaultRetention }),
          nothingFor('ObjectLockConfigurationNotFoundError'),
        ),
    expected: (declared) => ({
      retention: (declared as s3.ObjectLockConfiguration & JsonObject).Rule?.DefaultRetention,
    }),
  },
  ownershipControls: {
    async read(clients, { bucket }) {
      const answer = await clients.s3.send(new s3.GetBucketOwnershipControlsCommand({ Bucket: bucket }));
      return { ObjectOwnership: answer.OwnershipControls?.Rules?.[0]?.ObjectOwnership };
    },
    expected: asIs,
  },
  publicAccessBlock: {
    read: ({ s3: client }, { bucket }) =>
      client
        .send(new s3.GetPublicAccessBlockCommand({ Bucket: bucket }))
        .then((answer) => answer.PublicAccessBlockConfiguration, allOff),
    expected: asIs,
  },
  replication: {
    read: ({ s3: client }, { bucket }) =>
      client
        .send(new s3.GetBucketReplicationCommand({ Bucket: bucket }))
        .then(
          ({ ReplicationConfiguration: found }) => copied(found as s3.ReplicationConfiguration),
          nothingFor('ReplicationConfigurationNotFoundError'),
        ),
    expected: (declared) => copied(declared as unknown as s3.ReplicationConfiguration),
  },
  requestPayment: {
    async read(clients, { bucket }) {
      const { Payer } = await clients.s3.send(new s3.GetBucketRequestPaymentCommand({ Bucket: bucket }));
      return { Payer };
    },
    expected: asIs,
  },
  tagging: {
    read: ({ s3: client }, { bucket }) =>
      client
        .send(new s3.GetBucketTaggingCommand({ Bucket: bucket }))
        .then(
          ({ TagSet = [] }) => Object.fromEntries(TagSet.map(({ Key = '', Value }) => [Key, Value])),
          nothingFor('NoSuchTagSet'),
        ),
    expected: (declared, before) => ({ ...(before as JsonObject | undefined), ...(declared as JsonObject) }),
  },
  versioning: {
    async read(clients, { bucket }) {
      const { Status = 'Suspended', MFADelete = 'Disabled' } = await clients.s3.send(
        new s3.GetBucketVersioningCommand({ Bucket: bucket }),
      );
      return { Status, MFADelete };
    },
    expected: (declared) => ({ MFADelete: 'Disabled', ...(declared as JsonObject) }),
  },
  website: {
    read: ({ s3: client }, { bucket }) =>
      client
        .send(new s3.GetBucketWebsiteCommand({ Bucket: bucket }))
        .then(({ $metadata: _, ...site }) => json(site), nothingFor('NoSuchWebsiteConfiguration')),
    expected: asIs,
  },
};

/** What must be there for a declaration, `absent` included. */
export const expectedFor = (read: PlainRead, desired: Desired, before: unknown): unknown =>
  desired.kind === 'absent' ? undefined : read.expected(desired.value, before);
