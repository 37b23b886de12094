import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { usePathStyleWhereCustom } from '../../controller/aws/custom-endpoint.js';
import type { LocalCredentials } from '../../deploy/local/principals.js';

/** Real clients that talk to one local AWS as one principal. */
export function clientsOf(endpoint: string, credentials: LocalCredentials, region = 'us-east-1') {
  const common = { endpoint, credentials, region, maxAttempts: 1 };
  const s3control = new S3ControlClient({ ...common, endpoint: endpoint.replace('127.0.0.1', 'localhost') });
  s3control.middlewareStack.add(
    (next) => (args) => {
      // The SDK puts the account before the host: 111122223333.127.0.0.1 is no URL, and 111122223333.localhost has no address.
      Object(args.request).hostname = '127.0.0.1';
      return next(args);
    },
    { step: 'finalizeRequest', name: 'stayOnLoopback' },
  );
  const s3 = new S3Client({ ...common, forcePathStyle: true });
  usePathStyleWhereCustom(s3);
  return {
    s3,
    s3control,
    sts: new STSClient(common),
    sqs: new SQSClient(common),
    dynamodb: new DynamoDBClient(common),
    cloudtrail: new CloudTrailClient(common),
  };
}
