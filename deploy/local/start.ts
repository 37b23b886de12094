import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Backups } from './backups.js';
import type { BusKnobs } from './bus.js';
import { type LocalClock, realClock } from './clock.js';
import { route } from './gateway.js';
import { createWorld, type LocalWorld } from './local-world.js';
import { type LocalCredentials, Principals } from './principals.js';
import { createEventQueues, startQueues } from './queues.js';
import { randomStream } from './random.js';
import { Roles } from './roles.js';
import { Rules } from './rules.js';
import { handleS3 } from './s3/handle.js';
import { errorReply } from './service-reply.js';
import { Sts } from './sts.js';
import { startTables } from './tables.js';
import { Trails } from './trails.js';
import type { Handler, Principal } from './world.js';

/** How the local AWS is to be; everything has a default. */
export interface LocalAwsOptions {
  /** TCP port on 127.0.0.1; 0 (default) takes a free one. */
  readonly port?: number;
  /** Accounts that exist, the first is the home of `env()`; default 111122223333. */
  readonly accounts?: readonly string[];
  readonly partition?: string;
  /** Region of the queues and of `env()`; default us-east-1. */
  readonly region?: string;
  /** Of all randomness; default 1. */
  readonly seed?: number;
  readonly clock?: LocalClock;
  readonly bus?: BusKnobs;
  /** Seconds that a received event stays hidden; default 30. */
  readonly visibilityTimeoutSeconds?: number;
  /** Receives after which an event goes to the dead-letter queue; default 5. */
  readonly maxReceiveCount?: number;
  /** Whom the oracle judges; by default every principal whose name starts with `snapback`. */
  readonly isController?: (principal: Principal) => boolean;
  /** What answers S3 and S3 Control; only tests give another one. */
  readonly s3?: Handler;
}

/** A running local AWS. */
export interface LocalAws {
  /** What AWS_ENDPOINT_URL is to be. */
  readonly endpoint: string;
  readonly world: LocalWorld;
  readonly sts: Pick<Sts, 'refuse' | 'permit'>;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** Credentials of the account's root user, or of a session of the role. */
  credentialsFor(account: string, roleName?: string): LocalCredentials;
  /** The environment that makes an AWS client use this endpoint. */
  env(): Readonly<Record<string, string>>;
  /** Breaks all connections and ends; nothing of it stays behind. */
  stop(): Promise<void>;
}

/**
 * Starts S3, S3 Control, STS, CloudTrail, DynamoDB and SQS on one port of 127.0.0.1, in memory, in this process; of
 * EventBridge and IAM what sets up and reads rules and roles.
 */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const {
    accounts = ['111122223333'],
    partition = 'aws',
    region = 'us-east-1',
    seed = 1,
    clock = realClock,
  } = options;
  const server = createServer();
  // Connections live as long as their clients want: one that is closed just when it is used again loses a request.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const queues = await startQueues(host, region);
  const { visibilityTimeoutSeconds = 30, maxReceiveCount = 5 } = options;
  const eventQueues = await createEventQueues(queues, { visibilityTimeoutSeconds, maxReceiveCount });
  const world = createWorld({
    partition,
    accounts,
    seed,
    clock,
    knobs: options.bus ?? {},
    send: (body) => queues.call('SendMessage', { QueueUrl: eventQueues.queueUrl, MessageBody: body }),
    isController: options.isController ?? (({ name }) => name.startsWith('snapback')),
  });
  const isAccount = (id: string) => world.accounts.has(id);
  const random = randomStream(seed, 'credentials');
  const principals = new Principals({ partition, isAccount, random, now: () => world.now() });
  const sts = new Sts(principals, isAccount);
  const behind = {
    ...{ world, principals, sts, queues, tables: startTables(), s3: options.s3 ?? handleS3 },
    ...{ trails: new Trails(), rules: new Rules(), roles: new Roles(), backups: new Backups() },
  };
  server.on('request', (request, response) => {
    route(behind, request, response).catch((cause: unknown) => {
      if (response.headersSent || response.destroyed) return void response.destroy();
      const { status, headers, body } = errorReply('rest-xml', 500, 'InternalError', String(cause), 'none');
      response.writeHead(status, headers).end(body);
    });
  });
  const endpoint = `http://${host}`;
  const credentialsFor = (account: string, role?: string) =>
    role === undefined ? principals.credentialsOf(account) : principals.issue(account, role, 'local', 43_200);
  return {
    endpoint,
    world,
    sts,
    ...eventQueues,
    credentialsFor,
    env: () =>
      environment(endpoint, region, eventQueues.queueUrl, principals.credentialsOf(accounts[0] ?? '')),
    async stop() {
      await world.bus.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, queues.stop()]);
    },
  };
}

function environment(
  endpoint: string,
  region: string,
  queueUrl: string,
  credentials: LocalCredentials,
): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    // SDKs put the account id before the host of S3 Control, which makes no URL with a number for a host.
    AWS_ENDPOINT_URL_S3_CONTROL: endpoint.replace('127.0.0.1', 'localhost'),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    SNAPBACK_QUEUE_URL: queueUrl,
  };
}
