import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer, Question } from './asked.js';
import { ours } from './children.js';

const program = fileURLToPath(new URL('./asked.js', import.meta.url));

/** Asks a server in a process of its own, so that servers are asked beside each other. Rejects if that process dies. */
export async function ask(question: Question, told: (answer: Answer) => void): Promise<void> {
  const child = ours(fork(program, { stdio: ['ignore', 2, 2, 'ipc'] }));
  child.on('message', told);
  child.send(question);
  // What it told last may still be on its way when it ends.
  const [[code, signal]] = await Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
  if (code !== 0)
    throw new Error(`The process that asks ${question.server.name} ended with ${signal ?? code}`);
}
