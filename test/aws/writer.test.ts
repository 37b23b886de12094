import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ApprovedPlan, approve, type Step } from '../../controller/domain/plan.js';
import type { Target } from '../../controller/domain/target.js';
import { type Answering, reply, s3Error } from './http-server.js';
import { account, againstServers, bucket, wholeAccount } from './over-http.js';

const against = againstServers();

const done: Answering = (_request, response) => reply(response, 200, '');

const step = (change: Partial<Step> = {}): Step => ({
  id: 'versioning.put',
  aspect: 'versioning',
  service: 's3',
  operation: 'PutBucketVersioning',
  input: { Bucket: 'ledger-bucket', VersioningConfiguration: { Status: 'Enabled' } },
  effect: 'protect',
  ...change,
});

const planOf = (steps: readonly Step[], target: Target = bucket): ApprovedPlan =>
  approve({ target, differences: [], steps, escalations: [], digest: 'd' }, 'catalogue', 1);

describe('a writer', () => {
  it('sends a step of its plan for its own bucket and owner, and tells the request', async () => {
    const { server, writers } = await against(done);
    const writer = writers.writerFor(planOf([step()]), 'us-east-1');
    expect(await writer.send(step())).toEqual({ requestId: 'REQUEST1' });
    expect(server.arrived).toHaveLength(1);
    expect(server.arrived[0]).toMatchObject({ method: 'PUT', url: '/ledger-bucket/?versioning=' });
    expect(server.arrived[0]?.headers['x-amz-expected-bucket-owner']).toBe(account);
    expect(server.arrived[0]?.body).toContain('<Status>Enabled</Status>');
  });

  it('sends nothing that is not in its plan exactly so', async () => {
    const { server, writers } = await against(done);
    const writer = writers.writerFor(planOf([step()]), 'us-east-1');
    const other = fc.constantFrom<Partial<Step>>(
      { id: 'other' },
      { operation: 'PutBucketAcl' },
      { service: 's3control' },
      { effect: 'open' },
      { after: [] },
      { lifts: true },
      { input: { Bucket: 'ledger-bucket', VersioningConfiguration: { Status: 'Suspended' } } },
      { input: {} },
    );
    await fc.assert(
      fc.asyncProperty(other, async (change) => {
        await expect(writer.send(step(change))).rejects.toMatchObject({ name: 'TerminalError' });
      }),
    );
    expect(server.arrived).toEqual([]);
  });

  it.each<[string, Partial<Step>, Target]>([
    ['another bucket', { input: { Bucket: 'other' } }, bucket],
    ['another owner', { input: { Bucket: 'ledger-bucket', ExpectedBucketOwner: '999988887777' } }, bucket],
    ['a bucket of an account plan', {}, wholeAccount],
    [
      'another account',
      { service: 's3control', operation: 'PutPublicAccessBlock', input: { AccountId: '999988887777' } },
      wholeAccount,
    ],
    [
      'the whole account of a bucket',
      { service: 's3control', operation: 'PutPublicAccessBlock', input: { AccountId: account } },
      bucket,
    ],
    [
      'tags of another bucket',
      { service: 's3control', operation: 'TagResource', input: { ResourceArn: 'arn:aws:s3:::other' } },
      bucket,
    ],
    [
      'a point of another bucket',
      {
        service: 's3control',
        operation: 'CreateAccessPoint',
        input: { AccountId: account, Name: 'reports', Bucket: 'other' },
      },
      bucket,
    ],
    [
      "a bucket's access point for an account",
      { service: 's3control', operation: 'DeleteAccessPointPolicy', input: { Name: 'reports' } },
      wholeAccount,
    ],
    [
      'the birth of a Multi-Region Access Point',
      { service: 's3control', operation: 'CreateMultiRegionAccessPoint', input: { AccountId: account } },
      wholeAccount,
    ],
    [
      'the end of a Multi-Region Access Point',
      { service: 's3control', operation: 'DeleteMultiRegionAccessPoint', input: { AccountId: account } },
      wholeAccount,
    ],
    [
      'a Multi-Region Access Point of a bucket',
      { service: 's3control', operation: 'PutMultiRegionAccessPointPolicy', input: { AccountId: account } },
      bucket,
    ],
    ['the birth of a bucket', { operation: 'CreateBucket' }, bucket],
    ...(
      [
        ['in which ACLs count', { ObjectOwnership: 'ObjectWriter' }],
        ['with an ACL', { ACL: 'private' }],
        ['with a grant', { GrantRead: 'uri="http://acs.amazonaws.com/groups/global/AllUsers"' }],
        ['in another region', { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }],
        ['of another name', { Bucket: 'other' }],
      ] as const
    ).map(([what, input]): [string, Partial<Step>, Target] => [
      `a bucket ${what}`,
      { operation: 'CreateBucket', input: { ObjectOwnership: 'BucketOwnerEnforced', ...input } },
      bucket,
    ]),
    ['the end of a bucket', { operation: 'DeleteBucket' }, bucket],
    ['an object', { operation: 'PutObject' }, bucket],
    ['objects', { operation: 'DeleteObjects' }, bucket],
    ['a read', { operation: 'GetBucketAcl' }, bucket],
    ['an operation that there is not', { operation: 'PutBucketNonsense' }, bucket],
  ])('sends nothing for %s, approved or not', async (_what, change, target) => {
    const { server, writers } = await against(done);
    const writer = writers.writerFor(planOf([step(change)], target), 'us-east-1');
    await expect(writer.send(step(change))).rejects.toMatchObject({ name: 'TerminalError' });
    expect(server.arrived).toEqual([]);
  });

  it('names a request that is carried out later by its plan, its lease and its step', async () => {
    const { server, writers } = await against(done);
    const put = step({
      service: 's3control',
      operation: 'PutMultiRegionAccessPointPolicy',
      input: { AccountId: account, Details: { Name: 'front', Policy: '{}' } },
    });
    const send = async (fence: number, each: Step) => {
      const plan = { ...planOf([each], wholeAccount), fence };
      await writers.writerFor(plan).send(each);
      return /<ClientToken>(\S{1,64})<\/ClientToken>/.exec(server.arrived.at(-1)?.body ?? '')?.[1];
    };
    const first = await send(1, put);
    expect(first).toBeDefined();
    expect(await send(1, put)).toBe(first);
    expect(new Set([first, await send(2, put), await send(1, { ...put, id: 'other' })]).size).toBe(3);
    expect(server.arrived[0]?.headers['authorization']).toContain('/us-west-2/s3/');
  });

  it.each([
    ['us-east-1', {}, ''],
    [
      'eu-west-1',
      { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } },
      '<LocationConstraint>eu-west-1</LocationConstraint>',
    ],
  ])('creates a bucket in %s, where nobody has to ask for it', async (region, where, named) => {
    const { server, writers } = await against(done);
    const input = { Bucket: 'ledger-bucket', ObjectOwnership: 'BucketOwnerEnforced', ...where };
    const create = step({ operation: 'CreateBucket', input });
    expect(await writers.writerFor(planOf([create]), region).send(create)).toEqual({ requestId: 'REQUEST1' });
    expect(server.arrived).toHaveLength(1);
    const [{ method, url, headers, body } = { method: '', url: '', headers: {}, body: '' }] = server.arrived;
    expect([method, url]).toEqual(['PUT', '/ledger-bucket/']);
    expect(headers).toMatchObject({ 'x-amz-object-ownership': 'BucketOwnerEnforced' });
    expect(headers).not.toHaveProperty('x-amz-expected-bucket-owner');
    expect(headers['authorization']).toContain(`/${region}/s3/`);
    expect(body.includes('LocationConstraint')).toBe(named !== '');
    expect(body).toContain(named);
  });

  it('turns the dates of a lifecycle document into dates, and no other text', async () => {
    const { server, writers } = await against(done);
    const rules = [
      {
        ID: 'Date',
        Status: 'Enabled',
        Filter: { Prefix: '2026-01-01' },
        Expiration: { Date: '2027-01-01T00:00:00.000Z' },
      },
      {
        ID: '2',
        Status: 'Enabled',
        Filter: { Prefix: '' },
        Transitions: [{ Date: '2027-02-01T00:00:00.000Z', StorageClass: 'GLACIER' }],
      },
    ];
    const put = step({
      operation: 'PutBucketLifecycleConfiguration',
      input: { LifecycleConfiguration: { Rules: rules } },
    });
    await writers.writerFor(planOf([put]), 'us-east-1').send(put);
    const { body } = server.arrived[0] ?? { body: '' };
    expect(body).toContain('<Expiration><Date>2027-01-01T00:00:00Z</Date></Expiration>');
    expect(body).toContain('<Date>2027-02-01T00:00:00Z</Date><StorageClass>GLACIER</StorageClass>');
    expect(body).toContain('<ID>Date</ID>');
    expect(body).toContain('<Prefix>2026-01-01</Prefix>');
  });

  it('writes account settings through S3 Control', async () => {
    const { server, writers } = await against(done);
    const put = step({
      service: 's3control',
      operation: 'PutPublicAccessBlock',
      input: { PublicAccessBlockConfiguration: { BlockPublicAcls: true } },
    });
    await writers.writerFor(planOf([put], wholeAccount)).send(put);
    expect(server.arrived[0]?.headers['x-amz-account-id']).toBe(account);
  });

  it('sends again what S3 did not do because of another write', async () => {
    let requests = 0;
    const { writers } = await against((_request, response) => {
      requests += 1;
      if (requests < 3) reply(response, 409, s3Error('OperationAborted'));
      else reply(response, 200, '');
    });
    await writers.writerFor(planOf([step()]), 'us-east-1').send(step());
    expect(requests).toBe(3);
  });

  it('sends a put whose answer was lost once more, not twice', async () => {
    const { server, regions, writers } = await against((_request, response) => response.destroy());
    regions.remember(bucket, 'us-east-1');
    const sent = writers.writerFor(planOf([step()])).send(step());
    await expect(sent).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(server.arrived).toHaveLength(2);
  });

  it('follows the bucket to its region', async () => {
    const { server, writers } = await against(({ region }, response) => {
      if (region === 'eu-west-1') reply(response, 200, '');
      else reply(response, 301, s3Error('PermanentRedirect'), { 'x-amz-bucket-region': 'eu-west-1' });
    });
    await writers.writerFor(planOf([step()]), 'us-east-1').send(step());
    expect(server.arrived.map(({ region }) => region)).toEqual(['us-east-1', 'eu-west-1']);
  });
});
