import type { Answer, BucketCall, Operation } from '../call.js';
import { invalidArgument, S3Error } from '../error.js';
import { store, stored } from '../shelf.js';
import { parseXml, textOf, writeXml, type XmlElement } from '../xml.js';
import { checkConfiguration } from './identified-check.js';

const pageSize = 100;

interface Family {
  readonly subresource: string;
  /** The word in the API names and, before `Configuration`, in the XML. */
  readonly noun: string;
  readonly list: string;
}

type Configurations = Readonly<Record<string, XmlElement>>;

const families: readonly Family[] = [
  { subresource: 'inventory', noun: 'Inventory', list: 'ListInventoryConfigurationsResult' },
  { subresource: 'analytics', noun: 'Analytics', list: 'ListBucketAnalyticsConfigurationResult' },
  { subresource: 'metrics', noun: 'Metrics', list: 'ListMetricsConfigurationsResult' },
  {
    subresource: 'intelligent-tiering',
    noun: 'IntelligentTiering',
    list: 'ListBucketIntelligentTieringConfigurationsOutput',
  },
];

/** The four kinds of which a bucket has many, each under an id. Stored together, as a record by id. */
export const identified: readonly Operation[] = families.flatMap(operationsOf);

function operationsOf(family: Family): readonly Operation[] {
  const { subresource, noun } = family;
  const line = { on: 'bucket', subresource } as const;
  const name = (verb: string) => `${verb}Bucket${noun}Configuration`;
  return [
    {
      ...line,
      method: 'GET',
      name: `ListBucket${noun}Configurations`,
      run: (call: BucketCall) => list(family, call),
    },
    { ...line, byId: true, method: 'GET', name: name('Get'), run: (call: BucketCall) => get(family, call) },
    { ...line, byId: true, method: 'PUT', name: name('Put'), run: (call: BucketCall) => put(family, call) },
    {
      ...line,
      byId: true,
      method: 'DELETE',
      name: name('Delete'),
      run: (call: BucketCall) => remove(family, call),
    },
  ];
}

function list(family: Family, call: BucketCall): Answer {
  const all = configurations(family, call, call.stale);
  const token = call.request.query.get('continuation-token') ?? undefined;
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString('utf8');
  const ids = Object.keys(all).filter((id) => id > after);
  const page = ids.toSorted().slice(0, pageSize);
  const last = page.at(-1);
  const truncated = page.length < ids.length && last !== undefined;
  const tree = {
    [`${family.noun}Configuration`]: page.map((id) => all[id] ?? {}),
    IsTruncated: String(truncated),
    ContinuationToken: token,
    NextContinuationToken: truncated ? Buffer.from(last).toString('base64url') : undefined,
  };
  return { status: 200, body: writeXml(family.list, tree) };
}

function get(family: Family, call: BucketCall): Answer {
  const all = configurations(family, call, call.stale);
  const id = idOf(call);
  // An id may be the name of something that every object has by birth.
  const one = Object.hasOwn(all, id) ? all[id] : undefined;
  if (one === undefined) throw noSuchConfiguration();
  return { status: 200, body: writeXml(`${family.noun}Configuration`, one) };
}

function put(family: Family, call: BucketCall): Answer {
  const id = idOf(call);
  const tree = parseXml(call.request.body, `${family.noun}Configuration`);
  if (textOf(tree['Id']) !== id)
    throw new S3Error(400, 'IdMismatch', 'Document ID does not match the specified configuration ID.');
  checkConfiguration(family.noun, call, tree);
  const others = configurations(family, call);
  if (!Object.hasOwn(others, id) && Object.keys(others).length >= 1000)
    throw new S3Error(400, 'TooManyConfigurations', 'You have reached the limit of configurations');
  store(call.bucket, family.subresource, { ...others, [id]: tree });
  return { status: 200 };
}

// Unlike the other deletes, these are not idempotent.
function remove(family: Family, call: BucketCall): Answer {
  const all = configurations(family, call);
  const id = idOf(call);
  if (!Object.hasOwn(all, id)) throw noSuchConfiguration();
  const { [id]: _, ...others } = all;
  store(call.bucket, family.subresource, Object.keys(others).length === 0 ? undefined : others);
  return { status: 204 };
}

function configurations(family: Family, call: BucketCall, stale = false): Configurations {
  return (stored(call.bucket, family.subresource, stale) as Configurations | undefined) ?? {};
}

function idOf(call: BucketCall): string {
  const id = call.request.query.get('id') ?? '';
  if (!/^[A-Za-z0-9_.-]{1,64}$/.test(id)) throw invalidArgument('The Id is not valid');
  return id;
}

function noSuchConfiguration(): S3Error {
  return new S3Error(404, 'NoSuchConfiguration', 'The specified configuration does not exist.');
}
