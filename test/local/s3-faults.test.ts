import { GetBucketVersioningCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../deploy/local/world.js';
import { freshBucket, refusal, type S3World, startS3 } from './s3-world.js';

let aws: S3World;
let Bucket: string;
beforeEach(async () => {
  aws = await startS3();
  Bucket = await freshBucket(aws.clients().s3);
});
afterEach(() => aws.stop());

const enable = () =>
  aws
    .clients()
    .s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
const status = async () => (await aws.clients().s3.send(new GetBucketVersioningCommand({ Bucket }))).Status;
const inject = (fault: Fault, operation: string, count = 1) =>
  aws.world.faults.add({ fault, operation, bucket: Bucket, count });
const lastRecorded = () => aws.world.events.at(-1);

describe('a call that is hit by a fault', () => {
  it.each<[Fault['kind'], string]>([
    ['denied', 'AccessDenied 403'],
    ['throttled', 'SlowDown 503'],
    ['error5xx', 'InternalError 500'],
    ['conflict', 'OperationAborted 409'],
  ])('%s ends as %s, has no effect, and is recorded', async (kind, expected) => {
    inject({ kind } as Fault, 'PutBucketVersioning');
    expect(await refusal(enable())).toBe(expected);
    expect(lastRecorded()).toMatchObject({
      eventName: 'PutBucketVersioning',
      errorCode: expected.split(' ')[0],
    });
    expect(await status()).toBeUndefined();
    expect(await refusal(enable())).toBeUndefined();
  });

  it('replyLost has its effect and its record, but no answer', async () => {
    inject({ kind: 'replyLost' }, 'PutBucketVersioning');
    expect(await refusal(enable())).toMatch(/ undefined$/);
    expect(await status()).toBe('Enabled');
    expect(lastRecorded()?.eventName).toBe('PutBucketVersioning');
    expect(lastRecorded()?.errorCode).toBeUndefined();
  });

  it('hanging never ends and has no effect', async () => {
    inject({ kind: 'hanging' }, 'PutBucketVersioning');
    const abort = new AbortController();
    const input = { Bucket, VersioningConfiguration: { Status: 'Enabled' as const } };
    const { s3 } = aws.clients();
    const hung = refusal(s3.send(new PutBucketVersioningCommand(input), { abortSignal: abort.signal }));
    // The next call is answered while the first one still waits.
    expect(await status()).toBeUndefined();
    abort.abort();
    expect(await hung).toBe('AbortError undefined');
    expect(await status()).toBeUndefined();
  });

  it('slow waits by the clock of the world and then answers as ever', async () => {
    inject({ kind: 'slow', ms: 1 }, 'PutBucketVersioning');
    expect(await refusal(enable())).toBeUndefined();
    expect(await status()).toBe('Enabled');
  });

  it('stale shows what was there before the last write, so often and no more', async () => {
    await enable();
    inject({ kind: 'stale' }, 'GetBucketVersioning', 2);
    expect([await status(), await status(), await status()]).toEqual([undefined, undefined, 'Enabled']);
  });
});
