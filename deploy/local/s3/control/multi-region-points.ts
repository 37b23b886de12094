import {
  type MultiRegionPoint,
  type MultiRegionPolicies,
  multiRegionPointKey,
  multiRegionPoliciesKey,
} from '../../documents.js';
import type { Answer, Call } from '../call.js';
import { S3Error } from '../error.js';
import { isRecord } from '../policy-shape.js';
import { isPublicPolicy } from '../public-policy.js';
import { store, stored } from '../shelf.js';
import { showBlock } from '../subresources/public-access-block.js';
import { writeXml, type XmlElement } from '../xml.js';
import { multiRegionPointOf, onlyInOregon } from './multi-region-place.js';
import { type ControlOperation, controlNamespace } from './operation.js';

const line = { path: 'mrap/instances/', takesResource: true, method: 'GET' } as const;

/** What is told of Multi-Region Access Points. What changes them are requests that are carried out later. */
export const multiRegionPoints: readonly ControlOperation[] = [
  {
    method: 'GET',
    path: 'mrap/instances',
    takesResource: false,
    name: 'ListMultiRegionAccessPoints',
    run: list,
  },
  { ...line, part: '/policy', name: 'GetMultiRegionAccessPointPolicy', run: policies },
  { ...line, part: '/policystatus', name: 'GetMultiRegionAccessPointPolicyStatus', run: status },
  { ...line, name: 'GetMultiRegionAccessPoint', run: get },
];

function list(call: Call): Answer {
  onlyInOregon(call);
  const { account, stale } = call;
  const keys = [...new Set([...account.documents.keys(), ...(stale ? account.previous.keys() : [])])];
  const points = keys
    .filter((key) => key.startsWith(multiRegionPointKey('')))
    .map((key) => stored(account, key, stale) as MultiRegionPoint | undefined)
    .filter((point) => point !== undefined);
  const tree = { AccessPoints: { AccessPoint: points.map(shown) } };
  return { status: 200, body: writeXml('ListMultiRegionAccessPointsResult', tree, controlNamespace) };
}

function get(call: Call, name: string): Answer {
  const tree = { AccessPoint: shown(multiRegionPointOf(call, name)) };
  return { status: 200, body: writeXml('GetMultiRegionAccessPointResult', tree, controlNamespace) };
}

function shown({ Name, Alias, createdAt, block, regions }: MultiRegionPoint): XmlElement {
  return {
    Name,
    Alias,
    CreatedAt: createdAt,
    PublicAccessBlock: showBlock(block),
    Status: 'READY',
    Regions: { Region: regions.map((region) => ({ ...region })) },
  };
}

/**
 * Both policies. What was put comes into force when somebody has seen it proposed; as long as reads are stale, it is
 * not yet in force everywhere.
 */
function policies(call: Call, name: string): Answer {
  const { Established, Proposed } = policiesOf(call, name);
  if (!call.stale && Established !== Proposed)
    store(call.account, multiRegionPoliciesKey(name), { Established: Proposed, Proposed });
  const tree = {
    Policy: {
      Established: Established === undefined ? undefined : { Policy: Established },
      Proposed: { Policy: Proposed },
    },
  };
  return { status: 200, body: writeXml('GetMultiRegionAccessPointPolicyResult', tree, controlNamespace) };
}

function status(call: Call, name: string): Answer {
  const { Established: text = '{}' } = policiesOf(call, name);
  const document: unknown = JSON.parse(text);
  const tree = { Established: { IsPublic: String(isRecord(document) && isPublicPolicy(document)) } };
  return {
    status: 200,
    body: writeXml('GetMultiRegionAccessPointPolicyStatusResult', tree, controlNamespace),
  };
}

function policiesOf(call: Call, name: string): MultiRegionPolicies {
  multiRegionPointOf({ ...call, stale: false }, name);
  const found = stored(call.account, multiRegionPoliciesKey(name)) as MultiRegionPolicies | undefined;
  if (found === undefined)
    throw new S3Error(
      404,
      'NoSuchMultiRegionAccessPointPolicy',
      'The specified Multi-Region Access Point policy does not exist',
      { details: { Name: name } },
    );
  return found;
}
