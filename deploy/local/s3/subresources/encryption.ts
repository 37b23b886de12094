import { isDirectoryName } from '../../directory-name.js';
import { sseS3 } from '../birth.js';
import type { BucketCall } from '../call.js';
import { documentOperations } from '../document.js';
import { invalidArgument, invalidRequest, malformedXml } from '../error.js';
import { store, stored } from '../shelf.js';
import { elementOf, listOf, textOf, type XmlElement } from '../xml.js';

const algorithms = ['AES256', 'aws:kms', 'aws:kms:dsse'];

/** Default encryption: never absent, one rule, and a list of blocked types that outlives puts without one. */
export const encryption = documentOperations<XmlElement>({
  subresource: 'encryption',
  root: 'ServerSideEncryptionConfiguration',
  names: { get: 'GetBucketEncryption', put: 'PutBucketEncryption', remove: 'DeleteBucketEncryption' },
  absent: {
    code: 'ServerSideEncryptionConfigurationNotFoundError',
    message: 'The server side encryption configuration was not found',
  },
  accept: (call, tree) => {
    const rules = listOf(tree['Rule']);
    const rule = elementOf(rules[0]);
    if (rules.length !== 1) throw malformedXml();
    const byDefault = elementOf(rule['ApplyServerSideEncryptionByDefault']);
    checkAlgorithm(byDefault);
    if (isDirectoryName(call.bucket.name)) return onDirectory(call, byDefault);
    const { BlockedEncryptionTypes, ...rest } = rule;
    const asked = typesOf(BlockedEncryptionTypes);
    const blocked = asked.length === 0 ? blockedTypes(call) : asked;
    return {
      Rule: {
        BucketKeyEnabled: 'false',
        ...rest,
        ...(blocked.length === 0 ? {} : { BlockedEncryptionTypes: { EncryptionType: blocked } }),
      },
    };
  },
  show: (document) => document,
  // Whether S3 also forgets the blocked types is not documented; a put without them leaves them, so this does.
  remains: (call) =>
    isDirectoryName(call.bucket.name)
      ? onDirectory(call, { SSEAlgorithm: 'AES256' })
      : sseS3(blockedTypes(call)),
});

/**
 * S3 API Reference, PutBucketEncryption: a directory bucket takes AES256, or aws:kms with the one customer key of its life; its
 * bucket key is always on. By which code S3 refuses anything else is not documented.
 */
function onDirectory({ bucket }: BucketCall, byDefault: XmlElement): XmlElement {
  const { SSEAlgorithm, KMSMasterKeyID } = byDefault;
  const [algorithm, key] = [textOf(SSEAlgorithm), textOf(KMSMasterKeyID)];
  if (algorithm === 'aws:kms:dsse' || (algorithm === 'aws:kms' && key === undefined)) throw malformedXml();
  if (key !== undefined) {
    const first = stored(bucket, 'customer-key') ?? key;
    if (first !== key)
      throw invalidRequest('A directory bucket has one customer managed key as long as it lives');
    store(bucket, 'customer-key', first);
  }
  return { Rule: { ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: 'true' } };
}

function checkAlgorithm(byDefault: XmlElement): void {
  const algorithm = textOf(byDefault['SSEAlgorithm']);
  if (algorithm === undefined || !algorithms.includes(algorithm)) throw malformedXml();
  if (byDefault['KMSMasterKeyID'] !== undefined && algorithm === 'AES256')
    throw invalidArgument('a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms');
}

function blockedTypes(call: BucketCall): readonly string[] {
  const rule = elementOf((stored(call.bucket, 'encryption') as XmlElement | undefined)?.['Rule']);
  return typesOf(rule['BlockedEncryptionTypes']);
}

function typesOf(node: XmlElement[string]): readonly string[] {
  const types = listOf(elementOf(node)['EncryptionType']).map((type) => textOf(type) ?? '');
  if (types.some((type) => type !== 'SSE-C' && type !== 'NONE')) throw malformedXml();
  return types;
}
