import {
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetPublicAccessBlockCommand,
  PutBucketPolicyCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Drift } from './drifts.js';

/** The names of a fleet's websites, which `siteBaseline` allows to be public. */
export const siteNamesOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `www-${String(index + 1).padStart(2, '0')}`);

/** What the baseline of a site permits to the world, in the oracle's words. */
export const siteGrants = ['world:read'];

/** Lets the world write to a site that it may only read: healed in stages. */
export const hijack: Drift = {
  name: 'lets the world write',
  aspect: 'bucketPolicy',
  send: (s3, Bucket) =>
    s3.send(
      new PutBucketPolicyCommand({
        Bucket,
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: ['s3:GetObject', 's3:PutObject'],
              Resource: `arn:aws:s3:::${Bucket}/*`,
            },
          ],
        }),
      }),
    ),
};

/** Looks at a site with the SDK alone, and names what is not as `siteBaseline` demands: it has to be public, and no more. */
export async function wrongWithSite(s3: S3Client, Bucket: string): Promise<readonly string[]> {
  const { PublicAccessBlockConfiguration: block = {} } = await s3.send(
    new GetPublicAccessBlockCommand({ Bucket }),
  );
  const { Policy = '{}' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  const { PolicyStatus } = await s3.send(new GetBucketPolicyStatusCommand({ Bucket }));
  const { Statement } = JSON.parse(Policy) as { Statement: readonly { Action: unknown }[] };
  const asDeclared =
    Statement.length === 1 && Statement[0]?.Action === 's3:GetObject' && PolicyStatus?.IsPublic === true;
  return [
    ...(asDeclared ? [] : ['bucketPolicy']),
    ...(Object.values(block).some((on) => on) ? ['publicAccessBlock'] : []),
  ];
}
