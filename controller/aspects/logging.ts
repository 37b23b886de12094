import { canonicalText } from '../domain/canonical.js';
import type { Json, JsonObject } from '../domain/json.js';
import { asJson } from './kit/as-json.js';
import { defineAspect } from './kit/aspect.js';
import { readBucket } from './kit/calls.js';
import { loggingSchema } from './kit/logging-schema.js';
import { replace } from './kit/replace.js';

type Grant = {
  readonly Grantee?: { readonly DisplayName?: string; readonly [member: string]: Json };
  readonly Permission?: string;
};
/** S3's `LoggingEnabled`. */
type Logging = {
  readonly TargetBucket: string;
  readonly TargetPrefix: string;
  readonly TargetObjectKeyFormat?: {
    readonly SimplePrefix?: JsonObject;
    readonly PartitionedPrefix?: { readonly PartitionDateSource?: string };
  };
  readonly TargetGrants?: readonly Grant[];
};

/**
 * Where S3 writes its access log. S3 takes the target without a look at whether it may write there: if the target's
 * policy does not allow logging.s3.amazonaws.com, the records are lost without a word (S3 User Guide, "Enabling server
 * access logging").
 */
export const logging = defineAspect<'logging', Logging>({
  name: 'logging',
  scope: 'bucket',
  events: ['PutBucketLogging'],
  marker: 'logging',
  iam: { read: ['s3:GetBucketLogging'], write: ['s3:PutBucketLogging'] },
  needs: [],
  owns: [],
  absence: { codes: [], declarable: true },
  schema: loggingSchema,
  elements: [
    'BucketLoggingStatus',
    'LoggingEnabled',
    'TargetBucket',
    'TargetPrefix',
    'TargetObjectKeyFormat',
    'SimplePrefix',
    'PartitionedPrefix',
    'PartitionDateSource',
    'TargetGrants',
    'Grant',
    'Grantee',
    'ID',
    'URI',
    'EmailAddress',
    'DisplayName',
    'Permission',
  ],
  prevention:
    'Deny s3:PutBucketLogging in a service control policy for everybody but the role that manages it.',

  async read(reader) {
    const { LoggingEnabled: enabled } = await readBucket(reader, 'GetBucketLogging');
    return enabled === undefined ? {} : { state: asJson(enabled) as Logging };
  },

  canonical: ({ TargetObjectKeyFormat: format, TargetGrants: grants = [], ...rest }) => ({
    ...rest,
    // S3 API Reference, LoggingEnabled and PartitionedPrefix: SimplePrefix and EventTime where nothing is said.
    TargetObjectKeyFormat:
      format?.PartitionedPrefix === undefined
        ? { SimplePrefix: {} }
        : { PartitionedPrefix: { PartitionDateSource: 'EventTime', ...format.PartitionedPrefix } },
    TargetGrants: [...new Map(grants.map(nameless).map((grant) => [canonicalText(grant), grant]))]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, grant]) => grant),
  }),

  write({ target, desired }) {
    if (desired === undefined) return [];
    // There is no delete: an empty status switches logging off.
    const BucketLoggingStatus = desired.kind === 'absent' ? {} : { LoggingEnabled: desired.value };
    return [
      replace(target, 'logging', 'put', 'observe', desired, 'PutBucketLogging', { BucketLoggingStatus }),
    ];
  },
});

/** A grant without the name that S3 shows, or showed until 2025, beside the id. */
function nameless({ Grantee: grantee, ...grant }: Grant): JsonObject {
  const { DisplayName: _, ...rest } = grantee ?? {};
  return { ...grant, Grantee: rest };
}
