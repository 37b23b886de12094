import type { Operation } from '../call.js';
import { documentOperations } from '../document.js';
import { invalidRequest, malformedXml } from '../error.js';
import { type Shelf, stored } from '../shelf.js';
import { textOf, type XmlElement } from '../xml.js';

const accelerate = documentOperations<XmlElement>({
  subresource: 'accelerate',
  root: 'AccelerateConfiguration',
  names: { get: 'GetBucketAccelerateConfiguration', put: 'PutBucketAccelerateConfiguration' },
  eventNames: { get: 'GetAccelerateConfiguration', put: 'PutAccelerateConfiguration' },
  absent: { document: {} },
  accept: (call, tree) => {
    if (call.bucket.name.includes('.'))
      throw invalidRequest(
        'S3 Transfer Acceleration is not supported for buckets with periods (.) in their names',
      );
    return { Status: oneOf(tree, 'Status', ['Enabled', 'Suspended']) };
  },
  show: (document) => document,
});

const requestPayment = documentOperations<XmlElement>({
  subresource: 'requestPayment',
  root: 'RequestPaymentConfiguration',
  names: { get: 'GetBucketRequestPayment', put: 'PutBucketRequestPayment' },
  absent: { document: { Payer: 'BucketOwner' } },
  accept: (_call, tree) => ({ Payer: oneOf(tree, 'Payer', ['BucketOwner', 'Requester']) }),
  show: (document) => document,
});

const abac = documentOperations<XmlElement>({
  subresource: 'abac',
  root: 'AbacStatus',
  names: { get: 'GetBucketAbac', put: 'PutBucketAbac' },
  absent: { document: { Status: 'Disabled' } },
  accept: (_call, tree) => ({ Status: oneOf(tree, 'Status', ['Enabled', 'Disabled']) }),
  show: (document) => document,
});

/** The documents that hold one word: acceleration, who pays, whether tags decide on access. */
export const settings: readonly Operation[] = [...accelerate, ...requestPayment, ...abac];

/** True if tags of the bucket decide on access to it. */
export function abacIsOn(shelf: Shelf): boolean {
  return (stored(shelf, 'abac') as XmlElement | undefined)?.['Status'] === 'Enabled';
}

function oneOf(tree: XmlElement, name: string, words: readonly string[]): string {
  const word = textOf(tree[name]);
  if (word === undefined || !words.includes(word)) throw malformedXml();
  return word;
}
