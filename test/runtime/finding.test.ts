import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Message, parseMessage } from '../../controller/runtime/cloudtrail.js';
import { account, bucket, enrolment } from './samples.js';

const parse = (body: unknown): Message => parseMessage(JSON.stringify(body), enrolment);

const time = '2026-01-31T11:59:00Z';
const at = '2026-01-31T11:59:00.000Z';
// In an administrator's account, which is not enrolled, as it comes from there.
const from = (source: string, type: string, detail: unknown) => ({
  version: '0',
  id: '99999999-0000-0000-0000-000000000000',
  'detail-type': type,
  source,
  account: '999999999999',
  time,
  region: 'eu-west-1',
  resources: [],
  detail,
});

const guardDuty = (more: object = {}) =>
  from('aws.guardduty', 'GuardDuty Finding', {
    schemaVersion: '2.0',
    accountId: '111122223333',
    type: 'Policy:S3/BucketAnonymousAccessGranted',
    resource: {
      resourceType: 'S3Bucket',
      s3BucketDetails: [
        { arn: 'arn:aws:s3:::invoices', name: 'invoices', type: 'Destination' },
        { arn: 'arn:aws:s3:::photos', name: 'photos', type: 'Destination' },
      ],
    },
    ...more,
  });
const config = (more: object = {}) =>
  from('aws.config', 'Config Rules Compliance Change', {
    resourceId: 'invoices',
    resourceType: 'AWS::S3::Bucket',
    awsAccountId: '111122223333',
    awsRegion: 'eu-west-1',
    configRuleName: 's3-bucket-level-public-access-prohibited',
    messageType: 'ComplianceChangeNotification',
    newEvaluationResult: { complianceType: 'NON_COMPLIANT' },
    ...more,
  });
const hub = (...findings: readonly unknown[]) =>
  from('aws.securityhub', 'Security Hub Findings - Imported', { findings });
const hubFinding = (more: object = {}) => ({
  SchemaVersion: '2018-10-08',
  AwsAccountId: '111122223333',
  Compliance: { Status: 'FAILED', SecurityControlId: 'S3.8' },
  RecordState: 'ACTIVE',
  Resources: [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::invoices', Partition: 'aws', Region: 'eu-west-1' }],
  ...more,
});

describe('findings of other services', () => {
  it.each<[string, unknown, readonly unknown[]]>([
    ['GuardDuty, of every bucket that it names', guardDuty(), [bucket('invoices'), bucket('photos')]],
    ['Config, of a bucket', config(), [bucket('invoices')]],
    [
      'Config, of the account',
      config({ resourceType: 'AWS::::Account', resourceId: '111122223333' }),
      [account],
    ],
    ['Security Hub, of a bucket', hub(hubFinding()), [bucket('invoices')]],
    [
      'Security Hub, of the account',
      hub(hubFinding({ Resources: [{ Type: 'AwsAccount', Id: 'AWS::::Account:1' }] })),
      [account],
    ],
  ])('are a reason to look: %s', (_, body, targets) => {
    expect(parse(body)).toEqual({ kind: 'finding', targets, at });
  });

  it.each<[string, unknown]>([
    ['of a bucket in an account that is not enrolled', guardDuty({ accountId: '999999999999' })],
    ['about an instance', guardDuty({ resource: { resourceType: 'Instance', instanceDetails: {} } })],
    ['of Config about a trail', config({ resourceType: 'AWS::CloudTrail::Trail' })],
    ['of Config that all is well', config({ newEvaluationResult: { complianceType: 'COMPLIANT' } })],
    ['of Security Hub that all is well', hub(hubFinding({ Compliance: { Status: 'PASSED' } }))],
    ['of Security Hub that is over', hub(hubFinding({ RecordState: 'ARCHIVED' }))],
    ['under the name of another service', { ...guardDuty(), source: 'aws.config' }],
    ['about a name that no bucket can have', config({ resourceId: '../../etc' })],
  ])('are passed over %s', (_, body) => {
    expect(parse(body).kind).toBe('notOurs');
  });

  it.each<[string, unknown]>([
    ['GuardDuty without a resource', guardDuty({ resource: undefined })],
    ['GuardDuty in capitals', from('aws.guardduty', 'GuardDuty Finding', { AccountId: '1', Resource: {} })],
    ['Config without a result', config({ newEvaluationResult: undefined })],
    ['Security Hub without findings', from('aws.securityhub', 'Security Hub Findings - Imported', {})],
    ['a detail that is a list', { ...guardDuty(), detail: [] }],
    ['a time that is none', { ...guardDuty(), time: 'today' }],
  ])('of a shape that nobody documents cannot be read: %s', (_, body) => {
    expect(parse(body).kind).toBe('malformed');
  });

  it('never name a target outside the enrolled accounts, whatever stands in them', () => {
    const some = fc.oneof(
      fc.constantFrom('111122223333', 'invoices', 'arn:aws:s3:::invoices', 'AwsS3Bucket', 'AWS::S3::Bucket'),
      fc.jsonValue(),
    );
    const detail = fc.dictionary(
      fc.constantFrom(
        'accountId',
        'awsAccountId',
        'resource',
        'resourceId',
        'resourceType',
        'findings',
        'newEvaluationResult',
      ),
      fc.oneof(
        some,
        fc.record({ s3BucketDetails: fc.array(fc.record({ arn: some })) }),
        fc.array(fc.record({ AwsAccountId: some, Resources: fc.array(fc.record({ Type: some, Id: some })) })),
      ),
    );
    fc.assert(
      fc.property(
        fc
          .constantFrom(guardDuty(), config(), hub())
          .chain((body) => fc.record({ body: fc.constant(body), detail })),
        ({ body, detail: other }) => {
          const message = parse({ ...body, detail: other });
          expect(['finding', 'notOurs', 'malformed']).toContain(message.kind);
          if (message.kind !== 'finding') return;
          for (const target of message.targets) expect(target.account).toBe('111122223333');
        },
      ),
    );
  });
});
