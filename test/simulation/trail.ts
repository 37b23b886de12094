import type { Json, JsonObject } from '../../controller/domain/json.js';
import type { Target } from '../../controller/domain/target.js';
import { home, infrastructureRole } from './fleet.js';

/** Who calls S3 in a history, as CloudTrail tells of them. */
export type Actor = 'eve' | 'ops' | 'terraform' | 'snapback' | 'stranger';

const assumed = (role: string, session: string, arn: string): JsonObject => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLE:${session}`,
  arn: `arn:aws:sts::${home}:assumed-role/${role}/${session}`,
  accountId: home,
  sessionContext: { sessionIssuer: { type: 'Role', arn, accountId: home, userName: role } },
});

const identities: Readonly<Record<Actor, JsonObject>> = {
  eve: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: `arn:aws:iam::${home}:user/eve`,
    accountId: home,
    userName: 'eve',
  },
  ops: assumed('ops', 'bob', `arn:aws:iam::${home}:role/ops`),
  terraform: assumed('terraform', 'run', infrastructureRole),
  snapback: assumed('snapback', 'controller', `arn:aws:iam::${home}:role/snapback`),
  stranger: { type: 'AWSAccount', principalId: 'AIDASTRANGER', accountId: '777788889999' },
};

/** The sessions by which the controller itself writes. */
export const isOwnActor = (arn: string | undefined): boolean => arn?.includes('/snapback/') === true;

/** CloudTrail's names where they differ from S3's own. */
const names: Readonly<Record<string, string>> = {
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  DeletePublicAccessBlock: 'DeleteBucketPublicAccessBlock',
};

const accountNames: Readonly<Record<string, string>> = {
  PutPublicAccessBlock: 'PutAccountPublicAccessBlock',
  DeletePublicAccessBlock: 'DeleteAccountPublicAccessBlock',
};

/** One call as CloudTrail would tell of it. */
export interface Told {
  readonly id: string;
  readonly at: Date;
  readonly actor: Actor;
  readonly target: Target;
  readonly operation: string;
  readonly errorCode?: string;
}

/** The message in which EventBridge delivers a call. */
export function envelopeOf({ id, at, actor, target, operation, errorCode }: Told): string {
  const time = `${at.toISOString().slice(0, 19)}Z`;
  const named: Json = target.kind === 'bucket' ? { bucketName: target.name } : {};
  const eventName = (target.kind === 'account' ? accountNames : names)[operation] ?? operation;
  return JSON.stringify({
    version: '0',
    id: `bus-${id}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.s3',
    account: target.account,
    time,
    region: 'eu-west-1',
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: identities[actor],
      eventTime: time,
      eventSource: 's3.amazonaws.com',
      eventName,
      awsRegion: 'eu-west-1',
      sourceIPAddress: '203.0.113.7',
      userAgent: 'simulated',
      requestParameters: named,
      responseElements: null,
      ...(errorCode === undefined ? {} : { errorCode }),
      requestID: `REQUEST${id}`,
      eventID: id,
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: target.account,
      eventCategory: 'Management',
    },
  });
}
