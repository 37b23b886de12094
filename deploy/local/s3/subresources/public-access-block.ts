import type { PublicAccessBlock } from '../../documents.js';
import { documentOperations } from '../document.js';
import { malformedXml } from '../error.js';
import { type Shelf, stored } from '../shelf.js';
import { textOf, type XmlElement } from '../xml.js';

/** What S3 and S3 Control answer where no block was set. */
export const noPublicAccessBlock = {
  code: 'NoSuchPublicAccessBlockConfiguration',
  message: 'The public access block configuration was not found',
};

/** The public access block of a bucket. */
export const publicAccessBlock = documentOperations<PublicAccessBlock>({
  subresource: 'publicAccessBlock',
  root: 'PublicAccessBlockConfiguration',
  names: { get: 'GetPublicAccessBlock', put: 'PutPublicAccessBlock', remove: 'DeletePublicAccessBlock' },
  eventNames: {
    get: 'GetBucketPublicAccessBlock',
    put: 'PutBucketPublicAccessBlock',
    remove: 'DeleteBucketPublicAccessBlock',
  },
  absent: noPublicAccessBlock,
  accept: (_call, tree) => readBlock(tree),
  show: (block) => showBlock(block),
});

/** Reads the four flags; a missing one is off. */
export function readBlock(tree: XmlElement): PublicAccessBlock {
  return {
    BlockPublicAcls: flag(tree, 'BlockPublicAcls'),
    IgnorePublicAcls: flag(tree, 'IgnorePublicAcls'),
    BlockPublicPolicy: flag(tree, 'BlockPublicPolicy'),
    RestrictPublicBuckets: flag(tree, 'RestrictPublicBuckets'),
  };
}

/** Writes the four flags. */
export function showBlock(block: PublicAccessBlock): XmlElement {
  return Object.fromEntries(Object.entries(block).map(([name, on]) => [name, String(on)]));
}

/** True if the bucket or its account has the flag (S3 User Guide: the most restrictive combination holds). */
export function isOn(name: keyof PublicAccessBlock, ...shelves: readonly Shelf[]): boolean {
  return shelves.some((shelf) => {
    const block = stored(shelf, 'publicAccessBlock') as PublicAccessBlock | undefined;
    return block?.[name] === true;
  });
}

function flag(tree: XmlElement, name: string): boolean {
  const node = tree[name];
  if (node === undefined) return false;
  const text = textOf(node)?.toLowerCase();
  if (text !== 'true' && text !== 'false') throw malformedXml();
  return text === 'true';
}
