import {
  DeleteBucketMetricsConfigurationCommand,
  GetBucketMetricsConfigurationCommand,
  PutBucketAnalyticsConfigurationCommand,
  PutBucketCorsCommand,
  PutBucketIntelligentTieringConfigurationCommand,
  PutBucketInventoryConfigurationCommand,
  PutBucketMetricsConfigurationCommand,
  PutBucketWebsiteCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshBucket, refusal, type S3World, startS3 } from './s3-world.js';

let aws: S3World;
const Bucket = 'site-and-lists';
beforeAll(async () => {
  aws = await startS3();
  await freshBucket(aws.clients().s3, { Bucket });
  await freshBucket(aws.clients('111122223333', 'eu-west-1').s3, {
    Bucket: 'far-away',
    CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
  });
});
afterAll(() => aws.stop());

// What is refused here the SDK's types refuse, too.
const send = (command: unknown) => refusal(aws.clients().s3.send(command as PutBucketCorsCommand));

describe('CORS rules', () => {
  const rule = { AllowedMethods: ['GET'], AllowedOrigins: ['https://*.a.example'] };
  it.each<[string, object, string | undefined]>([
    ['one wildcard', rule, undefined],
    [
      'two wildcards in an origin',
      { ...rule, AllowedOrigins: ['https://*.*.example'] },
      'InvalidRequest 400',
    ],
    ['two wildcards in a header', { ...rule, AllowedHeaders: ['*-*'] }, 'InvalidRequest 400'],
    ['a wildcard in a shown header', { ...rule, ExposeHeaders: ['x-amz-*'] }, 'InvalidRequest 400'],
    ['an unknown method', { ...rule, AllowedMethods: ['PATCH'] }, 'InvalidRequest 400'],
    ['no origin', { AllowedMethods: ['GET'] }, 'MalformedXML 400'],
  ])('with %s', async (_name, one, expected) => {
    const CORSConfiguration = { CORSRules: [one as typeof rule] };
    expect(await send(new PutBucketCorsCommand({ Bucket, CORSConfiguration }))).toBe(expected);
  });
});

describe('a website', () => {
  const pages = { IndexDocument: { Suffix: 'index.html' } };
  const rules = (...Redirect: readonly object[]) => ({
    ...pages,
    RoutingRules: Redirect.map((one) => ({ Redirect: one })),
  });
  it.each<[string, object, string | undefined]>([
    ['pages', rules({ HostName: 'a.example', HttpRedirectCode: '307' }), undefined],
    ['no index', { ErrorDocument: { Key: 'e.html' } }, 'InvalidArgument 400'],
    ['an index with a slash', { IndexDocument: { Suffix: 'a/b' } }, 'InvalidArgument 400'],
    ['no host', { RedirectAllRequestsTo: { Protocol: 'https' } }, 'MalformedXML 400'],
    ['an odd protocol', { RedirectAllRequestsTo: { HostName: 'a', Protocol: 'ftp' } }, 'InvalidRequest 400'],
    ['two ways to replace', rules({ ReplaceKeyWith: 'a', ReplaceKeyPrefixWith: 'b' }), 'InvalidRequest 400'],
    ['the redirect 300', rules({ HostName: 'a', HttpRedirectCode: '300' }), 'InvalidRequest 400'],
    [
      'a condition on 200',
      {
        ...pages,
        RoutingRules: [{ Condition: { HttpErrorCodeReturnedEquals: '200' }, Redirect: { HostName: 'a' } }],
      },
      'InvalidRequest 400',
    ],
    ['51 rules', rules(...Array.from({ length: 51 }, () => ({ HostName: 'a' }))), 'InvalidRequest 400'],
  ])('with %s', async (_name, WebsiteConfiguration, expected) => {
    expect(await send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }))).toBe(expected);
  });
});

describe('configurations by id', () => {
  const Id = 'one';
  const to = (bucket: string) => ({ S3BucketDestination: { Bucket: bucket, Format: 'CSV' } });
  const inventory = (more: object) =>
    new PutBucketInventoryConfigurationCommand({
      Bucket,
      Id,
      InventoryConfiguration: {
        Id,
        IsEnabled: true,
        IncludedObjectVersions: 'All',
        Schedule: { Frequency: 'Daily' },
        Destination: to('arn:aws:s3:::reports') as never,
        ...more,
      },
    });
  const tiering = (...Tierings: readonly object[]) =>
    new PutBucketIntelligentTieringConfigurationCommand({
      Bucket,
      Id,
      IntelligentTieringConfiguration: { Id, Status: 'Enabled', Tierings: Tierings as never },
    });
  const analytics = (analysis: object | undefined) =>
    new PutBucketAnalyticsConfigurationCommand({
      Bucket,
      Id,
      AnalyticsConfiguration: { Id, StorageClassAnalysis: analysis as never },
    });
  const exported = (bucket: string) => ({
    DataExport: { OutputSchemaVersion: 'V_1', Destination: to(bucket) },
  });

  it.each<[string, unknown, string | undefined]>([
    ['an inventory', inventory({}), undefined],
    ['an inventory to a name', inventory({ Destination: to('reports') }), 'InvalidS3DestinationBucket 400'],
    [
      'an inventory to another region',
      inventory({ Destination: to('arn:aws:s3:::far-away') }),
      'InvalidS3DestinationBucket 400',
    ],
    ['an inventory of no sort', inventory({ IncludedObjectVersions: 'Some' }), 'MalformedXML 400'],
    ['an inventory without a schedule', inventory({ Schedule: undefined }), 'MalformedXML 400'],
    ['analytics', analytics(exported('arn:aws:s3:::reports')), undefined],
    ['analytics to a name', analytics(exported('reports')), 'InvalidS3DestinationBucket 400'],
    ['analytics of nothing', analytics(undefined), 'MalformedXML 400'],
    ['an archive', tiering({ AccessTier: 'ARCHIVE_ACCESS', Days: 90 }), undefined],
    ['an archive too early', tiering({ AccessTier: 'DEEP_ARCHIVE_ACCESS', Days: 90 }), 'InvalidArgument 400'],
    ['no archive', tiering(), 'MalformedXML 400'],
  ])('%s', async (_name, command, expected) => {
    expect(await send(command)).toBe(expected);
  });

  it('may have names that every object has by birth', async () => {
    const born = { Bucket, Id: 'constructor' };
    expect(await send(new GetBucketMetricsConfigurationCommand(born))).toBe('NoSuchConfiguration 404');
    expect(await send(new DeleteBucketMetricsConfigurationCommand(born))).toBe('NoSuchConfiguration 404');
    const MetricsConfiguration = { Id: 'constructor' };
    expect(
      await send(new PutBucketMetricsConfigurationCommand({ ...born, MetricsConfiguration })),
    ).toBeUndefined();
    expect(await send(new GetBucketMetricsConfigurationCommand(born))).toBeUndefined();
  });
});
