import type { Json, JsonObject } from '../domain/json.js';
import { analyticsElements, analyticsSchema } from './kit/analytics-schema.js';
import { readBucket } from './kit/calls.js';
import { canonicalDestination, type Destination, leadsElsewhere } from './kit/export-destination.js';
import { type Identified, identified } from './kit/identified.js';
import { canonicalFilter, type ObjectFilter } from './kit/object-filter.js';

type DataExport = { readonly Destination?: Destination; readonly [other: string]: Json };
type Analytics = Identified & {
  readonly Filter?: ObjectFilter;
  readonly StorageClassAnalysis?: { readonly DataExport?: DataExport };
};

/**
 * Reports on how objects are used, which S3 may deliver to another bucket, of another account too (S3 User Guide,
 * "Amazon S3 analytics - Storage Class Analysis").
 */
export const analytics = identified<'analytics', Analytics>({
  name: 'analytics',
  events: [
    // Sources disagree on the word Bucket in CloudTrail's names.
    'PutAnalyticsConfiguration',
    'PutBucketAnalyticsConfiguration',
    'DeleteAnalyticsConfiguration',
    'DeleteBucketAnalyticsConfiguration',
  ],
  marker: 'analytics',
  iam: { read: ['s3:GetAnalyticsConfiguration'], write: ['s3:PutAnalyticsConfiguration'] },
  schema: analyticsSchema,
  elements: analyticsElements,
  prevention:
    'Deny s3:PutAnalyticsConfiguration in a service control policy for everybody but the role that manages it.',
  document: 'AnalyticsConfiguration',

  async page(reader, input) {
    const { AnalyticsConfigurationList: list, ...rest } = await readBucket(
      reader,
      'ListBucketAnalyticsConfigurations',
      input,
    );
    return { list, ...rest };
  },

  form({ Id: _, Filter, StorageClassAnalysis: analysis, ...rest }) {
    return {
      ...rest,
      Filter: canonicalFilter(Filter ?? {}),
      StorageClassAnalysis:
        analysis?.DataExport === undefined ? {} : { DataExport: canonicalExport(analysis.DataExport) },
    };
  },

  // What nobody declared is a leak until it stops.
  removal: 'close',
  placing: (declared, live) => (leadsElsewhere(exportOf(declared), exportOf(live)) ? 'close' : 'observe'),
});

const exportOf = (one: Analytics | undefined): Destination | undefined =>
  one?.StorageClassAnalysis?.DataExport?.Destination;

const canonicalExport = ({ Destination, ...rest }: DataExport): JsonObject => ({
  ...(rest as JsonObject),
  Destination: canonicalDestination(Destination ?? {}),
});
