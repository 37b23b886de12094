import { bucketArnOf, isDirectoryName } from './directory-name.js';
import { uniqueId } from './principals.js';
import { type Random, randomUuid } from './random.js';
import type { Principal, RecordedCall } from './world.js';

/** One CloudTrail record. Source: CloudTrail User Guide, "CloudTrail record contents". */
export interface CloudTrailRecord {
  readonly eventVersion: string;
  readonly userIdentity: Readonly<Record<string, unknown>>;
  /** UTC, whole seconds. */
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: Readonly<Record<string, unknown>>;
  readonly responseElements: null;
  readonly requestID: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly resources?: readonly { readonly accountId: string; readonly type: string; readonly ARN: string }[];
  readonly eventType: 'AwsApiCall';
  readonly managementEvent: true;
  readonly recipientAccountId: string;
  readonly eventCategory: 'Management';
}

/** What EventBridge wraps around a record. Source: EventBridge User Guide, "AWS service events delivered via CloudTrail". */
export interface Envelope {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'AWS API Call via CloudTrail';
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: CloudTrailRecord;
}

/** The record that CloudTrail would write about this call. */
export function recordOf(call: RecordedCall, partition: string, random: Random): CloudTrailRecord {
  // CreateBucket and account-level calls carry no resources on AWS: the bucket has to be found in the parameters.
  const named = call.bucket !== undefined && call.eventName !== 'CreateBucket';
  const { account, region, bucket: name = '' } = call;
  const isDirectory = isDirectoryName(name);
  const resource = {
    accountId: account,
    type: isDirectory ? 'AWS::S3Express::DirectoryBucket' : 'AWS::S3::Bucket',
    ARN: bucketArnOf(partition, { name, account, region }),
  };
  return {
    eventVersion: '1.11',
    userIdentity: userIdentity(call.principal, partition, call.at),
    eventTime: wholeSeconds(call.at),
    eventSource: isDirectory ? 's3express.amazonaws.com' : 's3.amazonaws.com',
    eventName: call.eventName,
    awsRegion: call.region,
    sourceIPAddress: call.principal.kind === 'service' ? call.principal.name : call.sourceIp,
    userAgent: `[${call.userAgent}]`,
    ...(call.errorCode === undefined ? {} : { errorCode: call.errorCode }),
    ...(call.errorMessage === undefined ? {} : { errorMessage: call.errorMessage }),
    requestParameters: call.requestParameters,
    responseElements: null,
    requestID: call.requestId,
    eventID: randomUuid(random),
    readOnly: call.readOnly,
    ...(named ? { resources: [resource] } : {}),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: call.account,
    eventCategory: 'Management',
  };
}

/** The record as it lies in the queue. The envelope's id is another than the record's. */
export function envelopeOf(record: CloudTrailRecord, random: Random): Envelope {
  return {
    version: '0',
    id: randomUuid(random),
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${record.eventSource.split('.', 1)[0]}`,
    account: record.recipientAccountId,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record,
  };
}

/** The name under which LookupEvents lists the caller: user name, session name, `root`, or the service. */
export function userNameOf(principal: Principal): string {
  return principal.session ?? principal.name;
}

function wholeSeconds(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}

function userIdentity(principal: Principal, partition: string, at: Date): Readonly<Record<string, unknown>> {
  const { account: accountId, arn, name } = principal;
  const principalId = uniqueId(principal);
  if (principal.kind === 'service') return { type: 'AWSService', invokedBy: name };
  if (principal.kind === 'root') return { type: 'Root', principalId, arn, accountId };
  if (principal.kind === 'user') return { type: 'IAMUser', principalId, arn, accountId, userName: name };
  const issuerArn = `arn:${partition}:iam::${accountId}:role/${name}`;
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${principal.session ?? name}`,
    arn,
    accountId,
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId, arn: issuerArn, accountId, userName: name },
      attributes: { creationDate: wholeSeconds(at), mfaAuthenticated: 'false' },
    },
  };
}
