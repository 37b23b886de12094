import { describe, expect, it } from 'vitest';
import { type Message, parseMessage } from '../../controller/runtime/cloudtrail.js';
import { account, bucket, enrolment, envelope, record } from './samples.js';

const parse = (body: unknown): Message => parseMessage(JSON.stringify(body), enrolment);
const changed = (changes: Readonly<Record<string, unknown>>): Message => parse(envelope(changes));

const express = 'invoices--use1-az4--x-s3';
const arnOfExpress = `arn:aws:s3express:eu-west-1:111122223333:bucket/${express}`;
const policyOfPoint = {
  eventName: 'PutAccessPointPolicy',
  requestParameters: { name: 'reports' },
  resources: undefined,
};

describe('the parser of messages', () => {
  it('reads a change: target, event, region, request', () => {
    expect(parse(envelope())).toEqual({
      kind: 'change',
      target: bucket('invoices'),
      event: {
        kind: 'event',
        id: '11111111-2222-3333-4444-555555555555',
        call: 'PutBucketPolicy',
        aspects: ['bucketPolicy'],
        actor: {
          type: 'IAMUser',
          account: '111122223333',
          arn: 'arn:aws:iam::111122223333:user/eve',
          principalId: 'AIDAEXAMPLE',
          sourceIp: '203.0.113.7',
          userAgent: '[aws-cli/2.15]',
        },
        at: '2026-01-31T11:59:00.000Z',
      },
      region: 'eu-west-1',
      requestId: 'ABCDEF0123456789',
    });
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['readOnly as text', { readOnly: 'false' }],
    ['a directory bucket service', { eventSource: 's3express.amazonaws.com' }],
    ['no resources', { resources: undefined }],
    ['old list parameters', { requestParameters: { bucketName: 'invoices', policy: [''], host: ['h'] } }],
    ['a Host that says otherwise', { requestParameters: { bucketName: 'invoices', Host: 'other' } }],
    ['errorCode null', { errorCode: null }],
    ['the bucket in resources alone', { requestParameters: { policy: '' } }],
  ])('reads a change of the bucket with %s', (_, changes) => {
    expect(changed(changes)).toMatchObject({ kind: 'change', target: bucket('invoices') });
  });

  it('prefers the parameters to the resources', () => {
    const message = changed({ requestParameters: { bucketName: 'others' } });
    expect(message).toMatchObject({ kind: 'change', target: bucket('others') });
  });

  it.each(['TagResource', 'UntagResource'])('finds the bucket of %s in the ARN', (eventName) => {
    for (const resourceArn of ['arn:aws:s3:::photos', 'arn%3Aaws%3As3%3A%3A%3Aphotos']) {
      const message = changed({ eventName, requestParameters: { resourceArn } });
      expect(message).toMatchObject({ kind: 'change', target: bucket('photos') });
    }
  });

  it('finds the bucket of a new access point in the body of the request', () => {
    const requestParameters = { name: 'reports', CreateAccessPointRequest: { Bucket: 'photos' } };
    const message = changed({ eventName: 'CreateAccessPoint', requestParameters, resources: undefined });
    expect(message).toMatchObject({ kind: 'change', target: bucket('photos') });
  });

  it('names the access point of a call on its policy, and where it is', () => {
    expect(changed(policyOfPoint)).toMatchObject({
      kind: 'point',
      point: { account, region: 'eu-west-1', name: 'reports' },
      event: { call: 'PutAccessPointPolicy' },
    });
  });

  it.each(['PutAccountPublicAccessBlock', 'DeleteAccountPublicAccessBlock'])(
    'takes %s for the account that received the record, not for Host',
    (eventName) => {
      const requestParameters = { Host: '444455556666.s3-control.eu-west-1.amazonaws.com' };
      const message = changed({ eventName, requestParameters, resources: undefined });
      expect(message).toMatchObject({ kind: 'change', target: account });
      expect(message).not.toHaveProperty('region');
    },
  );

  it.each([
    'CreateMultiRegionAccessPoint',
    'DeleteMultiRegionAccessPoint',
    'PutMultiRegionAccessPointPolicy',
    'SubmitMultiRegionAccessPointRoutes',
  ])('takes %s for the account, whatever buckets it names', (eventName) => {
    const requestParameters = { Details: { Name: 'front', Regions: { Region: { Bucket: 'photos' } } } };
    const message = changed({ eventName, requestParameters, awsRegion: 'us-west-2' });
    expect(message).toMatchObject({ kind: 'change', target: account });
    expect(message).not.toHaveProperty('region');
  });

  it('takes the account of the caller for account settings if nobody says who received the record', () => {
    const message = changed({
      eventName: 'PutAccountPublicAccessBlock',
      requestParameters: {},
      resources: undefined,
      recipientAccountId: undefined,
    });
    expect(message).toMatchObject({ kind: 'change', target: account });
  });

  it('gives no region for CreateBucket, whose request goes anywhere', () => {
    const message = changed({ eventName: 'CreateBucket', requestParameters: { bucketName: 'invoices' } });
    expect(message).toMatchObject({ kind: 'change', event: { aspects: [] } });
    expect(message).not.toHaveProperty('region');
  });

  it.each<[string, string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['its name', 'PutBucketAcl', {}, ['acl']],
    ['its sub-resource under an unknown name', 'PutBucketAccessList', { acl: '' }, ['acl']],
    ['both, if they differ', 'PutBucketPolicy', { encryption: '' }, ['bucketPolicy', 'encryption']],
    ['neither: anything', 'PutBucketSomething', {}, []],
    ['a name that means anything, whatever the sub-resource', 'CreateBucket', { acl: '' }, []],
    ['a sub-resource that is inherited, which is none', 'PutBucketSomething', { toString: '' }, []],
  ])('maps a call to aspects by %s', (_, eventName, marker, aspects) => {
    const message = changed({ eventName, requestParameters: { bucketName: 'invoices', ...marker } });
    expect(message).toMatchObject({ kind: 'change', event: { aspects } });
  });

  it('reads a refused call as an attempt', () => {
    const message = changed({ errorCode: 'AccessDenied', errorMessage: 'no' });
    expect(message).toMatchObject({
      kind: 'attempt',
      attempt: { target: bucket('invoices'), errorCode: 'AccessDenied', event: { call: 'PutBucketPolicy' } },
    });
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['by its name', { requestParameters: { bucketName: express } }],
    ['by its ARN', { eventName: 'TagResource', requestParameters: { resourceArn: arnOfExpress } }],
    ['by its resources', { requestParameters: { policy: '' }, resources: [{ ARN: arnOfExpress }] }],
    [
      'that is created where it will be',
      { eventName: 'CreateBucket', requestParameters: { bucketName: express } },
    ],
  ])('reads a change of a directory bucket %s', (_, changes) => {
    expect(changed({ eventSource: 's3express.amazonaws.com', ...changes })).toMatchObject({
      kind: 'change',
      target: bucket(express),
      region: 'eu-west-1',
    });
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['a read', { readOnly: true }],
    ['another service', { eventSource: 'ec2.amazonaws.com' }],
    ['an account that is not enrolled', { recipientAccountId: '999999999999' }],
    ['an object', { eventName: 'PutObject' }],
    ['data events under a new name', { eventName: 'PutSomething', managementEvent: false }],
    ['data events by category', { eventName: 'PutSomething', eventCategory: 'Data' }],
    ['no bucket', { eventName: 'PutStorageLensConfiguration', requestParameters: {}, resources: [] }],
    ['a point without a name', { ...policyOfPoint, requestParameters: { name: '../../x' } }],
    ['a refused call on a point', { ...policyOfPoint, errorCode: 'AccessDenied' }],
    ['a bucket of another account', { recipientAccountId: '444455556666' }],
    [
      'a refused impossible name',
      { requestParameters: { bucketName: '../x' }, errorCode: 'InvalidBucketName' },
    ],
  ])('passes over %s', (_, changes) => {
    expect(changed(changes).kind).toBe('notOurs');
  });

  it('passes over other events of S3', () => {
    expect(parse({ ...envelope(), 'detail-type': 'Object Created' }).kind).toBe('notOurs');
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['a path for a name', { requestParameters: { bucketName: '../../etc' } }],
    ['a name in capitals', { requestParameters: { bucketName: 'INVOICES' } }],
    ['a name with a line break', { requestParameters: { bucketName: 'invoices\n' } }],
    ['a name that is a list', { requestParameters: { bucketName: ['invoices'] } }],
    ['a name of 256 KB', { requestParameters: { bucketName: 'a'.repeat(262_144) } }],
    ['no account', { recipientAccountId: undefined }],
    ['an account that is a number', { recipientAccountId: 111122223333 }],
    ['readOnly missing', { readOnly: undefined }],
    ['no name of a call', { eventName: 17 }],
    ['a name of a call that is none', { eventName: 'Put Bucket' }],
    ['no id', { eventID: '' }],
    ['a time that is none', { eventTime: 'yesterday' }],
    ['a day that does not exist', { eventTime: '2026-13-45T00:00:00Z' }],
    ['a time without zone', { eventTime: '2026-01-31T11:59:00' }],
    ['an error code that is none', { errorCode: { a: 1 } }],
  ])('cannot read %s', (_, changes) => {
    expect(changed(changes).kind).toBe('malformed');
  });

  it.each(['', 'null', '[]', '"text"', '{', '{}', '{"detail-type":1}', ' '.repeat(1_048_577)])(
    'cannot read what is no message',
    (text) => {
      expect(parseMessage(text, enrolment).kind).toBe('malformed');
    },
  );

  it('cannot read a detail that is a list, and survives depth', () => {
    expect(parse({ ...envelope(), detail: [record()] }).kind).toBe('malformed');
    expect(parseMessage('['.repeat(1_000_000), enrolment).kind).toBe('malformed');
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const text = JSON.stringify(envelope()).replace('"responseElements":null', `"responseElements":${deep}`);
    expect(parseMessage(text, enrolment).kind).toBe('change');
  });

  it('believes no member that a message smuggles in as a prototype', () => {
    const hidden = JSON.stringify(envelope()).replace('"bucketName"', '"__proto__":{"bucketName":"x"},"b"');
    expect(parseMessage(hidden, enrolment)).toMatchObject({ target: bucket('invoices') });
    expect(Object.hasOwn(Object.prototype, 'bucketName')).toBe(false);
    expect(parseMessage(`{"__proto__":${JSON.stringify(envelope())}}`, enrolment).kind).toBe('malformed');
  });
});

describe('the parser beside code that spoils prototypes', () => {
  it('takes nothing from them', () => {
    Reflect.set(Object.prototype, 'bucketName', 'inherited');
    try {
      const message = changed({ requestParameters: { policy: '' }, resources: [] });
      expect(message.kind).toBe('notOurs');
    } finally {
      Reflect.deleteProperty(Object.prototype, 'bucketName');
    }
  });
});
