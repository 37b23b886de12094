import type { LocalRequest, LocalResponse, World } from '../../world.js';
import { accessDenied, invalidRequest, notImplemented } from '../error.js';
import { refuse } from '../reply.js';
import { bodyObject } from '../request-parameters.js';
import { serve } from '../serve.js';
import { accessPoints } from './access-points.js';
import { accountBlock } from './account-block.js';
import { multiRegionPoints } from './multi-region-points.js';
import { multiRegionRequests } from './multi-region-requests.js';
import type { ControlOperation } from './operation.js';
import { resourceTags } from './resource-tags.js';

const base = '/v20180820/';
const operations: readonly ControlOperation[] = [
  ...accountBlock,
  ...accessPoints,
  ...multiRegionPoints,
  ...multiRegionRequests,
  ...resourceTags,
];

/** True for a request to S3 Control, which has its version in front of every path. */
export function isControlRequest(request: LocalRequest): boolean {
  return request.path.startsWith(base);
}

/** Answers one request to S3 Control, which is always about one account: its caller's own. */
export async function handleControl(world: World, request: LocalRequest): Promise<LocalResponse> {
  const path = request.path.slice(base.length);
  const operation = operations.find((one) => one.method === request.method && matches(one, path));
  if (operation === undefined) return refuse(request, notImplemented(), 's3-control');
  const accountId =
    request.headers['x-amz-account-id'] ?? /^\d{12}/.exec(request.headers['host'] ?? '')?.[0] ?? '';
  const account = world.accounts.get(accountId);
  if (account === undefined)
    return refuse(request, invalidRequest('The x-amz-account-id header names no account'), 's3-control');
  const resource = resourceIn(operation, path);
  return serve(world, request, {
    name: operation.name,
    eventName: operation.eventName ?? operation.name,
    readOnly: operation.method === 'GET',
    dialect: 's3-control',
    account,
    bucketName: bucketOf(resource),
    requestParameters: {
      Host: `${accountId}.s3-control.${request.region}.amazonaws.com`,
      ...(resource === '' ? {} : { [resource.startsWith('arn:') ? 'resourceArn' : 'name']: resource }),
      ...(request.query.has('tagKeys') ? { tagKeys: request.query.getAll('tagKeys') } : {}),
      ...(request.query.has('bucket') ? { bucket: request.query.get('bucket') } : {}),
      ...bodyObject(request.body),
    },
    run: (call) => {
      if (request.principal.account !== accountId) throw accessDenied();
      return operation.run(call, resource);
    },
  });
}

function matches({ path: base, takesResource, part = '' }: ControlOperation, path: string): boolean {
  if (!takesResource) return path === base;
  return (
    path.startsWith(base) &&
    path.endsWith(part) &&
    isWhole(base, path.slice(base.length, -part.length || undefined))
  );
}

const takesArn = ['tags/', 'async-requests/mrap/'];

/** ARNs come with their slashes escaped or not; the names of access points have none. */
function isWhole(base: string, resource: string): boolean {
  return takesArn.includes(base) || !resource.includes('/');
}

function resourceIn({ path: base, takesResource, part = '' }: ControlOperation, path: string): string {
  return takesResource ? decodeURIComponent(path.slice(base.length, -part.length || undefined)) : '';
}

function bucketOf(arn: string): string {
  return /^arn:[^:]+:(?:s3:::|s3express:[a-z0-9-]+:\d{12}:bucket\/)([^/:]+)$/.exec(arn)?.[1] ?? '';
}
