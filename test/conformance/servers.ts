import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLocalAws } from '../../deploy/local/start.js';

/** A server that claims to behave as AWS does, running. */
export interface RunningServer {
  readonly endpoint: string;
  /** What makes an AWS client use it. */
  readonly env: Readonly<Record<string, string>>;
  /** Where it puts CloudTrail's events about S3; missing: only where its own EventBridge is told to, if it has one. */
  readonly queueUrl?: string;
  stop(): Promise<void>;
}

export interface Server {
  readonly name: string;
  /** What is compared, with its version. */
  readonly version: string;
  start(): Promise<RunningServer>;
}

/** Python packages that nobody of this project wrote, at fixed versions. */
interface Package {
  readonly name: string;
  readonly requirement: string;
  /** The oldest Python that it runs on. */
  readonly python: readonly [number, number];
  command(bin: string, port: number): readonly [command: string, ...args: string[]];
  environment(port: number): Readonly<Record<string, string>>;
}

const packages: readonly Package[] = [
  {
    name: 'moto',
    requirement: 'moto[server]==5.2.5',
    python: [3, 10],
    command: (bin, port) => [join(bin, 'moto_server'), '-H', '127.0.0.1', '-p', String(port)],
    environment: () => ({ MOTO_ACCOUNT_ID: account }),
  },
  {
    name: 'localemu',
    requirement: 'localemu[runtime]==1.3.2',
    python: [3, 13],
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
    requirement: 'ministack==1.5.33',
    python: [3, 10],
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
      return { endpoint: aws.endpoint, env: aws.env(), queueUrl: aws.queueUrl, stop: () => aws.stop() };
    },
  },
  ...packages.map((one) => ({
    name: one.name,
    version: one.requirement.split('==')[1] ?? '',
    start: () => startPackage(one),
  })),
];

const envFor = (endpoint: string): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'us-east-1',
  // All of them take twelve digits for the account.
  AWS_ACCESS_KEY_ID: account,
  AWS_SECRET_ACCESS_KEY: 'test',
});

const place = join('.snapback', 'servers');

async function startPackage(one: Package): Promise<RunningServer> {
  const bin = installed(one);
  const port = await freePort();
  const [command, ...args] = one.command(bin, port);
  const log: string[] = [];
  const child = spawn(command, args, {
    cwd: join(place, one.name),
    env: { ...process.env, ...one.environment(port), PYTHONUNBUFFERED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const keep = (chunk: Buffer): void => void log.push(String(chunk));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const endpoint = `http://127.0.0.1:${port}`;
  await untilItAnswers(endpoint, child, () => `${one.name} did not start:\n${log.join('').slice(-2_000)}`);
  return { endpoint, env: envFor(endpoint), stop: () => ended(child) };
}

/** Installs the package into an environment of its own, once for each version; answers where its commands are. */
function installed({ name, requirement, python }: Package): string {
  const folder = join(place, name);
  const bin = join(process.cwd(), folder, 'venv', 'bin');
  const stamp = join(folder, `${requirement.replace(/[^\w.=-]/g, '_')}.installed`);
  if (existsSync(stamp)) return bin;
  mkdirSync(folder, { recursive: true });
  process.stderr.write(`Installing ${requirement} ...\n`);
  run(pythonOf(python), ['-m', 'venv', '--clear', join(folder, 'venv')]);
  run(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', requirement]);
  writeFileSync(stamp, '');
  return bin;
}

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed`, error === undefined ? {} : { cause: error });
}

/** A Python of that version or newer: on the PATH, or one of pyenv's. */
function pythonOf([major, minor]: readonly [number, number]): string {
  const versions = join(homedir(), '.pyenv', 'versions');
  const own = existsSync(versions)
    ? readdirSync(versions).map((version) => join(versions, version, 'bin', 'python3'))
    : [];
  const named = ['python3', ...Array.from({ length: 8 }, (_, index) => `python${major}.${minor + index}`)];
  const code = `import sys; sys.exit(0 if sys.version_info >= (${major}, ${minor}) else 1)`;
  const found = [...named, ...own].find((command) => spawnSync(command, ['-c', code]).status === 0);
  if (found === undefined)
    throw new Error(`No Python ${major}.${minor} or newer: put one on the PATH, or install it with pyenv`);
  return found;
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
  const exit = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const late = sleep(3_000, 'late' as const, { ref: false });
  if ((await Promise.race([exit, late])) === 'late') child.kill('SIGKILL');
  await exit;
}
