import { CreateBucketCommand, type CreateBucketCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { handleS3 } from '../../deploy/local/s3/handle.js';
import { type LocalAws, startLocalAws } from '../../deploy/local/start.js';
import { clientsOf } from './gateway-clients.js';

/** The account that owns what tests create, and one that owns nothing of it. */
export const OWNER = '111122223333';
export const STRANGER = '444455556666';

/** A local AWS with the real S3, and clients of its accounts. */
export interface S3World extends LocalAws {
  clients(account?: string, region?: string, role?: string): ReturnType<typeof clientsOf>;
}

/** Starts it; the test must stop it. */
export async function startS3(): Promise<S3World> {
  const aws = await startLocalAws({ accounts: [OWNER, STRANGER], s3: handleS3 });
  return {
    ...aws,
    clients: (account = OWNER, region = 'us-east-1', role?: string) =>
      clientsOf(aws.endpoint, aws.credentialsFor(account, role), region),
  };
}

/** How a call ended: the name of its error and its status, or `undefined` if it was accepted. */
export async function refusal(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return `${name} ${$metadata?.httpStatusCode}`;
  }
}

let born = 0;

/** A new bucket with nothing but the defaults; answers its name. */
export async function freshBucket(
  s3: S3Client,
  input: Partial<CreateBucketCommandInput> = {},
): Promise<string> {
  born += 1;
  const { Bucket = `bucket-${born}` } = input;
  await s3.send(new CreateBucketCommand({ ...input, Bucket }));
  return Bucket;
}
