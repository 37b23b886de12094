import { describe, expect, it } from 'vitest';
import { type Message, parseMessage } from '../../controller/runtime/cloudtrail.js';
import { ownedBy } from '../../controller/runtime/own-watch.js';
import { account, enrolment, envelope } from './samples.js';

const arns = [
  'arn:aws:cloudtrail:eu-west-1:111122223333:trail/org.trail',
  'arn:aws:events:eu-west-1:111122223333:rule/snapback',
  'arn:aws:sqs:eu-west-1:111122223333:snapback',
  'arn:aws:dynamodb:eu-west-1:111122223333:table/snapback',
  'arn:aws:iam::111122223333:role/security/snapback',
] as const;
const owned = arns.flatMap((arn) => ownedBy(arn) ?? []);

const told = (changes: Readonly<Record<string, unknown>>): Message =>
  parseMessage(JSON.stringify(envelope({ resources: undefined, ...changes })), { ...enrolment, owned });

const call = (service: string, eventName: string, requestParameters: object, more: object = {}): Message =>
  told({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters, ...more });

describe('the watch over what Snapback rests on', () => {
  it.each<[string, string, string, object]>([
    ['ownTrail', 'cloudtrail', 'StopLogging', { name: 'org.trail' }],
    ['ownTrail', 'cloudtrail', 'DeleteTrail', { name: arns[0] }],
    ['ownTrail', 'cloudtrail', 'PutEventSelectors', { trailName: 'org.trail', eventSelectors: [] }],
    ['ownRule', 'events', 'DisableRule', { name: 'snapback' }],
    ['ownRule', 'events', 'RemoveTargets', { rule: 'snapback', ids: ['queue'] }],
    [
      'ownQueue',
      'sqs',
      'DeleteQueue',
      { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/snapback' },
    ],
    ['ownTable', 'dynamodb', 'DeleteTable', { tableName: 'snapback' }],
    ['ownTable', 'dynamodb', 'PutResourcePolicy', { resourceArn: arns[3] }],
    ['ownRole', 'iam', 'DetachRolePolicy', { roleName: 'snapback', policyArn: 'x' }],
    ['ownRole', 'iam', 'CallThatNobodyKnewYet', { roleName: 'snapback' }],
  ])('tells of %s: %s %s', (what, service, eventName, parameters) => {
    const awsRegion = service === 'iam' ? 'us-east-1' : 'eu-west-1';
    expect(call(service, eventName, parameters, { awsRegion })).toMatchObject({
      kind: 'tampering',
      tampering: {
        target: account,
        what,
        arn: arns.find((arn) => arn.includes(`:${service}:`)),
        event: { call: eventName, at: '2026-01-31T11:59:00.000Z', actor: { arn: expect.any(String) } },
      },
    });
  });

  it.each<[string, Message]>([
    ['another trail', call('cloudtrail', 'StopLogging', { name: 'other' })],
    [
      'a trail of that name in another region',
      call('cloudtrail', 'StopLogging', { name: 'org.trail' }, { awsRegion: 'us-east-1' }),
    ],
    [
      'a trail of that name in another account',
      call('cloudtrail', 'StopLogging', { name: 'org.trail' }, { recipientAccountId: '444455556666' }),
    ],
    [
      'a queue of that name of another account',
      call('sqs', 'DeleteQueue', { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/444455556666/snapback' }),
    ],
    ['a rule that is called as our table', call('events', 'DisableRule', { name: 'org.trail' })],
    ['a read', call('cloudtrail', 'GetTrailStatus', { name: 'org.trail' }, { readOnly: true })],
    [
      'a refused call',
      call('cloudtrail', 'StopLogging', { name: 'org.trail' }, { errorCode: 'AccessDenied' }),
    ],
    [
      'names that are no texts',
      call('cloudtrail', 'StopLogging', { name: { org: 'trail' }, rule: ['snapback'] }),
    ],
    ['another service', call('ec2', 'StopInstances', { name: 'snapback' })],
  ])('passes over %s', (_, message) => {
    expect(message.kind).toBe('notOurs');
  });

  it('cannot read a record of it without a moment', () => {
    expect(call('cloudtrail', 'StopLogging', { name: 'org.trail' }, { eventTime: 'now' }).kind).toBe(
      'malformed',
    );
  });

  it.each([
    'snapback',
    'arn:aws:s3:::bucket',
    'arn:aws:sqs:eu-west-1:1234:snapback',
    'arn:aws:sqs::111122223333:snapback',
    'arn:aws:iam:eu-west-1:111122223333:role/snapback',
    'arn:aws:iam::111122223333:user/snapback',
    'arn:aws:dynamodb:eu-west-1:111122223333:table/snapback/index/x',
  ])('takes %s for nothing that it can rest on', (arn) => {
    expect(ownedBy(arn)).toBeUndefined();
  });
});
