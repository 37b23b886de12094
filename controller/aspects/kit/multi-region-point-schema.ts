import type { JsonObject } from '../../domain/json.js';
import { blockElements, blockSchema } from './blocks.js';
import { policyDocumentSchema } from './policy-schema.js';

const region: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['Bucket'],
  properties: {
    Bucket: { type: 'string', pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$' },
    BucketAccountId: {
      type: 'string',
      pattern: '^[0-9]{12}$',
      description: 'The account whose bucket it is. Without it the account of the point.',
    },
  },
};

const point: JsonObject = {
  type: 'object',
  description: 'One point. Its buckets and its Block Public Access are fixed when it is created.',
  additionalProperties: false,
  required: ['Name', 'Regions'],
  properties: {
    Name: {
      type: 'string',
      pattern: '^[a-z0-9][-a-z0-9]{1,48}[a-z0-9]$',
      description:
        'The name of the point, which is not its alias: 3 to 50 small letters, digits and hyphens.',
    },
    Regions: {
      type: 'array',
      description: 'The buckets that requests are led to, one in each region.',
      minItems: 1,
      maxItems: 20,
      items: region,
    },
    PublicAccessBlock: {
      ...blockSchema,
      description: "The point's own Block Public Access. What is not named is on.",
    },
    Policy: {
      ...policyDocumentSchema,
      description:
        "The point's policy, in the words of S3; its resources name the point by its alias. Without it nobody outside the account gets in by one.",
    },
  },
};

/** The Multi-Region Access Points of an account. */
export const multiRegionPointsSchema: JsonObject = {
  type: 'object',
  description:
    'The Multi-Region Access Points of the account. To demand that there are none, write `absent`: then they are shut, and people are asked to delete them.',
  additionalProperties: false,
  required: ['AccessPoints'],
  properties: {
    AccessPoints: {
      type: 'array',
      description: 'The points that must be there. One that went is for people to create anew.',
      maxItems: 100,
      items: point,
    },
    unlisted: {
      enum: ['leave', 'shut'],
      default: 'shut',
      description:
        'What becomes of points that are not listed: they are left alone, or get a policy that lets in nobody outside the account.',
    },
  },
};

/** All that may stand in S3's answers about them; policies are JSON in a text. */
export const multiRegionPointElements: readonly string[] = [
  'ListMultiRegionAccessPointsResult',
  'AccessPoints',
  'AccessPoint',
  'NextToken',
  'Name',
  'Alias',
  'CreatedAt',
  'PublicAccessBlock',
  ...blockElements,
  'Status',
  'Regions',
  'Region',
  'Bucket',
  'BucketAccountId',
  'GetMultiRegionAccessPointPolicyResult',
  'Policy',
  'Established',
  'Proposed',
];
