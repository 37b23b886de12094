import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { UserError } from '../../../controller/domain/errors.js';
import { packageRoot } from '../../../controller/package-root.js';
import type { LocalAws } from '../start.js';
import { home } from './cast.js';

/** The real program, as it was compiled. */
/** The settings of the demo's controller, seen from the package's root. */
const demoSettings = join('deploy', 'local', 'demo', 'snapback.yaml');
const program = join(packageRoot, 'dist', 'controller', 'main.js');

/** Lines of a log that are kept to be shown if something goes wrong. */
const kept = 30;

/**
 * The whole environment of the program. Nothing of the user's own is in it: a profile or a variable that is lying about
 * must not lead the demo out of this machine.
 */
export function environmentOf(aws: LocalAws, color: boolean): Readonly<Record<string, string>> {
  const { accessKeyId, secretAccessKey, sessionToken } = aws.credentialsFor(home, 'snapback');
  return {
    ...aws.env(),
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    SNAPBACK_CONFIG: demoSettings,
    // The SDK's word on coming versions of Node is for developers.
    NODE_NO_WARNINGS: '1',
    ...(color ? {} : { NO_COLOR: '1' }),
  };
}

/** What a command printed and how it ended. */
export interface Printed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command of the program to its end. Ended early when the signal aborts, and then rejects. */
export async function runToEnd(
  env: Readonly<Record<string, string>>,
  words: readonly string[],
  stopping: AbortSignal,
): Promise<Printed> {
  const child = started(env, words, 'pipe', stopping);
  const [out, err] = await Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode ?? 1, out, err };
}

/** Runs one command that prints straight to where this process prints. Rejects if it fails. */
export async function runInView(
  env: Readonly<Record<string, string>>,
  words: readonly string[],
  stopping: AbortSignal,
): Promise<void> {
  const child = started(env, words, 'inherit', stopping);
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`snapback ${words.join(' ')} ended with ${child.exitCode}`);
}

/** A controller that runs until it is told to stop. */
export interface Running {
  /** Its process, for people who look for it. */
  readonly id: number | undefined;
  /** The last lines of its log. */
  tail(): readonly string[];
  /** Whether it has ended, by itself or because it was asked to. */
  hasEnded(): boolean;
  /** Asks it to end and waits; it finishes what it has in hand. */
  stop(): Promise<void>;
}

/** Starts `snapback run` and does not wait. */
export function startRunning(env: Readonly<Record<string, string>>, words: readonly string[]): Running {
  const child = started(env, words, 'pipe');
  const lines: string[] = [];
  if (child.stderr !== null)
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (lines.length > kept) lines.shift();
    });
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    id: child.pid,
    tail: () => [...lines],
    hasEnded,
    async stop() {
      if (hasEnded()) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function started(
  env: Readonly<Record<string, string>>,
  words: readonly string[],
  output: 'pipe' | 'inherit',
  signal?: AbortSignal,
): ChildProcess {
  if (!existsSync(program)) {
    throw new UserError(`The program is not compiled: ${program} is missing. Run: npm run prepare:clone`);
  }
  return spawn(process.execPath, [program, ...words], {
    cwd: packageRoot,
    env: { ...env },
    stdio: ['ignore', output, output],
    ...(signal === undefined ? {} : { signal }),
  });
}

async function textOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  if (stream !== null) for await (const part of stream) text += String(part);
  return text;
}
