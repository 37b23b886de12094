import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';

const zone = 'use1-az4';

/** The name of a directory bucket in a zone of us-east-1. */
export const directoryName = (base: string): string => `${base}--${zone}--x-s3`;

/** Creates a directory bucket; answers its name. */
export async function createDirectory(s3: S3Client, base: string): Promise<string> {
  const Bucket = directoryName(base);
  await s3.send(
    new CreateBucketCommand({
      Bucket,
      CreateBucketConfiguration: {
        Location: { Type: 'AvailabilityZone', Name: zone },
        Bucket: { Type: 'Directory', DataRedundancy: 'SingleAvailabilityZone' },
      },
    }),
  );
  return Bucket;
}
