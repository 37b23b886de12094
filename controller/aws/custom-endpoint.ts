import type { S3Client } from '@aws-sdk/client-s3';
import type { S3ControlClient } from '@aws-sdk/client-s3-control';
import { isDirectoryName } from '../domain/target.js';

/**
 * Path style for S3 if, and only if, the SDK found a custom endpoint (environment or shared configuration): such
 * endpoints seldom have a host name for every bucket. For directory buckets the SDK's rules would begin a session for
 * objects there, and put a slash too many into the path: they get what the listing of directory buckets gets.
 */
export function usePathStyleWhereCustom(client: S3Client): void {
  const resolve = client.config.endpointProvider;
  client.config.endpointProvider = (parameters, context) => {
    if (parameters.Endpoint === undefined) return resolve(parameters, context);
    const { Bucket: bucket, ...rest } = parameters;
    if (bucket === undefined || !isDirectoryName(bucket))
      return resolve({ ...parameters, ForcePathStyle: true }, context);
    const settings = { ...rest, UseS3ExpressControlEndpoint: true, DisableS3ExpressSessionAuth: true };
    const { url, ...found } = resolve(settings, context);
    return { ...found, url: new URL(`/${bucket}`, url) };
  };
}

/**
 * Keeps the account out of a custom endpoint's host name, where the SDK's rules would put it: `111122223333.127.0.0.1`
 * is no URL at all, and `111122223333.localhost` resolves on few machines. The account travels in `x-amz-account-id`.
 */
export function keepAccountOutOfCustomHost(client: S3ControlClient): void {
  const resolve = client.config.endpointProvider;
  client.config.endpointProvider = (parameters, context) => {
    if (parameters.Endpoint === undefined) return resolve(parameters, context);
    return { url: new URL(parameters.Endpoint), headers: {}, properties: {} };
  };
}
