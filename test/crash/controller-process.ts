import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../controller/main.js', import.meta.url));

/** The controller as a process of its own, which can be killed in the middle of anything. */
export class ControllerProcess {
  #child: ChildProcess | undefined;
  #tail = '';
  readonly #env: NodeJS.ProcessEnv;

  constructor(env: Readonly<Record<string, string>>) {
    this.#env = { ...process.env, ...env };
  }

  /** The last lines that it wrote. */
  get tail(): string {
    return this.#tail;
  }

  /** Starts it, and resolves when it says that it runs. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [program, 'run', '--mode', 'auto-revert'], {
      env: this.#env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (chunk: Buffer) => {
        this.#tail = `${this.#tail}${chunk.toString()}`.slice(-4_000);
        if (this.#tail.includes('controller started')) resolve();
      });
      child.once('exit', (code) => reject(new Error(`The controller ended with ${code}:\n${this.#tail}`)));
    });
  }

  /** Kills it without warning, and resolves when it is dead. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const dead = once(child, 'exit');
    child.kill('SIGKILL');
    await dead;
    this.#tail = '';
  }
}
