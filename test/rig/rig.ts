import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyTo } from '../../controller/cli/apply.js';
import type { Terminal } from '../../controller/cli/terminal.js';
import type { Tools } from '../../controller/cli/tools.js';
import { toolsFrom } from '../../controller/compose.js';
import type { Log } from '../../controller/domain/ports.js';
import type { Controller } from '../../controller/runtime/controller.js';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../deploy/local/start.js';
import { clientsOf } from '../local/gateway-clients.js';
import { account } from './fleet.js';

/** A local AWS with its clients, and the real controller wired to it as `compose.ts` wires it. */
export interface Rig {
  readonly aws: LocalAws;
  /** Clients of somebody else in the same account: the intruder, and whoever looks at the world. */
  readonly intruder: ReturnType<typeof clientsOf>;
  /** What a `snapback` process would be given as environment. */
  readonly env: Readonly<Record<string, string>>;
  tools(flags?: Readonly<Record<string, string>>): Promise<Tools>;
  /** Makes the table, and brings every bucket to its baseline, with a person's approval to open. */
  onboard(): Promise<void>;
  start(flags?: Readonly<Record<string, string>>): Promise<Controller>;
  /** The ledger, for asking what the controller has recorded. */
  ledger(): Promise<ReturnType<Tools['ledger']>>;
  /** Writes other baselines; controllers that are started from now on go by them. */
  declare(baselines: string): Promise<void>;
  stop(): Promise<void>;
}

/** Short waits, so that a test sees in seconds what takes minutes in production. */
const brisk = {
  SNAPBACK_SCAN_EVERY: '2s',
  SNAPBACK_RECHECKS: '1s,2s',
  SNAPBACK_RELOAD_EVERY: '1h',
  SNAPBACK_SECOND_LOOK: '200ms',
  SNAPBACK_GRACE: '1s',
  SNAPBACK_LEASE: '12s',
  SNAPBACK_VISIBILITY: '5s',
  SNAPBACK_RETRIES: '1s,2s,4s',
  // Fleets here are brought to their baselines at one go.
  SNAPBACK_FLEET_SHARE: '0',
};

export interface RigOptions extends LocalAwsOptions {
  /** Variables that are to be other than usual; an empty one counts as not set. */
  readonly around?: Readonly<Record<string, string>>;
  /** The accounts of the settings file, as YAML, instead of the fleet's one account. */
  readonly enrolled?: string;
}

/** Starts a local AWS and points this process's SDK at it: one rig in a test file at a time. */
export async function startRig(baselines: string, options: RigOptions = {}): Promise<Rig> {
  const aws = await startLocalAws({
    accounts: [account, '444455556666'],
    visibilityTimeoutSeconds: 5,
    maxReceiveCount: 100,
    ...options,
  });
  const folder = await mkdtemp(join(tmpdir(), 'snapback-'));
  const declare = (text: string): Promise<void> => writeFile(join(folder, 'baselines.yaml'), text);
  await declare(baselines);
  // Not by a name that the catalogue would read.
  const settings = join(folder, 'settings');
  if (options.enrolled !== undefined) await writeFile(settings, `accounts:\n${options.enrolled}`);
  const own = aws.credentialsFor(account, 'snapback-controller');
  const env = {
    ...aws.env(),
    ...brisk,
    AWS_ACCESS_KEY_ID: own.accessKeyId,
    AWS_SECRET_ACCESS_KEY: own.secretAccessKey,
    AWS_SESSION_TOKEN: own.sessionToken ?? '',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...(options.enrolled === undefined ? { SNAPBACK_ACCOUNTS: account } : { SNAPBACK_CONFIG: settings }),
    SNAPBACK_BASELINES: folder,
    ...options.around,
  };
  const before = { ...process.env };
  Object.assign(process.env, env);
  const stopping = new AbortController();
  const tools = (flags: Readonly<Record<string, string>> = {}): Promise<Tools> =>
    toolsFrom(flags, { env, terminal: silent, version: 'test', stopping: stopping.signal, log: quiet });
  const running: Controller[] = [];
  let asked: Promise<ReturnType<Tools['ledger']>> | undefined;
  return {
    aws,
    env,
    intruder: clientsOf(aws.endpoint, aws.credentialsFor(account, 'contractor')),
    tools,
    async onboard() {
      const own = await tools();
      await own.createTable();
      await applyTo(own, [], true);
    },
    async start(flags = {}) {
      const own = await tools({ mode: 'auto-revert', ...flags });
      const controller = await own.startController(await own.catalogue(own.settings.mode));
      running.push(controller);
      return controller;
    },
    ledger() {
      asked ??= tools().then((one) => one.ledger());
      return asked;
    },
    declare,
    async stop() {
      await Promise.all(running.map((controller) => controller.stop(2_000)));
      await aws.stop();
      for (const name of Object.keys(env)) delete process.env[name];
      Object.assign(process.env, before);
      await rm(folder, { recursive: true });
    },
  };
}

const silent: Terminal = {
  out: () => {},
  err: () => {},
  width: 100,
  color: false,
  async *lines() {},
  confirm: async () => false,
};
const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
