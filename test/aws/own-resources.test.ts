import { afterEach, describe, expect, it, vi } from 'vitest';
import { ownReader } from '../../controller/aws/own-resources/reader.js';
import type { OwnObservation } from '../../controller/domain/own-resource.js';
import { ownedBy } from '../../controller/runtime/own-watch.js';
import { type Arrived, reply, serve, type TestServer } from './http-server.js';
import { clientSettings, pointSdkAt } from './over-http.js';
import { realClock } from './real-clock.js';

// A busy machine is no fault of the service's.
const patient = { connectionMs: 30_000, requestMs: 60_000 };
let server: TestServer | undefined;

afterEach(async () => {
  vi.unstubAllEnvs();
  await server?.stop();
});

const arns = {
  trail: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/watch',
  rule: 'arn:aws:events:eu-west-1:111122223333:rule/own-bus/watch',
  queue: 'arn:aws:sqs:eu-west-1:111122223333:watch',
  table: 'arn:aws:dynamodb:eu-west-1:111122223333:table/watch',
  role: 'arn:aws:iam::111122223333:role/path/snapback',
} as const;

/** What a service answers to one operation: JSON, the XML inside IAM's result, or an error. */
type Answer = object | string | { readonly refused: string };
type Answers = Readonly<Record<string, Answer | readonly Answer[]>>;

const operationOf = ({ headers, body }: Arrived): string =>
  String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1) ||
  (new URLSearchParams(body).get('Action') ?? '');

/** What is read of one resource when the services answer so; an operation with a list gives one after the other. */
async function read(
  arn: string,
  answers: Answers,
): Promise<{ readonly seen: OwnObservation; readonly arrived: readonly Arrived[] }> {
  const asked = new Map<string, number>();
  server = await serve((request, response) => {
    const operation = operationOf(request);
    const all = answers[operation] ?? answers['else'] ?? {};
    const turn = asked.get(operation) ?? 0;
    asked.set(operation, turn + 1);
    const answer: Answer = Array.isArray(all) ? (all[turn] ?? {}) : (all as Answer);
    const refused = typeof answer === 'object' && 'refused' in answer ? String(answer.refused) : undefined;
    const isXml = request.headers['x-amz-target'] === undefined;
    const type = { 'content-type': isXml ? 'text/xml' : 'application/x-amz-json-1.1' };
    if (refused !== undefined) {
      const xml = `<ErrorResponse><Error><Code>${refused}</Code><Message>no</Message></Error></ErrorResponse>`;
      return reply(response, 400, isXml ? xml : JSON.stringify({ __type: refused, message: 'no' }), type);
    }
    const xml = `<${operation}Response><${operation}Result>${String(answer)}</${operation}Result></${operation}Response>`;
    reply(response, 200, isXml ? xml : JSON.stringify(answer), type);
  });
  pointSdkAt(`http://127.0.0.1:${server.port}`);
  const settings = { ...clientSettings(patient), clock: realClock, random: () => 0 };
  const owned = ownedBy(arn);
  if (owned === undefined) throw new Error(`${arn} is none of ours`);
  const seen = await ownReader({ ...settings, homeRegion: 'eu-west-1' }).read(owned);
  return { seen, arrived: server.arrived };
}

describe('what cannot be read', () => {
  it.each(Object.entries(arns))('of a %s is unreadable, never missing', async (_, arn) => {
    for (const refused of ['AccessDenied', 'ThrottlingException']) {
      const { seen } = await read(arn, { else: { refused } });
      expect(seen).toMatchObject({ kind: 'unreadable', error: { name: refused } });
      await server?.stop();
    }
  });

  it('makes the whole unreadable: half a state would look like a change', async () => {
    const { seen } = await read(arns.trail, {
      GetTrail: { Trail: { S3BucketName: 'logs' } },
      GetTrailStatus: { IsLogging: true },
      GetEventSelectors: { refused: 'AccessDeniedException' },
    });
    expect(seen).toMatchObject({ kind: 'unreadable', error: { name: 'AccessDeniedException' } });
  });

  it('is tried again first', async () => {
    const { seen, arrived } = await read(arns.queue, {
      GetQueueUrl: [{ refused: 'ThrottlingException' }, { QueueUrl: 'http://sqs.invalid/1/watch' }],
      GetQueueAttributes: { Attributes: { Policy: '{ "Id": "own" }', ApproximateNumberOfMessages: '7' } },
    });
    expect(arrived.map(operationOf)).toEqual(['GetQueueUrl', 'GetQueueUrl', 'GetQueueAttributes']);
    expect(seen).toMatchObject({
      kind: 'observed',
      state: { works: true, settings: { Policy: { Id: 'own' } } },
    });
    expect(JSON.stringify(seen)).not.toContain('Approximate');
  });

  it('is an answer that does not say whether the trail logs', async () => {
    const { seen } = await read(arns.trail, { GetTrail: { Trail: {} } });
    expect(seen.kind).toBe('unreadable');
  });
});

describe('what is not there', () => {
  it.each([
    ['trail', 'TrailNotFoundException'],
    ['rule', 'ResourceNotFoundException'],
    ['queue', 'QueueDoesNotExist'],
    ['table', 'ResourceNotFoundException'],
    ['role', 'NoSuchEntity'],
  ] as const)('is a %s of which the service says %s', async (kind, refused) => {
    const { seen } = await read(arns[kind], { else: { refused } });
    expect(seen).toEqual({ kind: 'absent' });
  });

  it('is a table that is being deleted', async () => {
    const { seen } = await read(arns.table, { DescribeTable: { Table: { TableStatus: 'DELETING' } } });
    expect(seen).toEqual({ kind: 'absent' });
  });
});

describe('what is read', () => {
  it.each([
    ['ENABLED', [{ Id: 'a', Arn: 'arn:a' }], true],
    ['DISABLED', [{ Id: 'a', Arn: 'arn:a' }], false],
    ['ENABLED', [], false],
  ])('of a rule that is %s with the targets %j', async (State, Targets, works) => {
    const { seen } = await read(arns.rule, {
      DescribeRule: { State, EventPattern: '{"source": ["aws.s3"]}' },
      ListTargetsByRule: { Targets },
    });
    const settings = { state: State, pattern: { source: ['aws.s3'] }, targets: Targets };
    expect(seen).toMatchObject({ kind: 'observed', state: { works, settings } });
  });

  it('are all targets of a rule, on its own bus, in one order', async () => {
    const { seen, arrived } = await read(arns.rule, {
      DescribeRule: { State: 'ENABLED' },
      ListTargetsByRule: [
        { Targets: [{ Id: 'b', Arn: 'arn:b' }], NextToken: 'more' },
        { Targets: [{ Id: 'a', Arn: 'arn:a' }] },
      ],
    });
    expect(seen).toMatchObject({ state: { settings: { targets: [{ Id: 'a' }, { Id: 'b' }] } } });
    for (const { body } of arrived) expect(JSON.parse(body)).toMatchObject({ EventBusName: 'own-bus' });
  });

  it('are the documents and all policies of a role', async () => {
    const { seen } = await read(arns.role, {
      GetRole: `<Role><RoleId>AROA1</RoleId><AssumeRolePolicyDocument>${encodeURIComponent('{"Id": "trust"}')}</AssumeRolePolicyDocument></Role>`,
      ListRolePolicies: '<IsTruncated>false</IsTruncated><PolicyNames><member>own</member></PolicyNames>',
      GetRolePolicy: `<PolicyDocument>${encodeURIComponent('{"Id":"own"}')}</PolicyDocument>`,
      ListAttachedRolePolicies: [
        '<IsTruncated>true</IsTruncated><Marker>m</Marker><AttachedPolicies><member><PolicyArn>arn:b</PolicyArn></member></AttachedPolicies>',
        '<IsTruncated>false</IsTruncated><AttachedPolicies><member><PolicyArn>arn:a</PolicyArn></member></AttachedPolicies>',
      ],
    });
    expect(seen).toEqual({
      kind: 'observed',
      state: {
        works: true,
        settings: {
          id: 'AROA1',
          trust: { Id: 'trust' },
          boundary: null,
          inline: { own: { Id: 'own' } },
          attached: ['arn:a', 'arn:b'],
        },
      },
    });
  });

  it('are the protections of a table, and nothing that follows its load', async () => {
    const { seen } = await read(arns.table, {
      DescribeTable: {
        Table: {
          TableStatus: 'ACTIVE',
          TableId: 'one',
          ItemCount: 9,
          TableSizeBytes: 10,
          DeletionProtectionEnabled: true,
          ProvisionedThroughput: { ReadCapacityUnits: 5 },
        },
      },
      DescribeContinuousBackups: {
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: 'ENABLED',
          PointInTimeRecoveryDescription: {
            PointInTimeRecoveryStatus: 'ENABLED',
            LatestRestorableDateTime: 1_769_860_800,
          },
        },
      },
      DescribeTimeToLive: { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'until' } },
    });
    expect(seen).toMatchObject({
      kind: 'observed',
      state: {
        works: true,
        settings: { id: 'one', isProtected: true, recovery: 'ENABLED', expiresBy: 'until' },
      },
    });
    expect(JSON.stringify(seen)).not.toMatch(/ItemCount|Bytes|Throughput|Restorable|ReadCapacity/);
  });
});
