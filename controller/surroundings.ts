import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { shipped } from './cli/setting-row.js';
import { type Settings, settingsFrom } from './cli/settings.js';
import type { Terminal } from './cli/terminal.js';
import { UserError } from './domain/errors.js';
import type { Clock, Log } from './domain/ports.js';
import { shippedPolicies } from './package-root.js';

/** The process as a controller sees it. Only tests and the demo give another one. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  readonly version: string;
  readonly stopping: AbortSignal;
  /** Instead of the log on standard error. */
  readonly log?: Log;
}

/** The real clock. */
export const clock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }),
};

/** The real chance. Spread, not secrecy, is what the loop needs; crypto gives it without a seed to keep. */
export const random = (): number => randomInt(2 ** 47) / 2 ** 47;

/** Settings from flags, then variables, then the file that `--config` names or `snapback.yaml` where it is there. */
export function settingsOf(flags: Readonly<Record<string, unknown>>, env: Surroundings['env']): Settings {
  const settings = written(flags, env);
  const policies = settings.policies.map((folder) => (folder === shipped ? shippedPolicies() : folder));
  return { ...settings, policies };
}

function written(flags: Readonly<Record<string, unknown>>, env: Surroundings['env']): Settings {
  const named = flags['config'] ?? env['SNAPBACK_CONFIG'];
  const file = named === undefined ? 'snapback.yaml' : String(named);
  if (!existsSync(file)) {
    if (named !== undefined)
      throw new UserError(`There is no file ${file}. Look at --config or SNAPBACK_CONFIG.`);
    return settingsFrom({ flags, env });
  }
  return settingsFrom({ flags, env, file: { file, text: readFileSync(file, 'utf8') } });
}

/** The partition of a region. */
export const partitionOf = (region: string | undefined): string =>
  region?.startsWith('cn-') ? 'aws-cn' : region?.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
