import type { BucketCall } from '../call.js';
import { documentOperations } from '../document.js';
import { invalidRequest, malformedXml, S3Error } from '../error.js';
import { freshId } from '../fresh-id.js';
import { elementOf, listOf, textOf, type XmlElement } from '../xml.js';
import { versioningIsOn } from './versioning.js';

/** Replication rules; both ends must keep versions. */
export const replication = documentOperations<XmlElement>({
  subresource: 'replication',
  root: 'ReplicationConfiguration',
  names: { get: 'GetBucketReplication', put: 'PutBucketReplication', remove: 'DeleteBucketReplication' },
  absent: {
    code: 'ReplicationConfigurationNotFoundError',
    message: 'The replication configuration was not found',
  },
  accept: (call, tree) => {
    const rules = listOf(tree['Rule']).map((rule) => checkedRule(call, elementOf(rule)));
    if (rules.length === 0 || rules.length > 1000 || textOf(tree['Role']) === undefined) throw malformedXml();
    if (!versioningIsOn(call.bucket))
      throw invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
    return { ...tree, Rule: rules };
  },
  show: (document) => document,
});

function checkedRule(call: BucketCall, rule: XmlElement): XmlElement {
  const status = textOf(rule['Status']);
  if (status !== 'Enabled' && status !== 'Disabled') throw malformedXml();
  const parts = [rule['Filter'], rule['Priority'], rule['DeleteMarkerReplication']];
  const given = parts.filter((part) => part !== undefined).length;
  if (given !== 0 && given !== parts.length)
    throw invalidRequest('Filter, Priority and DeleteMarkerReplication must be specified together');
  checkDestination(call, textOf(elementOf(rule['Destination'])['Bucket']));
  return textOf(rule['ID']) ? rule : { ...rule, ID: freshId(call.world) };
}

function checkDestination({ world }: BucketCall, arn: string | undefined): void {
  if (arn === undefined) throw malformedXml();
  const prefix = `arn:${world.partition}:s3:::`;
  if (!arn.startsWith(prefix)) throw new S3Error(400, 'InvalidArgument', 'Invalid bucket ARN');
  const destination = world.buckets.get(arn.slice(prefix.length));
  if (destination === undefined) throw invalidRequest('Destination bucket must exist.');
  if (!versioningIsOn(destination)) throw invalidRequest('Destination bucket must have versioning enabled.');
}
