import { canonicalText } from '../domain/canonical.js';
import type { Json, JsonObject } from '../domain/json.js';
import type { Escalation, Step } from '../domain/plan.js';
import type { Target } from '../domain/target.js';
import { asJson } from './kit/as-json.js';
import { defineAspect } from './kit/aspect.js';
import { bucketOf, onBucket, readBucket } from './kit/calls.js';
import { metadataElements, metadataSchema } from './kit/metadata-schema.js';
import { replace } from './kit/replace.js';

type Table = {
  readonly ConfigurationState?: string;
  readonly Role?: string;
  readonly [member: string]: Json;
};
type Metadata = {
  /** `aws` for what this version of S3's configuration makes; the older one kept tables in a bucket of the customer. */
  readonly TableBucketType?: string;
  readonly JournalTableConfiguration?: { readonly RecordExpiration?: JsonObject };
  readonly InventoryTableConfiguration?: Table;
  readonly AnnotationTableConfiguration?: Table;
};

/**
 * The tables in which S3 keeps the metadata of objects. Each is changed by a call of its own. Deleting and making
 * them anew would throw their records away and take hours to fill them again, so that is never done.
 */
export const metadata = defineAspect<'metadata', Metadata>({
  name: 'metadata',
  scope: 'bucket',
  events: [
    'CreateBucketMetadataConfiguration',
    'CreateBucketMetadataTableConfiguration',
    'DeleteBucketMetadataConfiguration',
    'DeleteBucketMetadataTableConfiguration',
    'UpdateBucketMetadataAnnotationTableConfiguration',
    'UpdateBucketMetadataInventoryTableConfiguration',
    'UpdateBucketMetadataJournalTableConfiguration',
  ],
  iam: {
    read: ['s3:GetBucketMetadataTableConfiguration'],
    write: [
      's3:CreateBucketMetadataTableConfiguration',
      's3:DeleteBucketMetadataTableConfiguration',
      's3:UpdateBucketMetadataAnnotationTableConfiguration',
      's3:UpdateBucketMetadataInventoryTableConfiguration',
      's3:UpdateBucketMetadataJournalTableConfiguration',
      's3tables:CreateTableBucket',
      's3tables:CreateNamespace',
      's3tables:CreateTable',
      's3tables:GetTable',
      's3tables:PutTablePolicy',
      's3tables:PutTableEncryption',
      'kms:DescribeKey',
    ],
  },
  needs: [],
  owns: [],
  absence: { codes: ['MetadataConfigurationNotFound'], declarable: true },
  schema: metadataSchema,
  elements: metadataElements,
  escalates: 'Tables that were made by the older call: they cannot be changed.',
  prevention:
    'Deny the s3:CreateBucketMetadata..., s3:UpdateBucketMetadata... and s3:DeleteBucketMetadata... actions in a service control policy for everybody but the role that manages them.',

  async read(reader) {
    const { GetBucketMetadataConfigurationResult: answer } = await readBucket(
      reader,
      'GetBucketMetadataConfiguration',
    );
    const found = answer?.MetadataConfigurationResult;
    if (found === undefined) return {};
    const { JournalTableConfigurationResult: journal, DestinationResult: place } = found;
    const table = (one: Table | undefined) => ({
      ConfigurationState: one?.ConfigurationState,
      Role: one?.Role,
    });
    return {
      state: asJson({
        TableBucketType: place?.TableBucketType,
        JournalTableConfiguration: { RecordExpiration: journal?.RecordExpiration },
        InventoryTableConfiguration: table(found.InventoryTableConfigurationResult as Table | undefined),
        AnnotationTableConfiguration: table(found.AnnotationTableConfigurationResult as Table | undefined),
      }) as Metadata,
    };
  },

  // Status, names and errors of tables are no configuration, and how they are encrypted S3 does not show.
  canonical: (state) => ({ TableBucketType: state.TableBucketType ?? 'aws', ...partsOf(state) }),

  write({ target, desired, actual }) {
    if (desired === undefined) return [];
    if (desired.kind === 'absent')
      return [replace(target, 'metadata', 'delete', 'observe', desired, 'DeleteBucketMetadataConfiguration')];
    const declared = desired.value as Metadata;
    if (actual.kind === 'absent')
      return [
        {
          ...replace(target, 'metadata', 'put', 'observe', desired, 'CreateBucketMetadataConfiguration', {
            MetadataConfiguration: desired.value,
          }),
          id: 'metadata.create',
        },
      ];
    const live = actual.state as Metadata;
    return (live.TableBucketType ?? 'aws') === 'aws' ? updates(target, declared, live) : olderKind(target);
  },

  unreachable({ JournalTableConfiguration: journal }) {
    const { Expiration, Days } = journal?.RecordExpiration ?? {};
    return (Expiration === 'ENABLED') === (Days !== undefined)
      ? undefined
      : 'S3 takes Days with Expiration: ENABLED, and only then: say both, or Expiration: DISABLED alone';
  },
});

const parts = ['Journal', 'Inventory', 'Annotation'] as const;
type Part = (typeof parts)[number];

const partsOf = (state: Metadata): Readonly<Record<Part, JsonObject>> => ({
  Journal: { ...state.JournalTableConfiguration?.RecordExpiration },
  Inventory: tableOf(state.InventoryTableConfiguration),
  Annotation: tableOf(state.AnnotationTableConfiguration),
});

const tableOf = ({ ConfigurationState = 'DISABLED', Role }: Table = {}): JsonObject => ({
  ConfigurationState,
  ...(Role === undefined || ConfigurationState === 'DISABLED' ? {} : { Role }),
});

/** One call for each table that is other than declared; after each, the tables behind it are still as they were found. */
function updates(target: Target, declared: Metadata, live: Metadata): readonly Step[] {
  const [wanted, found] = [partsOf(declared), partsOf(live)];
  const wrong = parts.filter((part) => canonicalText(wanted[part]) !== canonicalText(found[part]));
  let after = live;
  return wrong.map((part): Step => {
    const name = `${part}TableConfiguration` as const;
    const table = declared[name] ?? { ConfigurationState: 'DISABLED' };
    after = { ...after, [name]: table };
    return {
      id: `metadata.${part.toLowerCase()}`,
      aspect: 'metadata',
      service: 's3',
      operation: `UpdateBucketMetadata${name}`,
      input: { ...onBucket(target), [name]: part === 'Journal' ? expiring(declared) : (table as JsonObject) },
      effect: 'observe',
      leaves: { kind: 'value', value: after as JsonObject },
    };
  });
}

/** All that can be changed about a journal that is there. */
const expiring = ({ JournalTableConfiguration: journal }: Metadata): JsonObject => ({
  RecordExpiration: journal?.RecordExpiration ?? { Expiration: 'DISABLED' },
});

function olderKind(target: Target): Escalation {
  const { name, account } = bucketOf(target);
  return {
    kind: 'escalate',
    aspect: 'metadata',
    runbook: `The metadata tables of bucket ${name} were made by the older call and cannot be changed into what is declared. Deleting them loses what only they know, and filling new ones takes hours: if that may be, run aws s3api delete-bucket-metadata-configuration --bucket ${name} --expected-bucket-owner ${account}, and the declared ones are made at the next look.`,
  };
}
