#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { createInterface as onLines } from 'node:readline';
import { createInterface } from 'node:readline/promises';
import type { Command } from './cli/command.js';
import { runProgram } from './cli/program.js';
import { commands } from './cli/registry.js';
import type { Terminal } from './cli/terminal.js';
import { toolsFrom } from './compose.js';
import type { Surroundings } from './surroundings.js';

// The SDK's word on Node 20 belongs into the release notes, not before every answer.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const version =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  lines: () => onLines({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }),
  width: process.stdout.columns ?? 100,
  color: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
  async confirm(question) {
    if (!process.stdin.isTTY) return false;
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await lines.question(`${question} [y/N] `);
    lines.close();
    return /^y(es)?$/i.test(answer.trim());
  },
};

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const around: Surroundings = { env: process.env, terminal, version, stopping: stop.signal };

/** The commands of the local AWS are loaded only where they are asked for: a deployed controller does without. */
const localCommands = async (): Promise<readonly Command[]> =>
  (await import('../deploy/local/demo/commands.js')).localCommands;

process.exitCode = await runProgram([...commands, ...(await localCommands())], process.argv.slice(2), {
  terminal,
  version,
  toolsFrom: (flags) => toolsFrom(flags, around),
});
