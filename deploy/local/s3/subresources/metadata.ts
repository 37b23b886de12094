import type { Answer, BucketCall, Operation } from '../call.js';
import { invalidArgument, malformedXml, S3Error } from '../error.js';
import { store, stored } from '../shelf.js';
import { elementOf, parseXml, textOf, writeXml, type XmlElement } from '../xml.js';

const key = 'metadataConfiguration';
const tables = { Journal: 'journal', Inventory: 'inventory', Annotation: 'annotation' } as const;
type Table = keyof typeof tables;

/** The stored tables, as S3 shows them. */
type Shown = Readonly<Partial<Record<`${Table}TableConfigurationResult`, XmlElement>>>;

/** S3 Metadata: made once, changed table by table, never put over. */
export const metadata: readonly Operation[] = [
  ...(
    [
      ['GET', 'GetBucketMetadataConfiguration', get],
      ['POST', 'CreateBucketMetadataConfiguration', create],
      ['DELETE', 'DeleteBucketMetadataConfiguration', remove],
    ] as const
  ).map(([method, name, run]) => ({ on: 'bucket', subresource: key, method, name, run }) as const),
  ...(Object.keys(tables) as readonly Table[]).map(
    (table) =>
      ({
        on: 'bucket',
        subresource: `metadata${table}Table`,
        method: 'PUT',
        name: `UpdateBucketMetadata${table}TableConfiguration`,
        run: (call: BucketCall) => update(call, table),
      }) as const,
  ),
];

function get(call: BucketCall): Answer {
  const shown = stored(call.bucket, key, call.stale) as Shown | undefined;
  if (shown === undefined) throw notFound(call);
  const { partition, region } = { partition: call.world.partition, region: call.bucket.region };
  const DestinationResult = {
    TableBucketType: 'aws',
    TableBucketArn: `arn:${partition}:s3tables:${region}:${call.bucket.account}:bucket/aws-s3`,
    TableNamespace: `b_${call.bucket.name}`,
  };
  const tree = { MetadataConfigurationResult: { DestinationResult, ...shown } };
  return { status: 200, body: writeXml('GetBucketMetadataConfigurationResult', tree) };
}

function create(call: BucketCall): Answer {
  // The API reference names no code for this; this one is a guess.
  if (stored(call.bucket, key) !== undefined)
    throw new S3Error(409, 'MetadataConfigurationAlreadyExists', 'A metadata configuration already exists');
  const tree = parseXml(call.request.body, 'MetadataConfiguration');
  if (tree['JournalTableConfiguration'] === undefined) throw malformedXml();
  const shown = (Object.keys(tables) as readonly Table[]).flatMap((table) => {
    const said = tree[`${table}TableConfiguration`];
    return said === undefined ? [] : [[`${table}TableConfigurationResult`, shownAs(table, elementOf(said))]];
  });
  store(call.bucket, key, Object.fromEntries(shown));
  return { status: 200 };
}

function update(call: BucketCall, table: Table): Answer {
  const shown = stored(call.bucket, key) as Shown | undefined;
  if (shown === undefined) throw notFound(call);
  const said = parseXml(call.request.body, `${table}TableConfiguration`);
  store(call.bucket, key, { ...shown, [`${table}TableConfigurationResult`]: shownAs(table, said) });
  return { status: 200 };
}

function remove({ bucket }: BucketCall): Answer {
  store(bucket, key, undefined);
  return { status: 204 };
}

/** A table as S3 shows it: with what it does by itself, and without how it is encrypted. */
function shownAs(table: Table, { EncryptionConfiguration: _, ...said }: XmlElement): XmlElement {
  if (table === 'Journal') checkExpiration(elementOf(said['RecordExpiration']));
  else checkState(textOf(said['ConfigurationState']));
  const isKept = table === 'Journal' || textOf(said['ConfigurationState']) === 'ENABLED';
  return isKept ? { ...said, TableStatus: 'ACTIVE', TableName: tables[table] } : said;
}

function checkExpiration({ Expiration, Days }: XmlElement): void {
  const expires = textOf(Expiration);
  if (expires !== 'ENABLED' && expires !== 'DISABLED') throw malformedXml();
  if ((expires === 'ENABLED') !== (Days !== undefined)) throw malformedXml();
  if (Days !== undefined && !(Number(textOf(Days)) >= 7)) throw invalidArgument('Days must be at least 7');
}

function checkState(state: string | undefined): void {
  if (state !== 'ENABLED' && state !== 'DISABLED') throw malformedXml();
}

function notFound(call: BucketCall): S3Error {
  return new S3Error(404, 'MetadataConfigurationNotFound', 'The metadata configuration was not found', {
    details: { BucketName: call.bucket.name },
  });
}
