import type { Clock } from '../../../controller/domain/ports.js';
import { instant } from '../../../controller/domain/time.js';
import type { LocalAws } from '../start.js';
import { firstBuckets, home } from './cast.js';
import { type Printed, type Running, runToEnd, startRunning } from './child.js';
import type { Narrator } from './narrator.js';
import { forwardEvents } from './stage.js';
import { type Book, untilTrue } from './watcher.js';

/** Longest wait for the controller's first scan, in milliseconds: a slow machine takes a while to start a program. */
const patienceMs = 60_000;

/** What the demo works with. */
export interface Backdrop {
  readonly aws: LocalAws;
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly narrator: Narrator;
  readonly stopping: AbortSignal;
}

/** Makes the ledger and brings the buckets to their baselines, as a user would. Rejects with what the program said if it fails. */
export async function onboard({ aws, env, narrator, stopping }: Backdrop): Promise<void> {
  narrator.item('local AWS', `S3, STS, SQS and DynamoDB on ${aws.endpoint}, in memory`);
  for (const { name, about } of firstBuckets) narrator.item(name, about);
  narrator.item('baselines', 'deploy/local/demo/baselines/*.yaml, what each bucket has to be');
  narrator.item('policies', 'policies/*.yaml, what to do about each kind of drift');
  for (const words of [['init-table'], ['apply', '--yes', '--reopen']]) {
    const done = narrator.task(`$ snapback ${words[0]}`);
    const printed = await runToEnd(env, words, stopping);
    if (printed.code !== 0) throw failed(words, printed);
    done(firstLine(printed.out));
  }
}

/** Starts the controller and waits until it has looked at everything once. */
export async function watch({ aws, env, narrator, clock, stopping }: Backdrop, book: Book): Promise<Running> {
  forwardEvents(aws);
  const done = narrator.task('$ snapback run');
  const begun = instant(clock.now());
  const controller = startRunning(env, ['run', '--mode', 'auto-revert']);
  try {
    const cursor = await untilTrue(
      clock,
      patienceMs,
      async () => (controller.hasEnded() ? 'ended' : await book.scanCursor(home)),
      (answer) => answer === 'ended' || (answer?.completedAt !== undefined && answer.completedAt >= begun),
      stopping,
    );
    if (cursor === 'ended' || cursor?.completedAt === undefined)
      throw new Error(`The controller has not finished a scan:\n${controller.tail().join('\n')}`);
  } catch (error) {
    await controller.stop();
    throw error;
  }
  done(`process ${controller.id} watches in auto-revert mode; everything was looked at once`);
  narrator.item(
    '',
    'scans every 4 s and looks again 1 s and 3 s after an event, so that nobody has to wait; the standard is 15 min, 10 s and 60 s',
  );
  narrator.item('', 'an event takes 0.3 s to arrive');
  return controller;
}

/** The rest is about this server or about single buckets. */
const firstLine = (text: string): string => text.trim().split(/\n|(?<=\.) /, 1)[0] ?? '';

const failed = (words: readonly string[], { code, out, err }: Printed): Error =>
  new Error(`snapback ${words.join(' ')} ended with ${code}:\n${out}${err}`);
