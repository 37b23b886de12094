import type { LookResult } from '../../controller/domain/ports.js';
import type { EventSignal, Look } from '../../controller/domain/signal.js';
import type { AccountTarget, BucketTarget, Target } from '../../controller/domain/target.js';
import type { Enrolment } from '../../controller/runtime/cloudtrail.js';

export const account: AccountTarget = { kind: 'account', partition: 'aws', account: '111122223333' };
export const neighbour: AccountTarget = { kind: 'account', partition: 'aws', account: '444455556666' };
export const at = '2026-01-31T11:59:00.000Z';

export const bucket = (name: string): BucketTarget => ({
  kind: 'bucket',
  partition: 'aws',
  account: '111122223333',
  name,
});

const aspects = new Map<string, readonly string[]>([
  ['PutBucketPolicy', ['bucketPolicy']],
  ['DeleteBucketPolicy', ['bucketPolicy']],
  ['PutBucketAcl', ['acl']],
  ['PutBucketEncryption', ['encryption']],
  ['PutBucketTagging', ['tagging']],
  ['TagResource', ['tagging']],
  ['PutAccountPublicAccessBlock', ['accountPublicAccessBlock']],
]);

const markers = new Map<string, readonly string[]>([
  ['policy', ['bucketPolicy']],
  ['acl', ['acl']],
  ['encryption', ['encryption']],
  ['tagging', ['tagging']],
]);

export const enrolment: Enrolment = {
  accountOf: (id) => [account, neighbour].find((each) => each.account === id),
  aspectsOf: (call, members) =>
    call === 'CreateBucket'
      ? []
      : [
          ...new Set([
            ...(aspects.get(call) ?? []),
            ...members.flatMap((member) => markers.get(member) ?? []),
          ]),
        ],
};

/** A record as CloudTrail writes it; `changes` replaces members, `undefined` takes one away. */
export const record = (changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  eventVersion: '1.11',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: 'arn:aws:iam::111122223333:user/eve',
    accountId: '111122223333',
    userName: 'eve',
  },
  eventTime: '2026-01-31T11:59:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketPolicy',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: '[aws-cli/2.15]',
  requestParameters: { bucketName: 'invoices', policy: '', bucketPolicy: { Version: '2012-10-17' } },
  responseElements: null,
  requestID: 'ABCDEF0123456789',
  eventID: '11111111-2222-3333-4444-555555555555',
  readOnly: false,
  resources: [{ accountId: '111122223333', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::invoices' }],
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: '111122223333',
  eventCategory: 'Management',
  ...changes,
});

/** A message as EventBridge puts it into the queue. */
export const envelope = (changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  version: '0',
  id: '99999999-0000-0000-0000-000000000000',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.s3',
  account: '111122223333',
  time: '2026-01-31T11:59:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: record(changes),
});

/** The text of a message about one change of one bucket. */
export const changeOf = (name: string, eventID: string): string =>
  JSON.stringify(
    envelope({ eventID, requestParameters: { bucketName: name, policy: '' }, resources: undefined }),
  );

export const event = (id: string, more: Partial<EventSignal> = {}): EventSignal => ({
  kind: 'event',
  id,
  call: 'PutBucketPolicy',
  aspects: ['bucketPolicy'],
  actor: { type: 'IAMUser' },
  at,
  ...more,
});

export const eventLook = (target: Target, id: string, more: Partial<Look> = {}): Look => ({
  target,
  signals: [event(id)],
  aspects: ['bucketPolicy'],
  round: 0,
  ...more,
});

export const scanLook = (target: Target): Look => ({
  target,
  signals: [{ kind: 'scan', at }],
  aspects: 'all',
  round: 0,
});

export const recheckLook = (target: Target, id: string, round: number): Look => ({
  target,
  signals: [{ kind: 'recheck', at }, event(id)],
  aspects: ['bucketPolicy'],
  round,
});

export const clean = ({ target }: Look): LookResult => ({
  target,
  outcomes: new Map([['bucketPolicy', 'clean']]),
});
