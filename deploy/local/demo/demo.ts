import type { ExitCode } from '../../../controller/cli/terminal.js';
import type { Tools } from '../../../controller/cli/tools.js';
import type { LocalAws } from '../start.js';
import { environmentOf, type Running } from './child.js';
import { handsOf } from './clients.js';
import { gather, pronounce, reportDocument, show } from './finale.js';
import { narratorOn } from './narrator.js';
import { play } from './play.js';
import { type Backdrop, onboard, watch } from './prepare.js';
import { allAtOnce, oneByOne } from './script.js';
import { setStage } from './stage.js';
import { complaints, type Evidence, resultDocument } from './verdict.js';
import { openBook } from './watcher.js';

type Around = Pick<Tools, 'terminal' | 'clock' | 'stopping'>;

/**
 * Plays the demo. 0 only if every act was put back, nothing was opened too far, and the website is public again. With
 * `json` standard output has one document and nothing else.
 */
export async function runDemo({ terminal, clock, stopping }: Around, json: boolean): Promise<ExitCode> {
  const narrator = narratorOn(terminal, json ? terminal.err : terminal.out);
  let aws: LocalAws | undefined;
  let controller: Running | undefined;
  try {
    narrator.chapter('Snapback demo');
    narrator.say(
      'The real controller against a local AWS. Nothing leaves this machine, nothing stays behind.',
    );
    narrator.chapter('Setting up');
    aws = await setStage();
    const backdrop: Backdrop = { aws, env: environmentOf(aws, terminal.color), clock, narrator, stopping };
    await onboard(backdrop);
    const book = openBook(aws, clock);
    controller = await watch(backdrop, book);
    const evidence = await perform(backdrop, controller, book);
    await controller.stop();
    pronounce(backdrop, evidence);
    const wrong = complaints(evidence).length > 0;
    if (wrong) terminal.err(`\nThe end of the controller's log:\n${controller.tail().join('\n')}\n`);
    if (json) {
      const document = resultDocument(evidence, await reportDocument(backdrop));
      terminal.out(`${JSON.stringify(document, null, 2)}\n`);
    } else await show(backdrop, evidence);
    return wrong ? 1 : 0;
  } catch (error) {
    if (!stopping.aborted) throw error;
    terminal.err('\nStopped before the end.\n');
    return 1;
  } finally {
    await controller?.stop();
    await aws?.stop();
  }
}

async function perform(
  backdrop: Backdrop,
  controller: Running,
  book: ReturnType<typeof openBook>,
): Promise<Evidence> {
  const { aws, narrator } = backdrop;
  const theatre = {
    ...backdrop,
    book,
    intruder: handsOf(aws, 'contractor'),
    root: handsOf(aws),
    auditor: handsOf(aws, 'auditor'),
    assertRunning() {
      if (controller.hasEnded())
        throw new Error(`The controller has ended:\n${controller.tail().join('\n')}`);
    },
  };
  narrator.chapter('An intruder with the stolen role "contractor"');
  const { played, tried } = await play(theatre, oneByOne, allAtOnce);
  return gather(theatre, played, tried);
}
