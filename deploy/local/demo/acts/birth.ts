import { CreateBucketCommand, DeletePublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { type Act, insisting } from '../act.js';
import { ourKey } from '../cast.js';
import { allows, onlyOverTls, putPolicy } from '../policies.js';
import { allBlocks, blocksOf, encryptionOf, logOf, statementsOf } from '../readings.js';

const exported = 'data-export';

export const bornOpen: Act = {
  kind: 'act',
  name: 'born-open',
  deed: `creates ${exported}, open to the world from birth`,
  bucket: exported,
  aspect: 'bucketPolicy',
  commit: async ({ s3 }) => {
    await s3.send(new CreateBucketCommand({ Bucket: exported }));
    await insisting(async () => {
      await s3.send(new DeletePublicAccessBlockCommand({ Bucket: exported }));
      await putPolicy(s3, exported, allows(exported, '*', 's3:GetObject'));
    });
  },
  read: async (auditor) => [
    await blocksOf(auditor, exported),
    await statementsOf(auditor, exported),
    await encryptionOf(auditor, exported),
    await logOf(auditor, exported),
  ],
  intact: [allBlocks, onlyOverTls, ['aws:kms', ourKey], `logs-central/${exported}/`],
};
