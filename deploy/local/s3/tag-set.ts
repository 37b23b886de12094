import type { Tagging } from '../documents.js';
import { S3Error } from './error.js';
import { type Shelf, stored } from './shelf.js';
import { elementOf, listOf, textOf, type XmlNode } from './xml.js';

// S3 User Guide: letters, numbers and spaces of any script, and these signs.
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** One tag as it is stored. */
export type Tag = Tagging['TagSet'][number];

/** The tags of a bucket; none is an empty list. */
export function tagsOf(shelf: Shelf, stale = false): readonly Tag[] {
  return (stored(shelf, 'tagging', stale) as Tagging | undefined)?.TagSet ?? [];
}

/** Reads `Tag` elements and refuses what S3 refuses of any tag. */
export function readTags(nodes: XmlNode | undefined): readonly Tag[] {
  const tags = listOf(nodes).map((node) => {
    const { Key, Value } = elementOf(node);
    return { Key: textOf(Key) ?? '', Value: textOf(Value) ?? '' };
  });
  if (tags.some((tag) => tag.Key === '' || tag.Key.length > 128 || !allowed.test(tag.Key)))
    throw invalidTag('The TagKey you have provided is invalid');
  if (tags.some((tag) => tag.Value.length > 256 || !allowed.test(tag.Value)))
    throw invalidTag('The TagValue you have provided is invalid');
  if (new Set(tags.map((tag) => tag.Key)).size < tags.length)
    throw invalidTag('Cannot provide multiple Tags with the same key');
  return tags;
}

/** Refuses to lose, change or add one of the tags that AWS services set (`aws:`). */
export function protectSystemTags(before: readonly Tag[], after: readonly Tag[]): void {
  const system = (tags: readonly Tag[]) => tags.filter((tag) => tag.Key.toLowerCase().startsWith('aws:'));
  const has = (tags: readonly Tag[], tag: Tag) =>
    tags.some((other) => other.Key === tag.Key && other.Value === tag.Value);
  if (system(before).some((tag) => !has(after, tag)))
    throw invalidTag('System tags cannot be removed by requester');
  if (system(after).some((tag) => !has(before, tag)))
    throw invalidTag(
      'User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags.',
    );
}

/** The document to store: an empty set is none. */
export function taggingOf(tags: readonly Tag[]): Tagging | undefined {
  return tags.length === 0 ? undefined : { TagSet: tags };
}

function invalidTag(message: string): S3Error {
  return new S3Error(400, 'InvalidTag', message);
}
