import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { packageRoot } from '../../controller/package-root.js';
import { acts, allAtOnce } from '../../deploy/local/demo/script.js';

const program = join(packageRoot, 'dist', 'controller', 'main.js');

function snapback(...words: readonly string[]) {
  // What a user may have lying about must lead no command of the local AWS astray.
  const env = { ...process.env, AWS_PROFILE: 'nobody', SNAPBACK_TABLE: 'elsewhere', AWS_REGION: 'eu-west-1' };
  const child = spawn(process.execPath, [program, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.on('data', (part) => {
    said.out += String(part);
  });
  child.stderr.on('data', (part) => {
    said.err += String(part);
  });
  return { child, said, ended: once(child, 'close') };
}

interface Result {
  readonly ok: boolean;
  readonly complaints: readonly string[];
  readonly acts: readonly {
    readonly name: string;
    readonly channel: string;
    readonly eventLost: boolean;
    readonly ending: string | null;
  }[];
  readonly attempts: readonly { readonly errorCode: string; readonly onTimeline: boolean }[];
  readonly oracle: { readonly violations: readonly unknown[] };
  readonly report: { readonly kind: string };
}

/** Whether something else happens to its bucket at the same time. */
function isCrowded(name: string): boolean {
  const [act] = allAtOnce.filter((one) => one.name === name && one.bucket !== undefined);
  return act !== undefined && allAtOnce.some((other) => other !== act && other.bucket === act.bucket);
}

it('demo --json: every act is found and put back, or handed to people, and standard output is one document', async () => {
  const { child, said, ended } = snapback('demo', '--json');
  await ended;
  const result = JSON.parse(said.out) as Result;
  expect(result.complaints).toEqual([]);
  expect(result.ok).toBe(true);
  expect(child.exitCode).toBe(0);
  expect(result.acts.map(({ name, ending }) => [name, ending])).toEqual(
    acts.map(({ name, ending = 'putBack' }) => [name, ending]),
  );
  // Found all the same: by a scan, or by a re-check that another change of the same bucket had asked for; or with that
  // other change, whose event has the whole bucket looked at in an attack, where both came at once.
  const lost = result.acts.filter(({ name, eventLost }) => eventLost && !isCrowded(name));
  expect(lost).toHaveLength(2);
  expect(lost.map(({ channel }) => channel)).not.toContain('event');
  expect(result.attempts).toMatchObject([{ errorCode: 'AccessDenied', onTimeline: true }]);
  expect(result.oracle.violations).toEqual([]);
  expect(result.report).toMatchObject({ kind: 'report' });
}, 180_000);

it('demo: ends when asked to, with a failure, and leaves no controller behind', async () => {
  const { child, said, ended } = snapback('demo');
  const watching = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('deletes the default encryption')) resolve();
    });
  });
  await watching;
  child.kill('SIGINT');
  await ended;
  expect(child.exitCode).toBe(1);
  expect(said.err).toContain('Stopped before the end.');
  const controller = Number(/process (\d+) watches/.exec(said.out)?.[1]);
  expect(() => process.kill(controller, 0)).toThrow('ESRCH');
}, 120_000);

it('local-aws: says how to reach it, and ends well when asked to', async () => {
  const { child, said, ended } = snapback('local-aws', '--port', '0', '--accounts', '444455556666');
  await new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('SNAPBACK_QUEUE_URL')) resolve();
    });
  });
  expect(said.out).toContain('Accounts: 444455556666.');
  child.kill('SIGTERM');
  await ended;
  expect(child.exitCode).toBe(0);
  expect(said.out).toContain('Local AWS stopped.');
}, 60_000);

it('local-aws: says what to write when the port is none', async () => {
  const { child, said, ended } = snapback('local-aws', '--port', '99999');
  await ended;
  expect(child.exitCode).toBe(1);
  expect(said.err).toBe("--port: '99999' is no TCP port. Write a whole number up to 65535, or 0.\n");
}, 60_000);
