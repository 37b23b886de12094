import type { Handler } from '../../deploy/local/world.js';

/** An S3 that does nothing but tell about the call, as the real handler does: operation and bucket come from the request. */
export const stubS3: Handler = async (world, request) => {
  const bucket = request.path.split('/')[1] ?? '';
  const control = request.path.startsWith('/v20180820/');
  const readOnly = request.method === 'GET' || request.method === 'HEAD';
  const [subresource = 'bucket'] = request.query.keys();
  const refused = request.headers['x-stub-refuse'] === 'yes';
  world.record({
    requestId: request.id,
    at: world.now(),
    operation: `${request.method}-${subresource}`,
    eventName: control
      ? 'PutAccountPublicAccessBlock'
      : request.query.has('policy')
        ? 'PutBucketPolicy'
        : 'CreateBucket',
    readOnly,
    principal: request.principal,
    region: request.region,
    sourceIp: request.sourceIp,
    userAgent: request.headers['user-agent'] ?? '',
    account: request.principal.account,
    ...(control ? {} : { bucket }),
    requestParameters: control ? {} : { bucketName: bucket },
    ...(refused ? { errorCode: 'AccessDenied', errorMessage: 'Access Denied' } : {}),
  });
  return { status: request.method === 'PUT' && control ? 201 : 200, headers: {}, body: '' };
};
