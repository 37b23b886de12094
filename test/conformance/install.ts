import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ours } from './children.js';

/** Where the servers of others and their data are; not part of what is checked in. */
export const home = resolve('.snapback', 'servers');
/** The oldest Python that all of them run on. */
const [major, minor] = [3, 13];
const uvVersion = '0.13.9';

const requirements = resolve('test', 'conformance', 'requirements');

/** The version of a package that is asked for. */
export const versionOf = (name: string): string =>
  readFileSync(join(requirements, `${name}.in`), 'utf8')
    .split('==')[1]
    ?.trim() ?? '';

/** What installs Python packages, itself installed once. */
export interface Installer {
  /** Installs what `requirements/NAME.txt` lists, unless it is there; resolves to where its commands are. */
  install(name: string): Promise<string>;
}

/** Gets the installer ready. Rejects if there is no Python, or no way to the packages. */
export async function installer(): Promise<Installer> {
  const python = pythonNewEnough();
  const uv = join(home, `uv-${uvVersion}`, 'bin', 'uv');
  if (!existsSync(uv)) {
    mkdirSync(home, { recursive: true });
    const folder = join(home, `uv-${uvVersion}`);
    await run(python, ['-m', 'venv', '--clear', folder]);
    await run(join(folder, 'bin', 'pip'), [
      'install',
      '--quiet',
      '--disable-pip-version-check',
      `uv==${uvVersion}`,
    ]);
  }
  return {
    async install(name) {
      const list = join(requirements, `${name}.txt`);
      const digest = createHash('sha256').update(readFileSync(list)).digest('hex');
      const folder = join(home, name);
      const stamp = join(folder, 'installed');
      const bin = join(folder, 'venv', 'bin');
      if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return bin;
      await run(python, ['-m', 'venv', '--clear', '--without-pip', join(folder, 'venv')]);
      // What the list does not name is not needed, however much the packages ask for it.
      const options = ['--quiet', '--no-deps', '--python', join(bin, 'python')];
      await run(uv, ['pip', 'install', ...options, '--requirement', list]);
      writeFileSync(stamp, digest);
      return bin;
    },
  };
}

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((done, reject) => {
    const child = ours(spawn(command, args, { stdio: ['ignore', 2, 2] }));
    const told = `${command} ${args.join(' ')}`;
    child.once('error', (cause) => reject(new Error(`${told} failed`, { cause })));
    child.once('exit', (code) => (code === 0 ? done() : reject(new Error(`${told} failed with ${code}`))));
  });
}

/** A Python that is new enough: on the PATH, or one of pyenv's. */
function pythonNewEnough(): string {
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
