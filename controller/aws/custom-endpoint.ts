import type { S3Client } from '@aws-sdk/client-s3';
import type { S3ControlClient } from '@aws-sdk/client-s3-control';

/**
 * Path style for S3 if, and only if, the SDK found a custom endpoint (environment or shared configuration): such
 * endpoints seldom have a host name for every bucket.
 */
export function usePathStyleWhereCustom(client: S3Client): void {
  const resolve = client.config.endpointProvider;
  client.config.endpointProvider = (parameters, context) =>
    resolve(
      parameters.Endpoint === undefined ? parameters : { ...parameters, ForcePathStyle: true },
      context,
    );
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
