import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Tape } from './tape.js';

const program = fileURLToPath(new URL('./bare.js', import.meta.url));

/** The bare script as a process of its own. */
export class BareProcess {
  readonly #child: ChildProcess;

  constructor(env: Readonly<Record<string, string>>) {
    // Sets and bytes of the ledger's rows do not survive JSON.
    this.#child = fork(program, { env: { ...process.env, ...env }, serialization: 'advanced' });
  }

  /** Gives it what it is to send from now on; resolves when it has it. */
  async give(tape: Tape): Promise<void> {
    const { exitCode } = this.#child;
    if (exitCode !== null) throw new Error(`The bare script ended with ${exitCode}`);
    const taken = once(this.#child, 'message');
    this.#child.send(tape);
    await taken;
  }

  stop(): void {
    if (this.#child.connected) this.#child.disconnect();
  }
}
