import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as sqs from '@aws-sdk/client-sqs';
import type { LocalAws } from '../../deploy/local/start.js';
import type { Rig } from '../rig/rig.js';
import { filled, type Placed } from './place.js';
import type { ElsewhereCall } from './scenario.js';

type Service = ElsewhereCall['service'];
type Input = Readonly<Record<string, unknown>>;

const sdks = { cloudtrail, dynamodb, events, iam, sqs };

/** ARN of what Snapback rests on in a place, if its scenario is about that. */
export const ownIn = ({ scenario: { own }, account, bucket }: Placed): readonly string[] =>
  own === undefined ? [] : [own.replaceAll(/\$\{account\}/g, account).replaceAll(/\$\{bucket\}/g, bucket)];

/** Sets up what Snapback rests on in a place, as somebody deployed it. */
export async function setUpOwn(rig: Rig, place: Placed): Promise<void> {
  for (const arn of ownIn(place)) {
    const [, , service = '', , , resource = ''] = arn.split(':');
    const name = resource.replace(/^.*\//, '');
    for (const [operation, input] of setUp[service as Service](name))
      await ask(rig, place, { service: service as Service, operation, input });
  }
}

const document = (Action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

const setUp: Readonly<Record<Service, (name: string) => readonly (readonly [string, Input])[]>> = {
  cloudtrail: (Name) => [
    ['CreateTrail', { Name, S3BucketName: 'records', IsMultiRegionTrail: true }],
    ['StartLogging', { Name }],
  ],
  dynamodb: (TableName) => [
    [
      'CreateTable',
      {
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      },
    ],
  ],
  events: (Name) => [
    ['PutRule', { Name, EventPattern: '{"source":["aws.s3"]}', State: 'ENABLED' }],
    ['PutTargets', { Rule: Name, Targets: [{ Id: 'queue', Arn: 'arn:aws:sqs:us-east-1:111122223333:q' }] }],
  ],
  iam: (RoleName) => [
    ['CreateRole', { RoleName, Path: '/watch/', AssumeRolePolicyDocument: document('sts:AssumeRole') }],
    ['PutRolePolicy', { RoleName, PolicyName: 'read', PolicyDocument: document('s3:Get*') }],
  ],
  sqs: (QueueName) => [['CreateQueue', { QueueName }]],
};

/** Has a call of a scenario about what Snapback rests on carried out. */
export async function changeOwn(rig: Rig, place: Placed, call: ElsewhereCall): Promise<void> {
  const { queueUrl, ...input } = filled(rig, place, call.input);
  const where =
    queueUrl === undefined
      ? {}
      : await ask(rig, place, {
          service: 'sqs',
          operation: 'GetQueueUrl',
          input: { QueueName: String(queueUrl).replace(/^.*\//, '') },
        });
  await ask(rig, place, { ...call, input: { ...where, ...asInput(input) } });
}

/** CloudTrail logs members with a small first letter, and the SDK takes them with a capital one. */
const asInput = (logged: Input): Input =>
  JSON.parse(JSON.stringify(logged), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value).map(([name, member]) => [
            name.charAt(0).toUpperCase() + name.slice(1),
            member,
          ]),
        )
      : value,
  );

async function ask(
  { aws }: Rig,
  { account }: Placed,
  { service, operation, input }: ElsewhereCall,
): Promise<Input> {
  const sdk = sdks[service];
  const command: unknown = Reflect.get(sdk, `${operation}Command`);
  if (typeof command !== 'function') throw new Error(`${service} has no operation ${operation}`);
  const { $metadata: _, ...reply } = await clientOf(aws, account, service).send(
    Reflect.construct(command, [input]),
  );
  return reply;
}

const known = new WeakMap<LocalAws, Map<string, { send(command: object): Promise<Input> }>>();

function clientOf(
  aws: LocalAws,
  account: string,
  service: Service,
): { send(command: object): Promise<Input> } {
  const clients = known.get(aws) ?? new Map<string, { send(command: object): Promise<Input> }>();
  known.set(aws, clients);
  const found = clients.get(`${account} ${service}`);
  if (found !== undefined) return found;
  const configuration = {
    endpoint: aws.endpoint,
    region: 'us-east-1',
    credentials: aws.credentialsFor(account, 'deployer'),
  };
  const made = {
    cloudtrail: () => new cloudtrail.CloudTrailClient(configuration),
    dynamodb: () => new dynamodb.DynamoDBClient(configuration),
    events: () => new events.EventBridgeClient(configuration),
    iam: () => new iam.IAMClient(configuration),
    sqs: () => new sqs.SQSClient({ ...configuration, useQueueUrlAsEndpoint: false }),
  }[service]();
  // Each client sends what the command classes of its own package make; `service` chose both.
  const client = made as unknown as { send(command: object): Promise<Input> };
  clients.set(`${account} ${service}`, client);
  return client;
}
