import { readBucket } from './kit/calls.js';
import { canonicalDestination, type Destination, leadsElsewhere } from './kit/export-destination.js';
import { type Identified, identified } from './kit/identified.js';
import { inventoryElements, inventorySchema } from './kit/inventory-schema.js';
import { canonicalFilter, type ObjectFilter } from './kit/object-filter.js';
import { textSet } from './kit/text-set.js';

type Inventory = Identified & {
  readonly Destination?: Destination;
  readonly Filter?: ObjectFilter;
  readonly OptionalFields?: readonly string[];
};

/**
 * Lists of the bucket's objects that S3 delivers to another bucket, of another account too: whoever adds one reads the
 * names of all objects without a single list call (S3 User Guide, "Cataloging and analyzing your data with S3 Inventory").
 */
export const inventory = identified<'inventory', Inventory>({
  name: 'inventory',
  events: [
    // Sources disagree on the word Bucket in CloudTrail's names.
    'PutInventoryConfiguration',
    'PutBucketInventoryConfiguration',
    'DeleteInventoryConfiguration',
    'DeleteBucketInventoryConfiguration',
  ],
  marker: 'inventory',
  iam: { read: ['s3:GetInventoryConfiguration'], write: ['s3:PutInventoryConfiguration'] },
  directory: {
    iam: { read: ['s3express:GetInventoryConfiguration'], write: ['s3express:PutInventoryConfiguration'] },
  },
  schema: inventorySchema,
  elements: inventoryElements,
  prevention:
    'Deny s3:PutInventoryConfiguration in a service control policy for everybody but the role that manages it.',
  document: 'InventoryConfiguration',

  async page(reader, input) {
    const { InventoryConfigurationList: list, ...rest } = await readBucket(
      reader,
      'ListBucketInventoryConfigurations',
      input,
    );
    return { list, ...rest };
  },

  form: ({ Id: _, Destination, Filter, OptionalFields, ...rest }) => ({
    ...rest,
    Destination: canonicalDestination(Destination ?? {}),
    Filter: canonicalFilter(Filter ?? {}),
    OptionalFields: textSet(OptionalFields),
  }),

  // What nobody declared is a leak until it stops.
  removal: 'close',
  placing: (declared, live) =>
    leadsElsewhere(declared.Destination, live?.Destination) ? 'close' : 'observe',
});
