import { describe, expect, it } from 'vitest';
import { envelopeOf, recordOf } from '../../deploy/local/cloudtrail-record.js';
import { seededRandom } from '../../deploy/local/random.js';
import type { Principal, RecordedCall } from '../../deploy/local/world.js';

const account = '111122223333';
const iam = `arn:aws:iam::${account}`;
const alice: Principal = { account, kind: 'user', name: 'alice', arn: `${iam}:user/alice` };

const call = (changes: Partial<RecordedCall> = {}): RecordedCall => ({
  requestId: 'REQ1',
  at: new Date('2026-11-21T10:00:00.987Z'),
  operation: 'PutPublicAccessBlock',
  eventName: 'PutBucketPublicAccessBlock',
  readOnly: false,
  principal: alice,
  region: 'eu-west-1',
  sourceIp: '203.0.113.7',
  userAgent: 'aws-cli/2',
  account,
  bucket: 'heron',
  requestParameters: { bucketName: 'heron', publicAccessBlock: '' },
  ...changes,
});
const record = (changes: Partial<RecordedCall> = {}) => recordOf(call(changes), 'aws', seededRandom(7));

describe('a CloudTrail record', () => {
  it('has the fields of a real one', () => {
    expect(record()).toEqual({
      eventVersion: '1.11',
      userIdentity: {
        type: 'IAMUser',
        principalId: expect.stringMatching(/^AIDA[0-9A-F]{17}$/),
        arn: alice.arn,
        accountId: account,
        userName: 'alice',
      },
      eventTime: '2026-11-21T10:00:00Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'PutBucketPublicAccessBlock',
      awsRegion: 'eu-west-1',
      sourceIPAddress: '203.0.113.7',
      userAgent: '[aws-cli/2]',
      requestParameters: { bucketName: 'heron', publicAccessBlock: '' },
      responseElements: null,
      requestID: 'REQ1',
      eventID: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      readOnly: false,
      resources: [{ accountId: account, type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::heron' }],
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
    });
  });

  it('says why a call failed', () => {
    const failed = record({ errorCode: 'AccessDenied', errorMessage: 'Access Denied' });
    expect(failed).toMatchObject({
      errorCode: 'AccessDenied',
      errorMessage: 'Access Denied',
      readOnly: false,
    });
  });

  it('leaves the resources out where AWS does', () => {
    const { bucket: _, ...ofAccount } = call({ eventName: 'PutAccountPublicAccessBlock' });
    expect(record({ eventName: 'CreateBucket' })).not.toHaveProperty('resources');
    expect(recordOf(ofAccount, 'aws', seededRandom(7))).not.toHaveProperty('resources');
  });

  it('names the role of a session as its issuer', () => {
    const arn = `arn:aws:sts::${account}:assumed-role/snapback/one`;
    const { userIdentity } = record({
      principal: { account, kind: 'role', name: 'snapback', session: 'one', arn },
    });
    expect(userIdentity).toMatchObject({
      type: 'AssumedRole',
      arn,
      principalId: expect.stringMatching(/^AROA[0-9A-F]{17}:one$/),
      sessionContext: { sessionIssuer: { type: 'Role', arn: `${iam}:role/snapback`, userName: 'snapback' } },
    });
  });

  it('knows the root user and AWS services', () => {
    const root = record({ principal: { account, kind: 'root', name: 'root', arn: `${iam}:root` } });
    expect(root.userIdentity).toEqual({
      type: 'Root',
      principalId: account,
      arn: `${iam}:root`,
      accountId: account,
    });
    const name = 'config.amazonaws.com';
    const service = record({ principal: { account, kind: 'service', name, arn: name } });
    expect(service.userIdentity).toEqual({ type: 'AWSService', invokedBy: name });
    expect(service.sourceIPAddress).toBe(name);
  });

  it('travels in an EventBridge envelope with an id of its own', () => {
    const detail = record();
    const envelope = envelopeOf(detail, seededRandom(8));
    expect(envelope).toMatchObject({
      version: '0',
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.s3',
      account,
      time: '2026-11-21T10:00:00Z',
      region: 'eu-west-1',
      resources: [],
      detail,
    });
    expect(envelope.id).not.toBe(detail.eventID);
  });
});
