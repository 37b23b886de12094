import type { Owned } from '../domain/own-resource.js';
import type { OwnResource } from '../domain/tampering.js';
import { forms, memberAt, objectAt, textAt } from './fields.js';

type Members = Readonly<Record<string, unknown>>;

const kinds: readonly { readonly what: OwnResource; readonly service: string; readonly resource: RegExp }[] =
  [
    { what: 'ownTrail', service: 'cloudtrail', resource: /^trail\/([\w.-]+)$/ },
    { what: 'ownRule', service: 'events', resource: /^rule\/(?:[\w./-]+\/)?([\w.-]+)$/ },
    { what: 'ownQueue', service: 'sqs', resource: /^([\w-]+(?:\.fifo)?)$/ },
    { what: 'ownTable', service: 'dynamodb', resource: /^table\/([\w.-]+)$/ },
    { what: 'ownRole', service: 'iam', resource: /^role\/(?:[\w+=,.@/-]+\/)?([\w+=,.@-]+)$/ },
  ];

/** What an ARN names, or nothing if Snapback rests on no such thing. */
export function ownedBy(arn: string): Owned | undefined {
  const [, partition, service, region, account, resource] =
    /^arn:(aws[a-z-]*):([a-z]+):([a-z0-9-]*):(\d{12}):(.+)$/.exec(arn) ?? [];
  const kind = kinds.find((one) => one.service === service);
  const [, name] = kind?.resource.exec(resource ?? '') ?? [];
  if (kind === undefined || partition === undefined || account === undefined || name === undefined)
    return undefined;
  if ((kind.service === 'iam') !== (region === '')) return undefined;
  return {
    what: kind.what,
    arn,
    source: `${kind.service}.amazonaws.com`,
    account: { kind: 'account', partition, account },
    ...(region === '' || region === undefined ? {} : { region }),
    name,
  };
}

// The members of `requestParameters` in which the five services name what a call is about (CloudTrail logs the request
// as it was): trail and rule by `name`, targets of a rule by `rule`, tags by the ARN.
const naming = [
  'name',
  'trailName',
  'trailARN',
  'rule',
  'queueUrl',
  'tableName',
  'roleName',
  'resourceArn',
  'resourceARN',
  'resourceId',
] as const;

/**
 * The thing of ours that a record is about. By account, region and name and not by the call, so that a call that nobody
 * knew when this was written is told of, too. An ARN says it all; a queue's URL ends in account and name.
 */
export function ownedIn(record: Members, owned: readonly Owned[]): Owned | undefined {
  const source = memberAt(record, 'eventSource');
  const account = textAt(record, 'recipientAccountId', forms.account);
  const region = memberAt(record, 'awsRegion');
  const parameters = objectAt(record, 'requestParameters');
  const names = naming.map((name) => memberAt(parameters, name)).filter((name) => typeof name === 'string');
  return owned.find(
    (one) =>
      one.source === source &&
      one.account.account === account &&
      (one.region === undefined || one.region === region) &&
      names.some((name) => name === one.arn || name === one.name || name.endsWith(`/${account}/${one.name}`)),
  );
}
