import type { Json, JsonObject } from '../domain/json.js';
import { isDirectoryBucket } from '../domain/target.js';
import { asJson } from './kit/as-json.js';
import { defineAspect } from './kit/aspect.js';
import { readBucket } from './kit/calls.js';
import { replace } from './kit/replace.js';

/** The one rule of S3's document, without its wrappers. Members that are not named here are sent back as read. */
type Encryption = {
  readonly SSEAlgorithm: string;
  readonly KMSMasterKeyID?: string;
  readonly BucketKeyEnabled?: boolean;
  readonly BlockedEncryptionTypes?: readonly string[];
  readonly [other: string]: Json;
};

/** S3 User Guide, "Default encryption FAQ": since January 2023 every bucket encrypts, the untouched ones so. */
const untouched: Encryption = { SSEAlgorithm: 'AES256' };

/**
 * Default encryption of new objects, and whether SSE-C is refused. A foreign KMS key, or SSE-C, is how buckets are
 * held to ransom. S3 does not look whether the key exists (S3 API Reference, PutBucketEncryption).
 */
export const encryption = defineAspect<'encryption', Encryption>({
  name: 'encryption',
  scope: 'bucket',
  events: ['PutBucketEncryption', 'DeleteBucketEncryption'],
  marker: 'encryption',
  iam: { read: ['s3:GetEncryptionConfiguration'], write: ['s3:PutEncryptionConfiguration'] },
  directory: {
    iam: { read: ['s3express:GetEncryptionConfiguration'], write: ['s3express:PutEncryptionConfiguration'] },
    escalates: 'Another customer key than the one it has, no customer key, or dual-layer encryption.',
    obstacle: directoryObstacle,
  },
  needs: [],
  owns: [],
  absence: {
    codes: ['ServerSideEncryptionConfigurationNotFoundError'],
    declarable: false,
    means: untouched,
  },
  schema: {
    type: 'object',
    description: 'How new objects are encrypted by default, such as { SSEAlgorithm: AES256 }.',
    additionalProperties: false,
    required: ['SSEAlgorithm'],
    properties: {
      SSEAlgorithm: {
        enum: ['AES256', 'aws:kms', 'aws:kms:dsse'],
        description: "AES256 for S3's own keys, aws:kms or aws:kms:dsse for keys of KMS.",
      },
      KMSMasterKeyID: {
        type: 'string',
        pattern: '^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$',
        description:
          'The full ARN of the key, arn:aws:kms:REGION:ACCOUNT:key/ID: aliases and bare ids mean another key in another account. Without it aws:kms takes the key aws/s3 that AWS manages.',
      },
      BucketKeyEnabled: {
        type: 'boolean',
        default: false,
        description: 'Whether S3 asks KMS once per bucket instead of once per object; for aws:kms only.',
      },
      BlockedEncryptionTypes: {
        type: 'array',
        minItems: 1,
        maxItems: 1,
        items: { enum: ['SSE-C', 'NONE'] },
        description:
          '[SSE-C] refuses objects under keys that the writer brings, [NONE] lets them in. Without it: left as it is.',
      },
    },
  },
  elements: [
    'ServerSideEncryptionConfiguration',
    'Rule',
    'ApplyServerSideEncryptionByDefault',
    'SSEAlgorithm',
    'KMSMasterKeyID',
    'BucketKeyEnabled',
    'BlockedEncryptionTypes',
    'EncryptionType',
  ],
  prevention:
    'Deny s3:PutEncryptionConfiguration in a service control policy for everybody but the role that manages it.',

  async read(reader) {
    const answer = await readBucket(reader, 'GetBucketEncryption');
    const [rule] = answer.ServerSideEncryptionConfiguration?.Rules ?? [];
    if (rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm === undefined) return {};
    const { ApplyServerSideEncryptionByDefault: byDefault, BlockedEncryptionTypes: blocked, ...rest } = rule;
    const types = blocked?.EncryptionType;
    return {
      state: asJson({
        ...rest,
        ...byDefault,
        ...(types === undefined ? {} : { BlockedEncryptionTypes: types }),
      }) as Encryption,
    };
  },

  canonical: ({ BlockedEncryptionTypes: types = [], BucketKeyEnabled, ...state }, target) =>
    // S3 API Reference, PutBucketEncryption: bucket keys are always on there, and there is no SSE-C to block.
    isDirectoryBucket(target)
      ? state
      : {
          ...state,
          BucketKeyEnabled: BucketKeyEnabled === true,
          BlockedEncryptionTypes: types.length === 0 ? ['NONE'] : [...types].sort(),
        },

  owned: (desired, { SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled, BlockedEncryptionTypes }) => ({
    SSEAlgorithm,
    ...(KMSMasterKeyID === undefined ? {} : { KMSMasterKeyID }),
    ...(BucketKeyEnabled === undefined ? {} : { BucketKeyEnabled }),
    ...(desired.BlockedEncryptionTypes === undefined || BlockedEncryptionTypes === undefined
      ? {}
      : { BlockedEncryptionTypes }),
  }),

  write({ target, desired, actual }) {
    if (desired?.kind !== 'value') return [];
    const live = actual.kind === 'observed' ? (actual.state as Encryption) : untouched;
    const rule = ruleOf(desired.value as Encryption, live, isDirectoryBucket(target));
    return [
      replace(target, 'encryption', 'put', 'protect', desired, 'PutBucketEncryption', {
        ServerSideEncryptionConfiguration: { Rules: [rule] },
      }),
    ];
  },

  unreachable({ SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled }) {
    if (KMSMasterKeyID !== undefined && SSEAlgorithm === 'AES256')
      return 'AES256 takes no KMSMasterKeyID: declare SSEAlgorithm: aws:kms, or leave the key away';
    if (BucketKeyEnabled === true && SSEAlgorithm !== 'aws:kms')
      return `${SSEAlgorithm} has no bucket keys: declare BucketKeyEnabled: false, or SSEAlgorithm: aws:kms`;
    return undefined;
  },
});

/**
 * S3 API Reference, PutBucketEncryption: directory buckets take AES256, or aws:kms with a customer managed key, which is
 * the only one that they ever take.
 */
function directoryObstacle(
  { SSEAlgorithm: algorithm, KMSMasterKeyID: key }: Encryption,
  live: Encryption | undefined,
): string | undefined {
  if (algorithm === 'AES256') return undefined;
  if (algorithm !== 'aws:kms') return `${algorithm} does not exist there. Declare AES256 or aws:kms.`;
  if (key === undefined) return 'aws:kms needs a KMSMasterKeyID there. Declare the ARN of a customer key.';
  const other = live?.KMSMasterKeyID;
  return other === undefined || other === key
    ? undefined
    : `it has ${other}, and takes no other customer key as long as it lives. Find out who chose that key. Then declare it, or make a new bucket under the declared one and move the objects.`;
}

/** The rule to put: as declared, and as read where the baseline says nothing. */
function ruleOf(declared: Encryption, live: Encryption, isDirectory: boolean): JsonObject {
  const { SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled = false, BlockedEncryptionTypes } = declared;
  const {
    SSEAlgorithm: _,
    KMSMasterKeyID: __,
    BucketKeyEnabled: ___,
    BlockedEncryptionTypes: kept,
    ...others
  } = live;
  const types = BlockedEncryptionTypes ?? kept;
  const rule = {
    ...others,
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm,
      ...(KMSMasterKeyID === undefined ? {} : { KMSMasterKeyID }),
    },
  };
  if (isDirectory) return rule;
  return {
    ...rule,
    BucketKeyEnabled,
    // S3 leaves the block as it is when it is not sent; what is meant is said all the same.
    ...(types === undefined ? {} : { BlockedEncryptionTypes: { EncryptionType: types } }),
  };
}
