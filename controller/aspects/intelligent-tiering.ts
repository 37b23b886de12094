import { canonicalText } from '../domain/canonical.js';
import { readBucket } from './kit/calls.js';
import { filterElements, filterSchema, idSchema, listElements } from './kit/filter-schema.js';
import { type Identified, identified } from './kit/identified.js';
import { canonicalFilter, type ObjectFilter } from './kit/object-filter.js';

type Tier = { readonly AccessTier: string; readonly Days: number };
type Tiering = Identified & { readonly Filter?: ObjectFilter; readonly Tierings?: readonly Tier[] };

/** S3 API Reference, Tiering: the fewest days without access that S3 takes. */
const fewestDays: Readonly<Record<string, number>> = { ARCHIVE_ACCESS: 90, DEEP_ARCHIVE_ACCESS: 180 };

/**
 * Which objects of the class INTELLIGENT_TIERING S3 moves into archives, from where they take hours to come back (S3
 * User Guide, "Managing storage costs with Amazon S3 Intelligent-Tiering").
 */
export const intelligentTiering = identified<'intelligentTiering', Tiering>({
  name: 'intelligentTiering',
  events: [
    // Sources disagree on the word Bucket in CloudTrail's names.
    'PutIntelligentTieringConfiguration',
    'PutBucketIntelligentTieringConfiguration',
    'DeleteIntelligentTieringConfiguration',
    'DeleteBucketIntelligentTieringConfiguration',
  ],
  marker: 'intelligent-tiering',
  iam: {
    read: ['s3:GetIntelligentTieringConfiguration'],
    write: ['s3:PutIntelligentTieringConfiguration'],
  },
  schema: {
    type: 'array',
    description:
      'All archive configurations of the bucket, told apart by their Id; one that is not here must not be there.',
    minItems: 1,
    maxItems: 1000,
    items: {
      type: 'object',
      description: 'One configuration.',
      additionalProperties: false,
      required: ['Id', 'Status', 'Tierings'],
      properties: {
        Id: idSchema,
        Filter: filterSchema(),
        Status: { enum: ['Enabled', 'Disabled'], description: 'Whether S3 follows it.' },
        Tierings: {
          type: 'array',
          minItems: 1,
          maxItems: 2,
          description: 'Into which archive, and when.',
          items: {
            type: 'object',
            description: 'Such as { AccessTier: ARCHIVE_ACCESS, Days: 90 }.',
            additionalProperties: false,
            required: ['AccessTier', 'Days'],
            properties: {
              AccessTier: { enum: Object.keys(fewestDays), description: 'The archive.' },
              Days: {
                type: 'integer',
                minimum: 90,
                maximum: 730,
                description: 'After so many days without access.',
              },
            },
          },
        },
      },
    },
  },
  elements: [
    ...listElements('IntelligentTieringConfiguration'),
    'Status',
    'Tiering',
    'AccessTier',
    'Days',
    ...filterElements,
  ],
  prevention:
    'Deny s3:PutIntelligentTieringConfiguration in a service control policy for everybody but the role that manages it.',
  document: 'IntelligentTieringConfiguration',

  async page(reader, input) {
    const { IntelligentTieringConfigurationList: list, ...rest } = await readBucket(
      reader,
      'ListBucketIntelligentTieringConfigurations',
      input,
    );
    return { list, ...rest };
  },

  form: ({ Id: _, Filter, Tierings = [], ...rest }) => ({
    ...rest,
    Filter: canonicalFilter(Filter ?? {}),
    Tierings: [...Tierings].sort((a, b) => (canonicalText(a) < canonicalText(b) ? -1 : 1)),
  }),

  // Nobody is let in or shut out; objects that were archived meanwhile stay so until they are asked for.
  removal: 'restore',
  placing: () => 'restore',

  obstacle({ Tierings = [] }) {
    const tiers = Tierings.map(({ AccessTier }) => AccessTier);
    const twice = tiers.find((tier, at) => tiers.indexOf(tier) < at);
    if (twice !== undefined) return `${twice} stands there twice: say once after how many days`;
    const early = Tierings.find(({ AccessTier, Days }) => Days < (fewestDays[AccessTier] ?? 0));
    return early === undefined
      ? undefined
      : `S3 moves nothing into ${early.AccessTier} before ${fewestDays[early.AccessTier]} days: give more Days`;
  },
});
