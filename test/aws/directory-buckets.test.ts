import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { trafficControl } from '../../controller/aws/calls.js';
import { s3Clients } from '../../controller/aws/clients.js';
import { listingOver } from '../../controller/aws/listing.js';
import { readersOver } from '../../controller/aws/reader.js';
import { Regions } from '../../controller/aws/regions.js';
import { writersOver } from '../../controller/aws/writer.js';
import { type ApprovedPlan, approve, type Step } from '../../controller/domain/plan.js';
import type { Call } from '../../controller/domain/ports.js';
import type { BucketTarget } from '../../controller/domain/target.js';
import { RecordingLog } from '../fakes/recording-log.js';
import { createDirectory, directoryName } from '../local/directory-world.js';
import { freshBucket, OWNER, type S3World, STRANGER, startS3 } from '../local/s3-world.js';
import { pointSdkAt, shortTimeouts } from './over-http.js';
import { realClock } from './real-clock.js';

let aws: S3World;
beforeEach(async () => {
  aws = await startS3();
  pointSdkAt(aws.endpoint);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await aws.stop();
});

const express: BucketTarget = {
  kind: 'bucket',
  partition: 'aws',
  account: OWNER,
  name: directoryName('data'),
};

/** The adapters, which list directory buckets in these regions. */
function adapters(directory: readonly string[], account = OWNER) {
  const log = new RecordingLog();
  const credentials = aws.credentialsFor(account, 'snapback');
  const settings = {
    version: '1.2.3',
    timeouts: shortTimeouts,
    credentialsOf: () => async () => credentials,
  };
  const regions = new Regions('us-east-1', directory);
  const shared = { traffic: trafficControl(realClock, () => 0.1, 5_000), regions };
  const parts = {
    ...shared,
    clients: s3Clients(settings, 'read'),
    partition: 'aws',
    homeRegion: 'us-east-1',
  };
  return {
    log,
    listing: listingOver(parts, log),
    readers: readersOver(parts),
    writers: writersOver({ ...shared, clients: s3Clients(settings, 'write') }),
  };
}

const encryption: Call = { service: 's3', operation: 'GetBucketEncryption', input: {} };
const tags: Call = { service: 's3control', operation: 'ListTagsForResource', input: {} };
const tag: Step = {
  id: 'tagging.tag',
  aspect: 'tagging',
  service: 's3control',
  operation: 'TagResource',
  input: { AccountId: OWNER, Tags: [{ Key: 'owner', Value: 'data' }] },
  effect: 'close',
};
const planOf = (step: Step, target = express): ApprovedPlan =>
  approve({ target, differences: [], steps: [step], escalations: [], digest: 'd' }, 'catalogue', 1);

/** How often S3 was asked by anybody. */
const asked = (operation: string): number => aws.world.calls.of(operation);

describe('directory buckets', () => {
  it('are listed behind the others, one region after the other', async () => {
    const { s3 } = aws.clients();
    await freshBucket(s3, { Bucket: 'general' });
    await createDirectory(s3, 'data');
    await createDirectory(aws.clients(OWNER, 'us-west-2').s3, 'far');
    const { listing, log } = adapters(['us-west-2', 'us-east-1']);
    const pages = [await listing.page(OWNER)];
    for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next)
      pages.push(await listing.page(OWNER, next));
    expect(pages.flatMap(({ buckets }) => buckets)).toEqual([
      { name: 'general', region: 'us-east-1' },
      { name: directoryName('far'), region: 'us-west-2' },
      { name: express.name, region: 'us-east-1' },
    ]);
    expect(log.lines).toEqual([]);
  });

  it('that cannot be listed hide no other bucket, and are told of once', async () => {
    await freshBucket(aws.clients().s3, { Bucket: 'general' });
    aws.world.faults.add({ operation: 'ListDirectoryBuckets', fault: { kind: 'denied' } });
    const { listing, readers, log } = adapters(['us-east-1']);
    for (const _ of [1, 2]) {
      const { buckets, next = '' } = await listing.page(OWNER);
      expect(buckets).toHaveLength(1);
      expect(await listing.page(OWNER, next)).toEqual({ buckets: [] });
    }
    expect(log.of('warn')).toEqual(['directory buckets of a region cannot be listed']);
    // Not being able to look is never "not there".
    await expect(readers.isListed(express)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(readers.readerFor(express).read(encryption)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('of a region that is not named any more end the listing, whatever a cursor says', async () => {
    expect(await adapters([]).listing.page(OWNER, ':directory:us-east-1:')).toEqual({ buckets: [] });
    expect(await adapters([]).listing.page(OWNER)).toEqual({ buckets: [] });
  });

  it('are read and written without an expected owner, each reader and writer after a listing', async () => {
    await createDirectory(aws.clients().s3, 'data');
    const { readers, writers } = adapters(['us-west-2', 'us-east-1']);
    const reader = readers.readerFor(express);
    await Promise.all([reader.read(encryption), reader.read(encryption)]);
    // One region does not have it, and the other has.
    expect(asked('ListDirectoryBuckets')).toBe(2);
    await writers.writerFor(planOf(tag)).send(tag);
    expect(asked('ListDirectoryBuckets')).toBe(3);
    const { output } = await readers.readerFor(express).read(tags);
    expect(output).toEqual({ Tags: [{ Key: 'owner', Value: 'data' }] });
    expect(asked('HeadBucket')).toBe(0);
    expect(await readers.locate(express)).toBe('us-east-1');
  });

  it('are found in the region that somebody claims, and a claim hides none', async () => {
    await createDirectory(aws.clients(OWNER, 'us-west-2').s3, 'data');
    const elsewhere = adapters(['us-east-1']).readers;
    await expect(elsewhere.readerFor(express).read(encryption)).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
    expect(await elsewhere.isListed(express)).toBe(false);
    await elsewhere.readerFor(express, 'us-west-2').read(encryption);
    const here = adapters(['us-west-2']).readers;
    await here.readerFor(express, 'eu-north-1').read(encryption);
    await here.readerFor(express, 'evil.example/').read(encryption);
  });

  it('where nobody may be asked are not known to be gone', async () => {
    const { readers } = adapters([]);
    await expect(readers.readerFor(express).read(encryption)).rejects.toMatchObject({ name: 'NoRegion' });
    await expect(readers.isListed(express)).rejects.toMatchObject({ name: 'NoRegion' });
  });

  it('of somebody else are neither read nor written', async () => {
    await createDirectory(aws.clients(STRANGER).s3, 'data');
    const { readers, writers } = adapters(['us-east-1']);
    await expect(readers.readerFor(express).read(encryption)).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(writers.writerFor(planOf(tag)).send(tag)).rejects.toMatchObject({ name: 'NoSuchBucket' });
    expect(asked('GetBucketEncryption')).toBe(0);
    expect(asked('TagResource')).toBe(0);
  });

  it.each<[string, Partial<Step>]>([
    ['an owner', { service: 's3', operation: 'PutBucketPolicy', input: { ExpectedBucketOwner: OWNER } }],
    ['a setting that they do not have', { service: 's3', operation: 'PutPublicAccessBlock', input: {} }],
    ['their creation', { service: 's3', operation: 'CreateBucket', input: {} }],
    [
      'the ARN of another bucket',
      { input: { ResourceArn: `arn:aws:s3express:us-east-1:${OWNER}:bucket/${directoryName('other')}` } },
    ],
    ['the ARN of a general purpose bucket', { input: { ResourceArn: `arn:aws:s3:::${express.name}` } }],
  ])('are sent no step with %s', async (_, change) => {
    await createDirectory(aws.clients().s3, 'data');
    const before = aws.world.calls.mutationsByController.length;
    const step = { ...tag, ...change };
    const { writers } = adapters(['us-east-1']);
    await expect(writers.writerFor(planOf(step)).send(step)).rejects.toMatchObject({ name: 'TerminalError' });
    expect(aws.world.calls.mutationsByController.length).toBe(before);
  });
});
