import { PutBucketPolicyCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Json, JsonObject } from '../../../controller/domain/json.js';

/** One statement of a bucket policy on all objects of a bucket. */
export const allows = (bucket: string, principal: Json, action: Json): JsonObject => ({
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  Resource: `arn:aws:s3:::${bucket}/*`,
});

/** Puts a policy of these statements. */
export const putPolicy = (s3: S3Client, bucket: string, ...statements: readonly JsonObject[]) =>
  s3.send(
    new PutBucketPolicyCommand({
      Bucket: bucket,
      Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    }),
  );

/** What `statementsOf` says of the policy of `baselines/private-data.yaml`. */
export const onlyOverTls: Json = ['Deny "*" "s3:*"'];
