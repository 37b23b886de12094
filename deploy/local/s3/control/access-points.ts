import { type AccessPoint, accessPointKey, accessPointPolicyKey } from '../../documents.js';
import { randomHex } from '../../random.js';
import type { Answer, Call } from '../call.js';
import { invalidArgument, invalidRequest, noSuchBucket, S3Error } from '../error.js';
import { store, stored } from '../shelf.js';
import { readBlock, showBlock } from '../subresources/public-access-block.js';
import { elementOf, parseXml, textOf, writeXml, type XmlElement } from '../xml.js';
import { pointOf } from './access-point-place.js';
import { accessPointPolicies } from './access-point-policies.js';
import { type ControlOperation, controlNamespace } from './operation.js';

const line = { path: 'accesspoint/', takesResource: true };

/** The access points of an account, each in one region, each in front of one bucket. */
export const accessPoints: readonly ControlOperation[] = [
  { method: 'GET', path: 'accesspoint', takesResource: false, name: 'ListAccessPoints', run: list },
  { ...line, method: 'PUT', name: 'CreateAccessPoint', run: create },
  { ...line, method: 'GET', name: 'GetAccessPoint', run: get },
  { ...line, method: 'DELETE', name: 'DeleteAccessPoint', run: remove },
  ...accessPointPolicies,
];

/** What a point has of which nobody says anything. */
export const allBlocked = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

function create({ world, request, account }: Call, name: string): Answer {
  if (!/^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$/.test(name)) throw invalidArgument('Invalid access point name');
  const tree = parseXml(request.body, 'CreateAccessPointRequest');
  const Bucket = textOf(tree['Bucket']) ?? '';
  const bucket = world.buckets.get(Bucket);
  if (bucket === undefined) throw noSuchBucket(Bucket);
  const owner = textOf(tree['BucketAccountId']);
  if (owner !== undefined && owner !== bucket.account)
    throw invalidRequest('The bucket is of another account');
  if (bucket.region !== request.region) throw invalidRequest('The bucket is not in this region');
  const key = accessPointKey(request.region, name);
  if (account.documents.has(key))
    throw new S3Error(
      409,
      'AccessPointAlreadyOwnedByYou',
      'Your previous request to create the named access point succeeded and you already own it.',
    );
  const vpc = textOf(elementOf(tree['VpcConfiguration'])['VpcId']);
  const block = tree['PublicAccessBlockConfiguration'];
  const point: AccessPoint = {
    Name: name,
    Bucket,
    BucketAccountId: bucket.account,
    region: request.region,
    alias: `${name}-${randomHex(world.random, 30)}-s3alias`,
    createdAt: world.now().toISOString(),
    ...(vpc === undefined ? {} : { VpcId: vpc }),
    // Nothing said is all on; an empty structure is all off.
    block: block === undefined ? allBlocked : readBlock(elementOf(block)),
  };
  store(account, key, point);
  const body = { AccessPointArn: arnOf(point, account.id, world.partition), Alias: point.alias };
  return { status: 200, body: writeXml('CreateAccessPointResult', body, controlNamespace) };
}

function get(call: Call, name: string): Answer {
  const point = pointOf(call, name);
  const tree = {
    ...shown(point, call),
    PublicAccessBlockConfiguration: showBlock(point.block),
    CreationDate: point.createdAt,
    Endpoints: {
      entry: [{ key: 'ipv4', value: `s3-accesspoint.${point.region}.amazonaws.com` }],
    },
  };
  return { status: 200, body: writeXml('GetAccessPointResult', tree, controlNamespace) };
}

function remove(call: Call, name: string): Answer {
  const { region } = pointOf(call, name);
  store(call.account, accessPointKey(region, name), undefined);
  store(call.account, accessPointPolicyKey(region, name), undefined);
  return { status: 204 };
}

function list(call: Call): Answer {
  const { request, account, stale } = call;
  const bucket = request.query.get('bucket');
  const most = Number(request.query.get('maxResults') ?? '1000');
  const after = Buffer.from(request.query.get('nextToken') ?? '', 'base64url').toString('utf8');
  const prefix = accessPointKey(request.region, '');
  const keys = [...new Set([...account.documents.keys(), ...(stale ? account.previous.keys() : [])])];
  const found = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => stored(account, key, stale) as AccessPoint | undefined)
    .filter((point) => point !== undefined)
    .filter(({ Name, Bucket }) => (bucket === null || Bucket === bucket) && Name > after)
    .toSorted((one, other) => (one.Name < other.Name ? -1 : 1));
  const page = found.slice(0, most);
  const last = page.at(-1);
  const tree = {
    AccessPointList: { AccessPoint: page.map((point) => shown(point, call)) },
    NextToken:
      page.length < found.length && last !== undefined
        ? Buffer.from(last.Name).toString('base64url')
        : undefined,
  };
  return { status: 200, body: writeXml('ListAccessPointsResult', tree, controlNamespace) };
}

function shown(point: AccessPoint, { account, world }: Call): XmlElement {
  const { Name, Bucket, BucketAccountId, VpcId, alias } = point;
  return {
    Name,
    NetworkOrigin: VpcId === undefined ? 'Internet' : 'VPC',
    VpcConfiguration: VpcId === undefined ? undefined : { VpcId },
    Bucket,
    AccessPointArn: arnOf(point, account.id, world.partition),
    Alias: alias,
    BucketAccountId,
  };
}

function arnOf({ region, Name }: AccessPoint, account: string, partition: string): string {
  return `arn:${partition}:s3:${region}:${account}:accesspoint/${Name}`;
}
