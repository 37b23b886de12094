import {
  GetBucketAclCommand,
  PutBucketAclCommand,
  PutBucketOwnershipControlsCommand,
} from '@aws-sdk/client-s3';
import { type Act, insisting } from '../act.js';
import { foreign } from '../cast.js';
import { aclOf } from '../readings.js';

const archive = 'archive-2024';

export const aclOpened: Act = {
  kind: 'act',
  name: 'acl-opened',
  deed: `hands ${archive} to account ${foreign} by ACL`,
  bucket: archive,
  aspect: 'ownershipControls',
  commit: ({ s3, foreignCanonicalId }) =>
    insisting(async () => {
      const { Owner: owner, Grants: grants = [] } = await s3.send(
        new GetBucketAclCommand({ Bucket: archive }),
      );
      await s3.send(
        new PutBucketOwnershipControlsCommand({
          Bucket: archive,
          OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
        }),
      );
      const stranger = {
        Grantee: { Type: 'CanonicalUser', ID: foreignCanonicalId },
        Permission: 'READ',
      } as const;
      await s3.send(
        new PutBucketAclCommand({
          Bucket: archive,
          AccessControlPolicy: { Owner: owner, Grants: [...grants, stranger] },
        }),
      );
    }),
  read: (auditor) => aclOf(auditor, archive),
  intact: ['BucketOwnerEnforced', []],
};
