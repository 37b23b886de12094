import { isDirectoryName } from '../../directory-name.js';
import type { BucketCall } from '../call.js';
import { documentOperations } from '../document.js';
import { invalidArgument, invalidBucketState, invalidRequest, malformedXml } from '../error.js';
import { freshId } from '../fresh-id.js';
import { elementOf, listOf, textOf, type XmlElement } from '../xml.js';
import { mfaDeleteIsOn } from './versioning.js';

const sizeHeader = 'x-amz-transition-default-minimum-object-size';
const sizes = ['all_storage_classes_128K', 'varies_by_storage_class'];
const actions = [
  'Expiration',
  'Transition',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionTransition',
  'AbortIncompleteMultipartUpload',
];

interface Lifecycle {
  readonly rules: readonly XmlElement[];
  /** Directory buckets have none. */
  readonly minimumObjectSize?: string;
}

/** Lifecycle rules, and beside them in a header the minimum size for transitions. */
export const lifecycle = documentOperations<Lifecycle>({
  subresource: 'lifecycle',
  root: 'LifecycleConfiguration',
  names: {
    get: 'GetBucketLifecycleConfiguration',
    put: 'PutBucketLifecycleConfiguration',
    remove: 'DeleteBucketLifecycle',
  },
  eventNames: { get: 'GetBucketLifecycle', put: 'PutBucketLifecycle' },
  absent: { code: 'NoSuchLifecycleConfiguration', message: 'The lifecycle configuration does not exist' },
  accept: (call, tree) => {
    if (mfaDeleteIsOn(call.bucket))
      throw invalidBucketState('Lifecycle configuration is not allowed on a bucket with MFA delete enabled');
    const rules = listOf(tree['Rule']).map((rule) => checkedRule(call, elementOf(rule)));
    if (rules.length === 0 || rules.length > 1000) throw malformedXml();
    if (new Set(rules.map((rule) => rule['ID'])).size < rules.length)
      throw invalidArgument('Rule ID must be unique. Found same ID for more than one rule');
    return isDirectoryName(call.bucket.name) ? { rules } : { rules, minimumObjectSize: minimumSize(call) };
  },
  show: ({ rules }) => ({ Rule: rules }),
  headers: ({ minimumObjectSize }) =>
    minimumObjectSize === undefined ? {} : { [sizeHeader]: minimumObjectSize },
});

// A put without the header does not keep the size: it goes back to the default.
function minimumSize(call: BucketCall): string {
  const size = call.request.headers[sizeHeader] ?? 'all_storage_classes_128K';
  if (!sizes.includes(size)) throw invalidArgument('Invalid TransitionDefaultMinimumObjectSize');
  return size;
}

function checkedRule(call: BucketCall, rule: XmlElement): XmlElement {
  const status = textOf(rule['Status']);
  const id = textOf(rule['ID']) ?? '';
  if (status !== 'Enabled' && status !== 'Disabled') throw malformedXml();
  if ((rule['Filter'] === undefined) === (rule['Prefix'] === undefined)) throw malformedXml();
  if (id.length > 255) throw invalidArgument('ID length should not exceed allowed limit of 255');
  if (!actions.some((action) => rule[action] !== undefined))
    throw invalidRequest('At least one action needs to be specified in a rule');
  const notThere = isDirectoryName(call.bucket.name)
    ? ['Transition', 'NoncurrentVersionExpiration', 'NoncurrentVersionTransition']
    : [];
  if (notThere.some((action) => rule[action] !== undefined))
    throw invalidRequest('Directory buckets expire objects and abort uploads, and nothing else');
  for (const action of actions)
    for (const one of listOf(rule[action])) checkDate(textOf(elementOf(one)['Date']));
  return id === '' ? { ...rule, ID: freshId(call.world) } : rule;
}

function checkDate(date: string | undefined): void {
  if (date === undefined) return;
  const time = Date.parse(date);
  if (Number.isNaN(time)) throw malformedXml();
  if (time % 86_400_000 !== 0) throw invalidArgument("'Date' must be at midnight GMT");
}
