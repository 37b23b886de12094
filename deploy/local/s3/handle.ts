import type { LocalRequest, LocalResponse, World } from '../world.js';
import { addressOf } from './address.js';
import { handleControl, isControlRequest } from './control/handle.js';
import { admitted } from './directory-buckets.js';
import { notImplemented, S3Error } from './error.js';
import { reachBucket } from './guard.js';
import { refuse } from './reply.js';
import { requestParameters } from './request-parameters.js';
import { findOperation } from './routes.js';
import { serve } from './serve.js';

/**
 * Answers one request to S3 or S3 Control and tells the world about it. What it does not know is 501
 * NotImplemented, and is not told: it has no operation.
 */
export async function handleS3(world: World, request: LocalRequest): Promise<LocalResponse> {
  const caller = world.accounts.get(request.principal.account);
  if (caller === undefined) return refuse(request, unknownCaller(), 's3');
  if (isControlRequest(request)) return handleControl(world, request);
  const address = addressOf(request);
  const operation = findOperation(request, address);
  if (operation === undefined) return refuse(request, notImplemented(), 's3');
  const owner = world.accounts.get(world.buckets.get(address.bucket)?.account ?? '');
  return serve(world, request, {
    name: operation.name,
    eventName: operation.eventName ?? operation.name,
    readOnly: operation.method === 'GET' || operation.method === 'HEAD',
    dialect: 's3',
    account: operation.on === 'bucket' ? (owner ?? caller) : caller,
    bucketName: address.bucket,
    requestParameters: requestParameters(request, address.bucket),
    run: (call) =>
      operation.on === 'bucket'
        ? operation.run(admitted(reachBucket(call, operation), operation.name))
        : operation.run(call),
  });
}

function unknownCaller(): S3Error {
  return new S3Error(
    403,
    'InvalidAccessKeyId',
    'The AWS Access Key Id you provided does not exist in our records.',
  );
}
