import { DeletePublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { PutPublicAccessBlockCommand as PutAccountBlock } from '@aws-sdk/client-s3-control';
import type { Act } from '../act.js';
import { home } from '../cast.js';
import { accountBlocks, aclBlocks, allBlocks, blocksOf } from '../readings.js';

export const blockRemoved: Act = {
  kind: 'act',
  name: 'public-access-block-removed',
  deed: 'removes Block Public Access of data-invoices',
  bucket: 'data-invoices',
  aspect: 'publicAccessBlock',
  commit: ({ s3 }) => s3.send(new DeletePublicAccessBlockCommand({ Bucket: 'data-invoices' })),
  read: (auditor) => blocksOf(auditor, 'data-invoices'),
  intact: allBlocks,
};

export const accountBlockWeakened: Act = {
  kind: 'act',
  name: 'account-public-access-block-weakened',
  deed: 'permits public ACLs in the whole account',
  aspect: 'accountPublicAccessBlock',
  eventLost: true,
  commit: ({ s3control }) =>
    s3control.send(
      new PutAccountBlock({
        AccountId: home,
        PublicAccessBlockConfiguration: { BlockPublicAcls: false, IgnorePublicAcls: false },
      }),
    ),
  read: accountBlocks,
  intact: aclBlocks,
};
