import {
  type MultiRegionPoint,
  type MultiRegionPolicies,
  type MultiRegionRequest,
  multiRegionPointKey,
  multiRegionPoliciesKey,
  multiRegionRequestKey,
} from '../../documents.js';
import { randomHex } from '../../random.js';
import type { Answer, Call } from '../call.js';
import { accessDenied, invalidArgument, invalidRequest, noSuchBucket, S3Error } from '../error.js';
import { readPolicy } from '../policy-text.js';
import { isPublicPolicy } from '../public-policy.js';
import { store, stored } from '../shelf.js';
import { isOn, readBlock } from '../subresources/public-access-block.js';
import { elementOf, parseXml, textOf, writeXml, type XmlElement } from '../xml.js';
import { allBlocked } from './access-points.js';
import { multiRegionPointOf, onlyInOregon } from './multi-region-place.js';
import { type ControlOperation, controlNamespace } from './operation.js';

const base = 'async-requests/mrap/';

/** The requests that change Multi-Region Access Points: each answers with a token, by which its end can be asked for. */
export const multiRegionRequests: readonly ControlOperation[] = [
  changing('CreateMultiRegionAccessPoint', 'create', create),
  changing('DeleteMultiRegionAccessPoint', 'delete', remove),
  changing('PutMultiRegionAccessPointPolicy', 'put-policy', put),
  {
    name: 'DescribeMultiRegionAccessPointOperation',
    method: 'GET',
    path: base,
    takesResource: true,
    run: describe,
  },
];

type Change = (call: Call, details: XmlElement, name: string) => void;

function changing(name: string, path: string, change: Change): ControlOperation {
  const run = (call: Call): Answer => {
    onlyInOregon(call);
    const { account, request, world } = call;
    const tree = parseXml(request.body, `${name}Request`);
    const details = elementOf(tree['Details']);
    const token = textOf(tree['ClientToken']) ?? '';
    if (!/^\S{1,64}$/.test(token)) throw invalidRequest('ClientToken must have 1 to 64 signs');
    const before = stored(account, multiRegionRequestKey(token)) as MultiRegionRequest | undefined;
    // The same token is the same request: it is not carried out again.
    if (before !== undefined) return answer(name, before);
    change(call, details, textOf(details['Name']) ?? '');
    const arn = `arn:${world.partition}:s3:us-west-2:${account.id}:async-request/mrap/${path}/${randomHex(world.random, 32)}`;
    const made: MultiRegionRequest = {
      arn,
      operation: name,
      name: textOf(details['Name']) ?? '',
      createdAt: world.now().toISOString(),
    };
    store(account, multiRegionRequestKey(token), made);
    return answer(name, made);
  };
  return { name, method: 'POST', path: `${base}${path}`, takesResource: false, run };
}

const answer = (name: string, { arn }: MultiRegionRequest): Answer => ({
  status: 200,
  body: writeXml(`${name}Result`, { RequestTokenARN: arn }, controlNamespace),
});

function create({ account, world }: Call, details: XmlElement, name: string): void {
  if (!/^[a-z0-9][-a-z0-9]{1,48}[a-z0-9]$/.test(name)) throw invalidArgument('Invalid name');
  if (account.documents.has(multiRegionPointKey(name)))
    throw invalidRequest('You already have a Multi-Region Access Point of that name');
  const listed = [elementOf(details['Regions'])['Region'] ?? []].flat();
  const block = details['PublicAccessBlock'];
  const point: MultiRegionPoint = {
    Name: name,
    Alias: `m${randomHex(world.random, 12)}.mrap`,
    createdAt: world.now().toISOString(),
    block: block === undefined ? allBlocked : readBlock(elementOf(block)),
    regions: listed.map((one) => {
      const Bucket = textOf(elementOf(one)['Bucket']) ?? '';
      const bucket = world.buckets.get(Bucket);
      if (bucket === undefined) throw noSuchBucket(Bucket);
      return { Bucket, Region: bucket.region, BucketAccountId: bucket.account };
    }),
  };
  store(account, multiRegionPointKey(name), point);
}

function remove(call: Call, _details: XmlElement, name: string): void {
  multiRegionPointOf(call, name);
  store(call.account, multiRegionPointKey(name), undefined);
  store(call.account, multiRegionPoliciesKey(name), undefined);
}

function put(call: Call, details: XmlElement, name: string): void {
  const { account, world } = call;
  const { Alias, block } = multiRegionPointOf(call, name);
  const arn = `arn:${world.partition}:s3::${account.id}:accesspoint/${Alias}`;
  const document = readPolicy(
    textOf(details['Policy']) ?? '',
    world.partition,
    (resource) => resource === '*' || resource === arn || resource.startsWith(`${arn}/object/`),
  );
  const isBlocked = block.BlockPublicPolicy || isOn('BlockPublicPolicy', account);
  if (isBlocked && isPublicPolicy(document))
    throw accessDenied(
      'Public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
    );
  const key = multiRegionPoliciesKey(name);
  const Established = (stored(account, key) as MultiRegionPolicies | undefined)?.Established;
  const policies: MultiRegionPolicies = {
    ...(Established === undefined ? {} : { Established }),
    Proposed: JSON.stringify(document),
  };
  store(account, key, policies);
}

function describe(call: Call, arn: string): Answer {
  onlyInOregon(call);
  const { account } = call;
  const requests = [...account.documents].filter(([key]) => key.startsWith(multiRegionRequestKey('')));
  const found = requests.map(([, request]) => request as MultiRegionRequest).find((one) => one.arn === arn);
  if (found === undefined)
    throw new S3Error(404, 'NoSuchAsyncRequest', 'The specified request was not found');
  const policies = account.documents.get(multiRegionPoliciesKey(found.name));
  const { Established, Proposed } = (policies ?? {}) as Partial<MultiRegionPolicies>;
  const isUnderWay = found.operation === 'PutMultiRegionAccessPointPolicy' && Established !== Proposed;
  const tree = {
    AsyncOperation: {
      CreationTime: found.createdAt,
      Operation: found.operation,
      RequestTokenARN: arn,
      RequestStatus: isUnderWay ? 'INPROGRESS' : 'SUCCEEDED',
    },
  };
  return {
    status: 200,
    body: writeXml('DescribeMultiRegionAccessPointOperationResult', tree, controlNamespace),
  };
}
