import { describe, expect, it } from 'vitest';
import { listingOver } from '../../controller/aws/listing.js';
import type { Call } from '../../controller/domain/ports.js';
import { RecordingLog } from '../fakes/recording-log.js';
import { type Answering, encryption, reply, s3Error, type TestServer } from './http-server.js';
import { account, againstServers, bucket, wholeAccount } from './over-http.js';

const against = againstServers();

const call: Call = { service: 's3', operation: 'GetBucketEncryption', input: {} };

/** S3 as it is for a bucket that is in one region: other regions redirect, with the region in a header. */
const livesIn =
  (place: () => string): Answering =>
  ({ region, method }, response) => {
    const named = { 'x-amz-bucket-region': place() };
    if (region !== place())
      reply(response, 301, method === 'HEAD' ? '' : s3Error('PermanentRedirect'), named);
    else reply(response, 200, method === 'HEAD' ? '' : encryption, named);
  };

const asked = (from: TestServer) => from.arrived.map(({ method, region }) => `${method} ${region}`);

describe('the region of a bucket', () => {
  it('is asked for once, however many reads want it, and remembered', async () => {
    const { server, readers } = await against(livesIn(() => 'eu-west-1'));
    const reader = readers.readerFor(bucket);
    await Promise.all([reader.read(call), reader.read(call)]);
    await reader.read(call);
    expect(asked(server)).toEqual(['HEAD us-east-1', 'GET eu-west-1', 'GET eu-west-1', 'GET eu-west-1']);
    expect(readers.regionOf(bucket)).toBe('eu-west-1');
  });

  it('is taken from the redirect when a bucket of that name came up elsewhere', async () => {
    let place = 'eu-west-1';
    const { server, readers } = await against(livesIn(() => place));
    await readers.readerFor(bucket).read(call);
    place = 'ap-south-1';
    await readers.readerFor(bucket).read(call);
    expect(asked(server).slice(2)).toEqual(['GET eu-west-1', 'GET ap-south-1']);
    expect(readers.regionOf(bucket)).toBe('ap-south-1');
  });

  it('is asked for again when a redirect does not say where to', async () => {
    const { server, readers } = await against(({ region, method }, response) => {
      if (method === 'HEAD') reply(response, 403, '', { 'x-amz-bucket-region': 'eu-west-1' });
      else if (region !== 'eu-west-1') reply(response, 400, s3Error('AuthorizationHeaderMalformed'));
      else reply(response, 200, encryption);
    });
    await readers.readerFor(bucket, 'us-west-2').read(call);
    expect(asked(server)).toEqual(['GET us-west-2', 'HEAD us-east-1', 'GET eu-west-1']);
  });

  it.each([403, 500])('is not believed from a hint where the call fails with %i', async (status) => {
    const { readers } = await against((request, response) => {
      if (request.region === 'ap-south-1')
        reply(response, status, s3Error(status === 403 ? 'AccessDenied' : 'InternalError'));
      else livesIn(() => 'eu-west-1')(request, response);
    });
    await expect(readers.readerFor(bucket, 'ap-south-1').read(call)).resolves.toBeDefined();
    expect(readers.regionOf(bucket)).toBe('eu-west-1');
  });

  it('never comes from a hint that is no region', async () => {
    const { server, readers } = await against(livesIn(() => 'eu-west-1'));
    await readers.readerFor(bucket, 'evil.example/#').read(call);
    expect(asked(server)).toEqual(['HEAD us-east-1', 'GET eu-west-1']);
  });

  it('is told only if S3 named it: a hint that worked proves nothing', async () => {
    const { server, readers } = await against(({ method }, response) => {
      reply(response, 200, method === 'HEAD' ? '' : encryption, { 'x-amz-bucket-region': 'eu-west-1' });
    });
    await readers.readerFor(bucket, 'us-west-2').read(call);
    expect(await readers.locate(bucket)).toBe('eu-west-1');
    expect(await readers.locate(bucket)).toBe('eu-west-1');
    expect(asked(server)).toEqual(['GET us-west-2', 'HEAD us-east-1']);
    expect(await readers.locate(wholeAccount)).toBeUndefined();
  });

  it('is not told if S3 does not name it, while reading tries the home region', async () => {
    const { readers } = await against(({ method }, response) => {
      if (method === 'HEAD') reply(response, 403, '');
      else reply(response, 200, encryption);
    });
    await expect(readers.readerFor(bucket).read(call)).resolves.toBeDefined();
    await expect(readers.locate(bucket)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  it('is forgotten with a bucket that is gone', async () => {
    let there = true;
    const { readers } = await against((request, response) => {
      if (there) livesIn(() => 'eu-west-1')(request, response);
      else reply(response, 404, request.method === 'HEAD' ? '' : s3Error('NoSuchBucket'));
    });
    await readers.readerFor(bucket).read(call);
    there = false;
    await expect(readers.readerFor(bucket).read(call)).rejects.toMatchObject({ name: 'NoSuchBucket' });
    expect(readers.regionOf(bucket)).toBeUndefined();
    await expect(readers.readerFor(bucket).read(call)).rejects.toMatchObject({ name: 'NotFound' });
  });
});

describe('the listing', () => {
  const page = (names: readonly string[], next?: string): string => {
    const rows = names.map(
      (name) => `<Bucket><Name>${name}</Name><BucketRegion>eu-west-1</BucketRegion></Bucket>`,
    );
    const token = next === undefined ? '' : `<ContinuationToken>${next}</ContinuationToken>`;
    return `<ListAllMyBucketsResult><Buckets>${rows.join('')}</Buckets>${token}</ListAllMyBucketsResult>`;
  };
  const twoPages: Answering = ({ url }, response) =>
    reply(
      response,
      200,
      url.includes('continuation-token=t1') ? page(['ledger-bucket']) : page(['ledger-bucket-2'], 't1'),
    );

  it('always asks for pages, follows them, and fills in the regions', async () => {
    const { server, parts, readers } = await against(twoPages);
    const listing = listingOver(parts, new RecordingLog());
    const first = await listing.page(account);
    expect(first).toEqual({ buckets: [{ name: 'ledger-bucket-2', region: 'eu-west-1' }], next: 't1' });
    expect(await listing.page(account, first.next)).toEqual({
      buckets: [{ name: 'ledger-bucket', region: 'eu-west-1' }],
    });
    expect(readers.regionOf(bucket)).toBe('eu-west-1');
    expect(await readers.locate(bucket)).toBe('eu-west-1');
    for (const { url } of server.arrived) expect(url).toContain('max-buckets=1000');
  });

  it('shows a bucket only under its exact name, on whatever page', async () => {
    const { server, readers } = await against(twoPages);
    expect(await readers.isListed(bucket)).toBe(true);
    expect(await readers.isListed({ ...bucket, name: 'ledger' })).toBe(false);
    expect(server.arrived.every(({ url }) => url.includes('prefix=ledger'))).toBe(true);
  });

  it('rejects if it cannot be read, since then nothing is known', async () => {
    const { readers } = await against((_request, response) => reply(response, 403, s3Error('AccessDenied')));
    await expect(readers.isListed(bucket)).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
