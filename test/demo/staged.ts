import type { Clock } from '../../controller/domain/ports.js';
import { environmentOf } from '../../deploy/local/demo/child.js';
import { handsOf } from '../../deploy/local/demo/clients.js';
import { narratorOn } from '../../deploy/local/demo/narrator.js';
import type { Theatre } from '../../deploy/local/demo/play.js';
import { onboard } from '../../deploy/local/demo/prepare.js';
import { forwardEvents, setStage } from '../../deploy/local/demo/stage.js';
import { openBook } from '../../deploy/local/demo/watcher.js';

/** Real time, but whoever sleeps wakes at once, so much later. */
function hastyClock(): Clock {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    async sleep(ms) {
      ahead += ms;
    },
  };
}

/** The demo after its onboarding and before its controller: all is as declared, and nobody puts anything back. */
export async function unguarded(): Promise<Theatre & { readonly told: readonly string[] }> {
  const told: string[] = [];
  const narrator = narratorOn({ width: 100, color: false }, (text) => told.push(text));
  const aws = await setStage();
  const clock = hastyClock();
  const stopping = new AbortController().signal;
  await onboard({ aws, env: environmentOf(aws, false), clock, narrator, stopping });
  forwardEvents(aws);
  return {
    aws,
    intruder: handsOf(aws, 'contractor'),
    root: handsOf(aws),
    auditor: handsOf(aws, 'auditor'),
    book: openBook(aws, clock),
    clock,
    stopping,
    narrator,
    assertRunning() {},
    told,
  };
}
