import { DeleteBucketPolicyCommand, DeletePublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { type Act, type Attempt, insisting } from '../act.js';
import { foreign, orders, website } from '../cast.js';
import { allows, onlyOverTls, putPolicy } from '../policies.js';
import { aclBlocks, allBlocks, blocksOf, statementsOf } from '../readings.js';

const everybodyReads = allows(orders, '*', 's3:GetObject');

export const publicPolicyRefused: Attempt = {
  kind: 'attempt',
  name: 'public-policy-refused',
  deed: `tries to open ${orders} to the world`,
  bucket: orders,
  commit: ({ s3 }) => putPolicy(s3, orders, everybodyReads),
  refusal: 'AccessDenied',
};

export const policyMadePublic: Act = {
  kind: 'act',
  name: 'policy-made-public',
  deed: `opens ${orders} to the world, its block removed first`,
  bucket: orders,
  aspect: 'bucketPolicy',
  commit: ({ s3 }) =>
    insisting(async () => {
      await s3.send(new DeletePublicAccessBlockCommand({ Bucket: orders }));
      await putPolicy(s3, orders, everybodyReads);
    }),
  read: async (auditor) => [await blocksOf(auditor, orders), await statementsOf(auditor, orders)],
  intact: [allBlocks, onlyOverTls],
};

export const policyShared: Act = {
  kind: 'act',
  name: 'policy-shared',
  deed: `lets account ${foreign} read data-invoices`,
  bucket: 'data-invoices',
  aspect: 'bucketPolicy',
  commit: ({ s3 }) =>
    putPolicy(
      s3,
      'data-invoices',
      allows('data-invoices', { AWS: `arn:aws:iam::${foreign}:root` }, 's3:GetObject'),
    ),
  read: (auditor) => statementsOf(auditor, 'data-invoices'),
  intact: onlyOverTls,
};

export const policyDeleted: Act = {
  kind: 'act',
  name: 'policy-deleted',
  deed: 'deletes the policy of logs-central, which stops all logs',
  bucket: 'logs-central',
  aspect: 'bucketPolicy',
  commit: ({ s3 }) => s3.send(new DeleteBucketPolicyCommand({ Bucket: 'logs-central' })),
  read: (auditor) => statementsOf(auditor, 'logs-central'),
  intact: ['Allow {"Service":"logging.s3.amazonaws.com"} "s3:PutObject"'],
};

export const websiteHijacked: Act = {
  kind: 'act',
  name: 'website-hijacked',
  deed: `lets the world write to ${website}`,
  bucket: website,
  aspect: 'bucketPolicy',
  commit: ({ s3 }) =>
    putPolicy(s3, website, allows(website, '*', ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'])),
  read: async (auditor) => [await blocksOf(auditor, website), await statementsOf(auditor, website)],
  intact: [aclBlocks, ['Allow "*" "s3:GetObject"']],
};
