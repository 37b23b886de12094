import { isObject } from '../domain/json.js';
import type { AccountTarget, Target } from '../domain/target.js';
import { bucketIn, nameInArn } from './event-target.js';
import { forms, instantAt, listAt, memberAt, objectAt } from './fields.js';

type Members = Readonly<Record<string, unknown>>;
type AccountOf = (id: string) => AccountTarget | undefined;

/** What another service says of buckets: a reason to look at them, and nothing more. */
export type FindingClaim =
  | { readonly kind: 'finding'; readonly targets: readonly Target[]; readonly at: string }
  | { readonly kind: 'notOurs' | 'malformed'; readonly reason: string };

/** A resource that a finding names: the account that it says, and a bucket's ARN or name if it is about one. */
interface Named {
  readonly account: unknown;
  readonly bucket?: unknown;
}

/** Resources that a finding may name; nobody walks what a stranger made endless. */
const most = 20;

const members = (list: Members, name: string): readonly Members[] =>
  listAt(list, name, most).filter(isObject);

/** What a finding names, or why it is no reason to look; nothing if it has not the shape that the service documents. */
type Read = (detail: Members) => readonly Named[] | 'well' | undefined;

/** GuardDuty User Guide, "Processing findings with EventBridge": `resource.s3BucketDetails`, each with its ARN. */
const guardDuty: Read = (detail) => {
  const resource = memberAt(detail, 'resource');
  if (!isObject(resource)) return undefined;
  const account = memberAt(detail, 'accountId');
  return members(resource, 's3BucketDetails').map((bucket) => ({ account, bucket: memberAt(bucket, 'arn') }));
};

/** Config Developer Guide, "Example compliance change notification": `resourceId` is the bucket's name. */
const config: Read = (detail) => {
  const result = memberAt(detail, 'newEvaluationResult');
  if (!isObject(result)) return undefined;
  if (memberAt(result, 'complianceType') === 'COMPLIANT') return 'well';
  const account = memberAt(detail, 'awsAccountId');
  const type = memberAt(detail, 'resourceType');
  if (type === 'AWS::::Account') return [{ account }];
  return type === 'AWS::S3::Bucket' ? [{ account, bucket: memberAt(detail, 'resourceId') }] : [];
};

/** Security Hub User Guide, "Security Finding Format": `Resources[]` with type and ARN, `AwsAccountId` of the finding. */
const securityHub: Read = (detail) => {
  if (!Array.isArray(memberAt(detail, 'findings'))) return undefined;
  const open = members(detail, 'findings').filter(
    (one) =>
      memberAt(objectAt(one, 'Compliance'), 'Status') !== 'PASSED' &&
      memberAt(one, 'RecordState') !== 'ARCHIVED',
  );
  if (open.length === 0) return 'well';
  return open.flatMap((one) => {
    const account = memberAt(one, 'AwsAccountId');
    return members(one, 'Resources').flatMap((resource): readonly Named[] => {
      const type = memberAt(resource, 'Type');
      if (type === 'AwsAccount') return [{ account }];
      return type === 'AwsS3Bucket' ? [{ account, bucket: memberAt(resource, 'Id') }] : [];
    });
  });
};

const readers: ReadonlyMap<string, { readonly source: string; readonly read: Read }> = new Map([
  ['GuardDuty Finding', { source: 'aws.guardduty', read: guardDuty }],
  ['Config Rules Compliance Change', { source: 'aws.config', read: config }],
  ['Security Hub Findings - Imported', { source: 'aws.securityhub', read: securityHub }],
]);

export const isFinding = (detailType: string): boolean => readers.has(detailType);

/** Reads the EventBridge envelope of a finding. Its account is the one that the finding names: an administrator's account gets those of its members. */
export function claimedFinding(detailType: string, body: Members, accountOf: AccountOf): FindingClaim {
  const reader = readers.get(detailType);
  if (reader === undefined || memberAt(body, 'source') !== reader.source)
    return { kind: 'notOurs', reason: 'another type of event' };
  const detail = memberAt(body, 'detail');
  const at = instantAt(body, 'time');
  const named = isObject(detail) ? reader.read(detail) : undefined;
  if (named === undefined || at === undefined)
    return { kind: 'malformed', reason: 'a finding of a shape that nobody documents' };
  if (named === 'well') return { kind: 'notOurs', reason: 'a finding that says that all is well' };
  const targets = named.flatMap((one) => targetOf(one, accountOf));
  return targets.length === 0
    ? { kind: 'notOurs', reason: 'a finding about no bucket of an enrolled account' }
    : { kind: 'finding', targets, at };
}

function targetOf({ account: id, bucket }: Named, accountOf: AccountOf): readonly Target[] {
  const account = typeof id === 'string' && forms.account.test(id) ? accountOf(id) : undefined;
  if (account === undefined) return [];
  if (bucket === undefined) return [account];
  const name = nameInArn(bucket) ?? bucket;
  const target = typeof name === 'string' ? bucketIn(account, name) : undefined;
  return target === undefined ? [] : [target];
}
