import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLocalAws } from '../../deploy/local/start.js';
import { ours } from './children.js';
import { home, type Installer, versionOf } from './install.js';

/** Where a server that claims to behave as AWS does is found. */
export interface Address {
  readonly name: string;
  readonly endpoint: string;
  /** What makes an AWS client use it. */
  readonly env: Readonly<Record<string, string>>;
  /** Where it puts CloudTrail's events about S3; missing: only where its own EventBridge is told to, if it has one. */
  readonly queueUrl?: string;
}

export interface RunningServer {
  readonly address: Address;
  stop(): Promise<void>;
}

export interface Server {
  readonly name: string;
  /** What is compared, with its version. */
  readonly version: string;
  /** Installs it if need be. Rejects if it does not come up. */
  start(installer: () => Promise<Installer>): Promise<RunningServer>;
}

/** A Python package that nobody of this project wrote. */
interface Package {
  readonly name: string;
  command(bin: string, port: number): readonly [command: string, ...args: string[]];
  environment(port: number): Readonly<Record<string, string>>;
}

const packages: readonly Package[] = [
  {
    name: 'moto',
    command: (bin, port) => [join(bin, 'moto_server'), '-H', '127.0.0.1', '-p', String(port)],
    environment: () => ({ MOTO_ACCOUNT_ID: account }),
  },
  {
    name: 'localemu',
    command: (bin) => [join(bin, 'localemu'), 'start'],
    environment: (port) => ({
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      DNS_ADDRESS: '0',
      SKIP_SSL_CERT_DOWNLOAD: '1',
      DISABLE_EVENTS: '1',
    }),
  },
  {
    name: 'ministack',
    command: (bin) => [join(bin, 'ministack')],
    // It would listen everywhere, and for MQTT too.
    environment: (port) => ({ GATEWAY_PORT: String(port), BIND_HOST: '127.0.0.1', IOT_MTLS_ENABLED: '0' }),
  },
];

/** The account of every server: that of the local AWS. */
const account = '111122223333';

/** Ours first: it has to pass everything. */
export const servers: readonly Server[] = [
  {
    name: 'local-aws',
    version: 'ours',
    async start() {
      const aws = await startLocalAws();
      const address = { name: 'local-aws', endpoint: aws.endpoint, env: aws.env(), queueUrl: aws.queueUrl };
      return { address, stop: () => aws.stop() };
    },
  },
  ...packages.map((one) => ({
    name: one.name,
    version: versionOf(one.name),
    start: async (installer: () => Promise<Installer>) =>
      startPackage(one, await (await installer()).install(one.name)),
  })),
];

const envFor = (endpoint: string): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'us-east-1',
  // All of them take twelve digits for the account.
  AWS_ACCESS_KEY_ID: account,
  AWS_SECRET_ACCESS_KEY: 'test',
});

async function startPackage(one: Package, bin: string): Promise<RunningServer> {
  const port = await freePort();
  const [command, ...args] = one.command(bin, port);
  const log: string[] = [];
  const cwd = join(home, one.name);
  const [TMPDIR, XDG_CACHE_HOME] = [join(cwd, 'tmp'), join(cwd, 'cache')];
  for (const folder of [TMPDIR, XDG_CACHE_HOME]) mkdirSync(folder, { recursive: true });
  const own = { TMPDIR, XDG_CACHE_HOME, PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '' };
  const child = ours(
    spawn(command, args, {
      cwd,
      env: { ...process.env, ...own, ...one.environment(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  const keep = (chunk: Buffer): void => void log.push(String(chunk));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const endpoint = `http://127.0.0.1:${port}`;
  await untilItAnswers(endpoint, child, () => `${one.name} did not start:\n${log.join('').slice(-2_000)}`);
  return { address: { name: one.name, endpoint, env: envFor(endpoint) }, stop: () => ended(child) };
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

async function untilItAnswers(endpoint: string, child: ChildProcess, why: () => string): Promise<void> {
  for (let tries = 0; tries < 240; tries += 1) {
    if (child.exitCode !== null) throw new Error(why());
    const answer = await fetch(endpoint, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    if (answer !== undefined) return;
    await sleep(500);
  }
  child.kill('SIGKILL');
  throw new Error(why());
}

/** Asks it to end, and ends it after three seconds: one of them has been seen to ignore the request. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const late = sleep(3_000, 'late' as const, { ref: false });
  if ((await Promise.race([exit, late])) === 'late') child.kill('SIGKILL');
  await exit;
}
