import { DeleteBucketEncryptionCommand, PutBucketEncryptionCommand } from '@aws-sdk/client-s3';
import type { Act } from '../act.js';
import { orders, ourKey } from '../cast.js';
import { encryptionOf } from '../readings.js';

export const encryptionDeleted: Act = {
  kind: 'act',
  name: 'encryption-deleted',
  deed: `deletes the default encryption of ${orders}`,
  bucket: orders,
  aspect: 'encryption',
  commit: ({ s3 }) => s3.send(new DeleteBucketEncryptionCommand({ Bucket: orders })),
  read: (auditor) => encryptionOf(auditor, orders),
  intact: ['aws:kms', ourKey],
};

export const kmsDowngraded: Act = {
  kind: 'act',
  name: 'kms-downgraded',
  deed: 'takes our KMS key away from data-invoices',
  bucket: 'data-invoices',
  aspect: 'encryption',
  commit: ({ s3 }) =>
    s3.send(
      new PutBucketEncryptionCommand({
        Bucket: 'data-invoices',
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      }),
    ),
  read: (auditor) => encryptionOf(auditor, 'data-invoices'),
  intact: ['aws:kms', ourKey],
};
