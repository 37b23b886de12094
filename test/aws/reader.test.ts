import { GetBucketAclCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { GetPublicAccessBlockCommand, ListTagsForResourceCommand } from '@aws-sdk/client-s3-control';
import { describe, expect, it } from 'vitest';
import type { Call } from '../../controller/domain/ports.js';
import { type Answering, encryption, reply, s3Error } from './http-server.js';
import { account, adapters, againstServers, bucket, pointSdkAt, wholeAccount } from './over-http.js';

const against = againstServers();

const readEncryption: Call = { service: 's3', operation: 'GetBucketEncryption', input: {} };
const home: Answering = (_request, response) => reply(response, 200, encryption);

describe('a reader', () => {
  it('names bucket and expected owner in every call, in path style, and signs as itself', async () => {
    const { server, readers } = await against(home);
    await readers.readerFor(bucket, 'us-east-1').read(readEncryption);
    expect(server.arrived).toHaveLength(1);
    expect(server.arrived[0]).toMatchObject({ method: 'GET', url: '/ledger-bucket/?encryption=' });
    expect(server.arrived[0]?.headers['x-amz-expected-bucket-owner']).toBe(account);
    expect(server.arrived[0]?.headers['user-agent']).toContain('snapback/1.2.3');
  });

  it('tells the elements that the SDK dropped, and gives the output without metadata', async () => {
    const { readers } = await against(home);
    const { output, elements } = await readers.readerFor(bucket, 'us-east-1').read(readEncryption);
    expect(output).toEqual({
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
    expect([...elements]).toEqual([
      'ServerSideEncryptionConfiguration',
      'Rule',
      'ApplyServerSideEncryptionByDefault',
      'SSEAlgorithm',
      'NewThing',
      'Inner',
    ]);
  });

  it('has no elements to tell of a policy, which is JSON', async () => {
    const policy = '{"Version":"2012-10-17","Statement":[]}';
    const { readers } = await against((_request, response) => reply(response, 200, policy));
    const call: Call = { service: 's3', operation: 'GetBucketPolicy', input: {} };
    expect(await readers.readerFor(bucket, 'us-east-1').read(call)).toEqual({
      output: { Policy: policy },
      elements: new Set(),
    });
  });

  it.each<[string, Call]>([
    ['a write', { service: 's3', operation: 'PutBucketPolicy', input: {} }],
    ['a name that only begins like a read', { service: 's3', operation: 'Getaway', input: {} }],
    ['an unknown read', { service: 's3', operation: 'GetNothing', input: {} }],
    ['a member of every object', { service: 's3', operation: 'GetConstructor', input: {} }],
    ['another bucket', { ...readEncryption, input: { Bucket: 'other' } }],
    ['another owner', { ...readEncryption, input: { ExpectedBucketOwner: '999988887777' } }],
    [
      'another account',
      { service: 's3control', operation: 'GetPublicAccessBlock', input: { AccountId: '9' } },
    ],
    [
      'the access points of another bucket',
      { service: 's3control', operation: 'ListAccessPoints', input: { Bucket: 'other' } },
    ],
    [
      'the tags of another bucket',
      {
        service: 's3control',
        operation: 'ListTagsForResource',
        input: { ResourceArn: 'arn:aws:s3:::other' },
      },
    ],
  ])('sends nothing for %s', async (_what, call) => {
    const { server, readers } = await against(home);
    await expect(readers.readerFor(bucket, 'us-east-1').read(call)).rejects.toMatchObject({
      name: 'TerminalError',
    });
    expect(server.arrived).toEqual([]);
  });

  it('reads no bucket for an account', async () => {
    const { readers, server } = await against(home);
    await expect(readers.readerFor(wholeAccount).read(readEncryption)).rejects.toThrow('cannot be sent');
    expect(server.arrived).toEqual([]);
  });

  it('has connections that cannot send a write, whoever holds the client', async () => {
    const { server, clients } = await against(home);
    const put = new PutBucketPolicyCommand({ Bucket: 'ledger-bucket', Policy: '{}' });
    await expect(clients.s3(account, 'us-east-1').send(put)).rejects.toMatchObject({ name: 'TerminalError' });
    expect(server.arrived).toEqual([]);
  });

  it.each([
    ['never answers', 'GetBucketEncryption', '?encryption'],
    ['stops in the middle of its answer', 'GetBucketVersioning', '?versioning'],
  ])('gives up on a server that %s', async (_how, operation, marker) => {
    const { server, readers } = await against(({ method, url }, response) => {
      if (method === 'HEAD') reply(response, 200, '', { 'x-amz-bucket-region': 'us-east-1' });
      else if (url.includes('?versioning')) response.writeHead(200, { 'content-length': '99' }).write('<V');
    });
    await expect(
      readers.readerFor(bucket).read({ service: 's3', operation, input: {} }),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(server.arrived.filter(({ url }) => url.includes(marker))).toHaveLength(3);
  });

  it('tries again after 503 and after a connection that broke', async () => {
    let requests = 0;
    const { readers } = await against((_request, response) => {
      requests += 1;
      if (requests === 1) reply(response, 503, s3Error('SlowDown'));
      else if (requests === 2) response.destroy();
      else reply(response, 200, encryption);
    });
    await expect(readers.readerFor(bucket, 'us-east-1').read(readEncryption)).resolves.toBeDefined();
    expect(requests).toBe(3);
  });

  it('does not repeat what S3 refused, and passes on its code', async () => {
    const { server, readers } = await against((_request, response) =>
      reply(response, 403, s3Error('AccessDenied')),
    );
    await expect(
      readers
        .readerFor(wholeAccount)
        .read({ service: 's3control', operation: 'GetPublicAccessBlock', input: {} }),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    expect(server.arrived).toHaveLength(1);
  });
});

describe('S3 Control at a custom endpoint', () => {
  const block =
    '<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>';
  const call: Call = { service: 's3control', operation: 'GetPublicAccessBlock', input: {} };

  it.each(['127.0.0.1', 'localhost'])('is asked at %s itself, with the account in a header', async (host) => {
    const { server, readers } = await against((_request, response) => reply(response, 200, block), host);
    const { output } = await readers.readerFor(wholeAccount).read(call);
    expect(output).toEqual({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
    expect(server.arrived[0]?.headers).toMatchObject({
      host: `${host}:${server.port}`,
      'x-amz-account-id': account,
    });
  });

  it('leaves the hosts of AWS as they are', async () => {
    pointSdkAt(undefined);
    const { clients } = adapters();
    const hosts: string[] = [];
    const stop =
      () =>
      async ({ request }: { request: unknown }) => {
        hosts.push((request as { hostname: string }).hostname);
        throw new Error('not sent');
      };
    const where = { step: 'finalizeRequest', priority: 'low' } as const;
    clients.s3(account, 'eu-west-1').middlewareStack.add(stop, where);
    clients.s3control(account, 'eu-west-1').middlewareStack.add(stop, where);
    const control = clients.s3control(account, 'eu-west-1');
    await expect(
      clients.s3(account, 'eu-west-1').send(new GetBucketAclCommand({ Bucket: 'b-1' })),
    ).rejects.toThrow('not sent');
    await expect(control.send(new GetPublicAccessBlockCommand({ AccountId: account }))).rejects.toThrow(
      'not sent',
    );
    const ResourceArn = 'arn:aws:s3:::b-1';
    await expect(
      control.send(new ListTagsForResourceCommand({ AccountId: account, ResourceArn })),
    ).rejects.toThrow('not sent');
    expect(hosts).toEqual([
      'b-1.s3.eu-west-1.amazonaws.com',
      `${account}.s3-control.eu-west-1.amazonaws.com`,
      `${account}.s3-control.eu-west-1.amazonaws.com`,
    ]);
  });
});
