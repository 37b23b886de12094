import type { BucketCall } from '../call.js';
import { invalidArgument, malformedXml, S3Error } from '../error.js';
import { elementOf, listOf, textOf, type XmlElement, type XmlNode } from '../xml.js';

/** Refuses a configuration that S3 would refuse, by the word in its API names. */
export function checkConfiguration(noun: string, call: BucketCall, tree: XmlElement): void {
  checks[noun]?.(tree, call);
}

const checks: Readonly<Record<string, (tree: XmlElement, call: BucketCall) => void>> = {
  Inventory(tree, call) {
    oneOf(tree['IsEnabled'], ['true', 'false']);
    oneOf(tree['IncludedObjectVersions'], ['All', 'Current']);
    oneOf(elementOf(tree['Schedule'])['Frequency'], ['Daily', 'Weekly']);
    checkDestination(call, tree['Destination'], ['CSV', 'ORC', 'Parquet']);
  },
  Analytics(tree, call) {
    checkFilter(tree['Filter']);
    if (tree['StorageClassAnalysis'] === undefined) throw malformedXml();
    const wanted = elementOf(tree['StorageClassAnalysis'])['DataExport'];
    if (wanted === undefined) return;
    oneOf(elementOf(wanted)['OutputSchemaVersion'], ['V_1']);
    checkDestination(call, elementOf(wanted)['Destination'], ['CSV']);
  },
  Metrics: (tree) => checkFilter(tree['Filter']),
  IntelligentTiering(tree) {
    checkFilter(tree['Filter']);
    oneOf(tree['Status'], ['Enabled', 'Disabled']);
    const tiers = listOf(tree['Tiering']).map(elementOf);
    if (tiers.length === 0) throw malformedXml();
    for (const tier of tiers) checkTier(tier);
  },
};

function oneOf(node: XmlNode | undefined, words: readonly string[]): string {
  const word = textOf(node);
  if (word === undefined || !words.includes(word)) throw malformedXml();
  return word;
}

/** One predicate; several only under And. */
function checkFilter(node: XmlNode | undefined): void {
  if (Object.keys(elementOf(node)).length > 1) throw malformedXml();
}

function checkDestination(
  { world, bucket }: BucketCall,
  node: XmlNode | undefined,
  formats: readonly string[],
): void {
  const to = elementOf(elementOf(node)['S3BucketDestination']);
  oneOf(to['Format'], formats);
  const arn = textOf(to['Bucket']);
  if (arn === undefined) throw malformedXml();
  const prefix = `arn:${world.partition}:s3:::`;
  if (!arn.startsWith(prefix) || arn.length === prefix.length)
    throw invalidDestination('Invalid bucket ARN.');
  const known = world.buckets.get(arn.slice(prefix.length));
  if (known !== undefined && known.region !== bucket.region)
    throw invalidDestination('The destination bucket must be in the same region as the source bucket.');
}

function checkTier(tier: XmlElement): void {
  const name = oneOf(tier['AccessTier'], ['ARCHIVE_ACCESS', 'DEEP_ARCHIVE_ACCESS']);
  const days = Number(textOf(tier['Days']));
  if (!Number.isInteger(days) || days < (name === 'ARCHIVE_ACCESS' ? 90 : 180) || days > 730)
    throw invalidArgument('The number of days of the access tier is not valid');
}

const invalidDestination = (message: string): S3Error =>
  new S3Error(400, 'InvalidS3DestinationBucket', message);
