import { accessPointPolicyKey } from '../../documents.js';
import type { Answer, Call } from '../call.js';
import { accessDenied, S3Error } from '../error.js';
import { isRecord } from '../policy-shape.js';
import { readPolicy } from '../policy-text.js';
import { isPublicPolicy } from '../public-policy.js';
import { store, stored } from '../shelf.js';
import { isOn } from '../subresources/public-access-block.js';
import { parseXml, textOf, writeXml } from '../xml.js';
import { pointOf } from './access-point-place.js';
import { type ControlOperation, controlNamespace } from './operation.js';

const line = { path: 'accesspoint/', takesResource: true, part: '/policy' };

/** The policies of access points, which Block Public Access of account, bucket and point judges. */
export const accessPointPolicies: readonly ControlOperation[] = [
  { ...line, method: 'GET', name: 'GetAccessPointPolicy', run: get },
  { ...line, method: 'PUT', name: 'PutAccessPointPolicy', run: put },
  { ...line, method: 'DELETE', name: 'DeleteAccessPointPolicy', run: remove },
  { ...line, part: '/policyStatus', method: 'GET', name: 'GetAccessPointPolicyStatus', run: status },
];

function get(call: Call, name: string): Answer {
  const body = writeXml('GetAccessPointPolicyResult', { Policy: textFor(call, name) }, controlNamespace);
  return { status: 200, body };
}

function put(call: Call, name: string): Answer {
  const { account, world, request } = call;
  const point = pointOf(call, name);
  const text = textOf(parseXml(request.body, 'PutAccessPointPolicyRequest')['Policy']) ?? '';
  const arn = `arn:${world.partition}:s3:${point.region}:${account.id}:accesspoint/${name}`;
  const document = readPolicy(text, world.partition, (resource) => coversPoint(resource, arn));
  const bucket = world.buckets.get(point.Bucket);
  const isBlocked =
    point.block.BlockPublicPolicy ||
    isOn('BlockPublicPolicy', account, ...(bucket === undefined ? [] : [bucket]));
  // S3 User Guide, "Blocking public access": a point that only a VPC reaches is never public.
  if (point.VpcId === undefined && isBlocked && isPublicPolicy(document))
    throw accessDenied(
      'Public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
    );
  store(account, accessPointPolicyKey(point.region, name), JSON.stringify(document));
  return { status: 200 };
}

function remove(call: Call, name: string): Answer {
  textFor(call, name);
  store(call.account, accessPointPolicyKey(call.request.region, name), undefined);
  return { status: 204 };
}

function status(call: Call, name: string): Answer {
  const document: unknown = JSON.parse(textFor(call, name));
  const isPublic = pointOf(call, name).VpcId === undefined && isRecord(document) && isPublicPolicy(document);
  const tree = { PolicyStatus: { IsPublic: String(isPublic) } };
  return { status: 200, body: writeXml('GetAccessPointPolicyStatusResult', tree, controlNamespace) };
}

function textFor(call: Call, name: string): string {
  const { region } = pointOf(call, name);
  const text = stored(call.account, accessPointPolicyKey(region, name), call.stale) as string | undefined;
  if (text === undefined)
    throw new S3Error(404, 'NoSuchAccessPointPolicy', 'The specified accesspoint policy does not exist', {
      details: { AccessPointName: name },
    });
  return text;
}

function coversPoint(resource: string, arn: string): boolean {
  const [start = '', ...rest] = resource.split('/');
  const [, name = ''] = arn.split('/');
  if (resource === '*') return true;
  const [point = '', object] = rest;
  const pattern = point.replace(/[*]/g, '.*').replace(/[?]/g, '.');
  const isHere = new RegExp(`^${start.replace(/[*]/g, '[^/]*')}$`).test(arn.split('/')[0] ?? '');
  return (
    isHere && new RegExp(`^${pattern}$`).test(name) && (object === undefined || /^(object|\*)/.test(object))
  );
}
