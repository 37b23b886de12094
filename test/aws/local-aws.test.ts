import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { trafficControl } from '../../controller/aws/calls.js';
import { s3Clients } from '../../controller/aws/clients.js';
import { cloudTrailLookup } from '../../controller/aws/cloudtrail-lookup.js';
import { accountCredentials } from '../../controller/aws/credentials.js';
import { listingOver } from '../../controller/aws/listing.js';
import { bucketsOfPoints } from '../../controller/aws/point-bucket.js';
import { readersOver } from '../../controller/aws/reader.js';
import { Regions } from '../../controller/aws/regions.js';
import { writersOver } from '../../controller/aws/writer.js';
import { isObject } from '../../controller/domain/json.js';
import { type ApprovedPlan, approve, type Step } from '../../controller/domain/plan.js';
import type { Call } from '../../controller/domain/ports.js';
import type { Target } from '../../controller/domain/target.js';
import { type LocalAws, startLocalAws } from '../../deploy/local/start.js';
import { RecordingLog } from '../fakes/recording-log.js';
import { clientsOf } from '../local/gateway-clients.js';
import { createMultiRegionPoint, oregon } from '../local/multi-region-world.js';
import { pointSdkAt, shortTimeouts } from './over-http.js';
import { realClock } from './real-clock.js';

const home = '111122223333';
const member = '444455556666';
const bucket = { kind: 'bucket', partition: 'aws', account: member, name: 'ledger-bucket' } as const;
const wholeMember = { kind: 'account', partition: 'aws', account: member } as const;

let aws: LocalAws;
let owner: S3Client;

beforeEach(async () => {
  aws = await startLocalAws({ accounts: [home, member] });
  pointSdkAt(aws.endpoint);
  owner = new S3Client({
    region: 'eu-west-1',
    credentials: aws.credentialsFor(member),
    endpoint: aws.endpoint,
    forcePathStyle: true,
  });
  await owner.send(
    new CreateBucketCommand({
      Bucket: bucket.name,
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    }),
  );
});

afterEach(async () => {
  vi.unstubAllEnvs();
  owner.destroy();
  await aws.stop();
});

/** Everything as the controller builds it: one role in the member account, everything else by itself. */
function controller() {
  const credentials = accountCredentials({
    accounts: [{ account: home }, { account: member, role: `arn:aws:iam::${member}:role/snapback` }],
    base: async () => aws.credentialsFor(home),
    region: 'us-east-1',
    version: '1.2.3',
    timeouts: shortTimeouts,
    clock: realClock,
  });
  const settings = { version: '1.2.3', timeouts: shortTimeouts, credentialsOf: credentials.of };
  const shared = {
    traffic: trafficControl(realClock, () => 0.1, 5_000),
    regions: new Regions('us-east-1', []),
  };
  const reading = {
    ...shared,
    clients: s3Clients(settings, 'read'),
    partition: 'aws',
    homeRegion: 'us-east-1',
  };
  const regionOf = (target: Target) => shared.regions.of(target) ?? 'us-east-1';
  return {
    credentials,
    listing: listingOver(reading, new RecordingLog()),
    readers: readersOver(reading),
    bucketOf: bucketsOfPoints(reading),
    writers: writersOver({ ...shared, clients: s3Clients(settings, 'write') }),
    lookup: cloudTrailLookup({ ...settings, clock: realClock, random: () => 0, regionOf }),
  };
}

const planOf = (step: Step, target: Target = bucket): ApprovedPlan =>
  approve({ target, differences: [], steps: [step], escalations: [], digest: 'd' }, 'catalogue', 1);

const versioning: Call = { service: 's3', operation: 'GetBucketVersioning', input: {} };
const enable: Step = {
  id: 'versioning.put',
  aspect: 'versioning',
  service: 's3',
  operation: 'PutBucketVersioning',
  input: { VersioningConfiguration: { Status: 'Enabled' } },
  effect: 'protect',
};

describe('the adapters against the local AWS', () => {
  it('read, write and read back through a role in the account of the bucket', async () => {
    const { credentials, readers, writers, listing } = controller();
    await credentials.confirm();
    const reader = readers.readerFor(bucket);
    expect((await reader.read(versioning)).output).toEqual({});
    expect(await writers.writerFor(planOf(enable)).send(enable)).toEqual({ requestId: expect.any(String) });
    expect((await reader.read(versioning)).output).toEqual({ Status: 'Enabled' });
    expect(await readers.locate(bucket)).toBe('eu-west-1');
    expect(await readers.isListed(bucket)).toBe(true);
    expect(await listing.page(member)).toEqual({ buckets: [{ name: bucket.name, region: 'eu-west-1' }] });
    expect(await listing.page(home)).toEqual({ buckets: [] });
  });

  it('go for access points where the bucket is, whatever region somebody claims', async () => {
    const { readers, writers, bucketOf } = controller();
    const create: Step = {
      ...enable,
      service: 's3control',
      operation: 'CreateAccessPoint',
      input: { Name: 'reports', Bucket: bucket.name },
    };
    await writers.writerFor(planOf(create), 'us-west-2').send(create);
    const at = { account: wholeMember, region: 'eu-west-1', name: 'reports' };
    expect(await bucketOf(at)).toEqual(bucket);
    expect(await bucketOf({ ...at, name: 'nowhere' })).toBeUndefined();
    expect(await bucketOf({ ...at, region: 'evil.example' })).toBeUndefined();
    const list = {
      service: 's3control',
      operation: 'ListAccessPoints',
      input: { Bucket: bucket.name },
    } as const;
    expect((await readers.readerFor(bucket, 'us-west-2').read(list)).output).toMatchObject({
      AccessPointList: [{ Name: 'reports', Bucket: bucket.name }],
    });
  });

  it('read and write the settings of an account and the tags of a bucket through S3 Control', async () => {
    const { readers, writers } = controller();
    const block = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };
    const put: Step = {
      ...enable,
      service: 's3control',
      operation: 'PutPublicAccessBlock',
      input: { PublicAccessBlockConfiguration: block },
    };
    await writers.writerFor(planOf(put, wholeMember)).send(put);
    const read = { service: 's3control', operation: 'GetPublicAccessBlock', input: {} } as const;
    expect((await readers.readerFor(wholeMember).read(read)).output).toEqual({
      PublicAccessBlockConfiguration: block,
    });
    const ResourceArn = `arn:aws:s3:::${bucket.name}`;
    const tag: Step = {
      ...enable,
      service: 's3control',
      operation: 'TagResource',
      input: { ResourceArn, Tags: [{ Key: 'team', Value: 'a' }] },
    };
    await writers.writerFor(planOf(tag)).send(tag);
    const list = { service: 's3control', operation: 'ListTagsForResource', input: { ResourceArn } } as const;
    expect((await readers.readerFor(bucket).read(list)).output).toEqual({
      Tags: [{ Key: 'team', Value: 'a' }],
    });
  });

  it('get their work done through throttles, conflicts and a lost answer', async () => {
    const { readers, writers } = controller();
    aws.world.faults.add({ fault: { kind: 'throttled' }, operation: 'GetBucketVersioning', count: 2 });
    aws.world.faults.add({ fault: { kind: 'conflict' }, operation: 'PutBucketVersioning', count: 1 });
    aws.world.faults.add({ fault: { kind: 'replyLost' }, operation: 'PutBucketVersioning', count: 1 });
    expect((await readers.readerFor(bucket).read(versioning)).output).toEqual({});
    await writers.writerFor(planOf(enable)).send(enable);
    expect((await readers.readerFor(bucket).read(versioning)).output).toEqual({ Status: 'Enabled' });
  });

  it('refuse to take a bucket of another account for the target', async () => {
    const { readers } = controller();
    await expect(readers.readerFor({ ...bucket, account: home }).read(versioning)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  it('tell apart a bucket that is gone', async () => {
    const { readers } = controller();
    const never = { ...bucket, name: 'never-was' };
    await expect(readers.readerFor(never).read(versioning)).rejects.toMatchObject({ name: 'NotFound' });
    await expect(readers.readerFor(never, 'eu-west-1').read(versioning)).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
    expect(await readers.isListed(never)).toBe(false);
  });

  it('find in CloudTrail who made a change', async () => {
    const { lookup, readers } = controller();
    await owner.send(
      new PutBucketVersioningCommand({
        Bucket: bucket.name,
        VersioningConfiguration: { Status: 'Suspended' },
      }),
    );
    await readers.readerFor(bucket).read(versioning);
    const now = Date.now();
    const [from, to] = [now - 60_000, now + 60_000].map((at) => new Date(at).toISOString());
    const who = await lookup.whoChanged(bucket, ['PutBucketVersioning'], from ?? '', to ?? '');
    expect(who).toMatchObject({ kind: 'known', call: 'PutBucketVersioning', confirmed: true });
    expect(isObject(who) && 'actor' in who && who.actor.account).toBe(member);
  });

  it('go to US West (Oregon) for Multi-Region Access Points, and for who changed them', async () => {
    const { lookup, readers, writers } = controller();
    const points = {
      client: clientsOf(aws.endpoint, aws.credentialsFor(member), oregon).s3control,
      AccountId: member,
    };
    const alias = await createMultiRegionPoint(points, { Name: 'front', Regions: [{ Bucket: bucket.name }] });
    const Statement = [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${home}:root` },
        Action: 's3:GetObject',
        Resource: `arn:aws:s3::${member}:accesspoint/${alias}/object/*`,
      },
    ];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    const put: Step = {
      ...enable,
      service: 's3control',
      operation: 'PutMultiRegionAccessPointPolicy',
      input: { Details: { Name: 'front', Policy } },
    };
    await writers.writerFor(planOf(put, wholeMember), 'eu-west-1').send(put);
    const read = {
      service: 's3control',
      operation: 'GetMultiRegionAccessPointPolicy',
      input: { Name: 'front' },
    } as const;
    expect((await readers.readerFor(wholeMember).read(read)).output).toEqual({
      Policy: { Proposed: { Policy } },
    });
    const around = [-60_000, 60_000].map((away) => new Date(Date.now() + away).toISOString());
    const [from = '', to = ''] = around;
    const who = await lookup.whoChanged(wholeMember, ['CreateMultiRegionAccessPoint'], from, to);
    expect(who).toMatchObject({ kind: 'known', call: 'CreateMultiRegionAccessPoint', confirmed: true });
  });
});
