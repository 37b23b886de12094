import { PutBucketReplicationCommand } from '@aws-sdk/client-s3';
import type { Act } from '../act.js';
import { foreign, foreignBucket, home, vault } from '../cast.js';
import { copiesOf } from '../readings.js';

export const copiedAbroad: Act = {
  kind: 'act',
  name: 'replication-to-foreign-account',
  deed: `has ${vault} copied to account ${foreign}`,
  bucket: vault,
  aspect: 'replication',
  commit: ({ s3 }) =>
    s3.send(
      new PutBucketReplicationCommand({
        Bucket: vault,
        ReplicationConfiguration: {
          Role: `arn:aws:iam::${home}:role/contractor`,
          Rules: [
            {
              ID: 'backup',
              Priority: 1,
              Status: 'Enabled',
              Filter: {},
              DeleteMarkerReplication: { Status: 'Disabled' },
              Destination: { Bucket: `arn:aws:s3:::${foreignBucket}`, Account: foreign },
            },
          ],
        },
      }),
    ),
  read: (auditor) => copiesOf(auditor, vault),
  intact: null,
};
