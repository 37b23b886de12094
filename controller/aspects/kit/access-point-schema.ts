import type { JsonObject } from '../../domain/json.js';
import { blockElements, blockSchema } from './blocks.js';
import { policyDocumentSchema } from './policy-schema.js';

const point: JsonObject = {
  type: 'object',
  description: 'One access point. Its VPC and its Block Public Access are fixed when it is created.',
  additionalProperties: false,
  required: ['Name'],
  properties: {
    Name: {
      type: 'string',
      pattern: '^(?!xn--)(?!.*(?:-s3alias|--ol-s3|--xa-s3)$)[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$',
      description:
        'The name of the point, one of its own in the account and region: 3 to 50 small letters, digits and hyphens.',
    },
    VpcConfiguration: {
      type: 'object',
      description: 'The VPC from which alone requests may come. Without it they may come from the internet.',
      additionalProperties: false,
      required: ['VpcId'],
      properties: { VpcId: { type: 'string', pattern: '^vpc-[0-9a-f]{8,17}$' } },
    },
    PublicAccessBlockConfiguration: {
      ...blockSchema,
      description: "The point's own Block Public Access. What is not named is on.",
    },
    Policy: {
      ...policyDocumentSchema,
      description: "The point's policy, in the words of S3. Without it the point has none.",
    },
  },
};

/** The access points of a bucket. */
export const accessPointsSchema: JsonObject = {
  type: 'object',
  description:
    'The access points of the bucket, in its own account. To demand that there are none, write `absent`: then they are deleted.',
  additionalProperties: false,
  required: ['AccessPointList'],
  properties: {
    AccessPointList: {
      type: 'array',
      description: 'The points that must be there. One that went is created anew, under a new alias.',
      maxItems: 1000,
      items: point,
    },
    unlisted: {
      enum: ['leave', 'shut', 'delete'],
      default: 'shut',
      description:
        'What becomes of points that are not listed: they are left alone, lose their policy and with it everybody outside, or are deleted.',
    },
  },
};

/** All that may stand in S3's answers about access points; policies are JSON in a text. */
export const accessPointElements: readonly string[] = [
  'ListAccessPointsResult',
  'AccessPointList',
  'AccessPoint',
  'NextToken',
  'GetAccessPointResult',
  'Name',
  'Bucket',
  'BucketAccountId',
  'NetworkOrigin',
  'VpcConfiguration',
  'VpcId',
  ...blockElements,
  'CreationDate',
  'Alias',
  'AccessPointArn',
  'Endpoints',
  'entry',
  'key',
  'value',
  'DataSourceId',
  'DataSourceType',
  'GetAccessPointPolicyResult',
  'Policy',
];
