import type { Json } from '../domain/json.js';
import { isDirectoryBucket } from '../domain/target.js';
import { defineAspect, type Situation } from './kit/aspect.js';
import { bucketOf, readAccount, readBucket } from './kit/calls.js';

/** Keys to texts. */
type Tags = { readonly [key: string]: string };

const character = '[\\p{L}\\p{Z}\\p{N}_.:/=+@-]';

/**
 * Tags by key: the declared ones are held, all others are somebody else's. They are put by TagResource, which works
 * with and without ABAC and leaves other keys and `aws:*` alone; the classic put replaces the whole set (S3 User
 * Guide, "Using tags with S3 general purpose buckets"). Where ABAC is on they are put right among the first.
 */
export const tagging = defineAspect<'tagging', Tags>({
  name: 'tagging',
  scope: 'bucket',
  events: ['PutBucketTagging', 'DeleteBucketTagging', 'TagResource', 'UntagResource'],
  marker: 'tagging',
  iam: { read: ['s3:GetBucketTagging'], write: ['s3:TagResource'] },
  directory: { iam: { read: ['s3express:ListTagsForResource'], write: ['s3express:TagResource'] } },
  needs: ['abac'],
  owns: [],
  absence: { codes: ['NoSuchTagSet'], declarable: false, means: {} },
  schema: {
    type: 'object',
    description: 'Tags that must be there, such as { owner: data-platform }. Other tags are left alone.',
    minProperties: 1,
    maxProperties: 50,
    propertyNames: {
      pattern: `^(?![aA][wW][sS]:)${character}{1,128}$`,
      description: 'Letters, digits, spaces and _.:/=+-@, at most 128; not aws:, which only AWS sets.',
    },
    additionalProperties: {
      type: 'string',
      maxLength: 256,
      pattern: `^${character}*$`,
      description: 'Letters, digits, spaces and _.:/=+-@, at most 256.',
    },
  },
  elements: ['Tagging', 'TagSet', 'ListTagsForResourceResult', 'Tags', 'Tag', 'Key', 'Value'],
  prevention:
    'Deny s3:PutBucketTagging, s3:TagResource and s3:UntagResource in a service control policy for everybody but those who tag.',

  async read(reader, target) {
    const tags = isDirectoryBucket(target)
      ? ((await readAccount(reader, 'ListTagsForResource')).Tags ?? [])
      : ((await readBucket(reader, 'GetBucketTagging')).TagSet ?? []);
    return { state: Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value])) };
  },

  canonical: (state) => ({ ...state }),

  noLooser: (value, than) =>
    Object.entries(than).every(([key, text]) => Object.hasOwn(value, key) && value[key] === text),

  owned: (desired, live) =>
    Object.fromEntries(Object.entries(live).filter(([key]) => Object.hasOwn(desired, key))),

  write(situation) {
    const { target, desired, actual } = situation;
    if (desired?.kind !== 'value') return [];
    const { partition, account, name } = bucketOf(target);
    // The ARN of a directory bucket holds its region, which only the writer knows: it fills it in.
    const arn = isDirectoryBucket(target) ? {} : { ResourceArn: `arn:${partition}:s3:::${name}` };
    const live: Json = actual.kind === 'observed' ? actual.state : {};
    const found = new Map(Object.entries(live as Tags));
    const wrong = Object.entries(desired.value as Tags).filter(([key, value]) => found.get(key) !== value);
    if (wrong.length === 0) return [];
    return [
      {
        id: 'tagging.tag',
        aspect: 'tagging',
        service: 's3control',
        operation: 'TagResource',
        input: {
          AccountId: account,
          ...arn,
          Tags: wrong.map(([Key, Value]) => ({ Key, Value })),
        },
        effect: decidesOnAccess(situation) ? 'close' : 'restore',
        leaves: desired,
      },
    ];
  },
});

/**
 * Whether tags let people in, now or after this plan: a wrong one may then be a door. On directory buckets they always may
 * (S3 User Guide, "Using tags for attribute-based access control").
 */
function decidesOnAccess({ target, seen, wanted, repairs }: Situation): boolean {
  if (isDirectoryBucket(target)) return true;
  const isOn = (abac: Json): boolean => (abac as { readonly Status?: string }).Status === 'Enabled';
  const [found, declared] = [seen.get('abac'), wanted.get('abac')];
  const willBe = repairs.has('abac') && declared?.kind === 'value' && isOn(declared.value);
  return willBe || (found?.kind === 'observed' && isOn(found.state));
}
