import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { foreigner } from './fleet.js';
import type { Rig } from './rig.js';

const policy = (bucket: string, principal: unknown, action: unknown): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: principal, Action: action, Resource: `arn:aws:s3:::${bucket}/*` },
    ],
  });

/** What the site's baseline declares. */
export const declaredPolicy = (bucket: string): string => policy(bucket, '*', 's3:GetObject');

/** Lets the whole world write, too. */
export const hostilePolicy = (bucket: string): string =>
  policy(bucket, '*', ['s3:GetObject', 's3:PutObject']);

/** Takes the site from the world and gives it to one foreign account. */
export const foreignPolicy = (bucket: string): string =>
  policy(bucket, { AWS: `arn:aws:iam::${foreigner}:root` }, 's3:GetObject');

/** Creates public websites as their baseline declares them, known to the controller, and permitted to the oracle. */
export async function createSites({ aws, intruder: { s3 }, onboard }: Rig, names: readonly string[]) {
  aws.world.bus.turn({ drop: 1 });
  for (const Bucket of names) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: declaredPolicy(Bucket) }));
    aws.world.oracle.declare(Bucket, ['world:read']);
  }
  await onboard();
  aws.world.bus.turn({});
}

/** How a site stands: its policy, and which switches of Block Public Access are on. */
export async function siteNow({ intruder: { s3 } }: Rig, Bucket: string) {
  const policy = await s3.send(new GetBucketPolicyCommand({ Bucket })).catch(() => ({ Policy: undefined }));
  const block = await s3
    .send(new GetPublicAccessBlockCommand({ Bucket }))
    .catch(() => ({ PublicAccessBlockConfiguration: {} }));
  const on = Object.entries(block.PublicAccessBlockConfiguration ?? {}).flatMap(([name, isOn]) =>
    isOn ? [name] : [],
  );
  return { policy: policy.Policy, on: on.sort() };
}

/** What the controller did to a bucket and what the world could do to it after each call, from a place in its history on. */
export const doneByController = ({ aws }: Rig, bucket: string, from: number) =>
  aws.world.oracle
    .history(bucket)
    .slice(from)
    .filter(({ principal }) => principal.includes('snapback-controller'))
    .map(({ operation, grants }) => [operation, ...grants]);
