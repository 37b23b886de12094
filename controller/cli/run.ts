import type { Command } from './command.js';
import { enrolled } from './settings.js';

/** How long a stopping controller waits for what it has in hand; milliseconds. */
const drainMs = 20_000;

export const run: Command = {
  name: 'run',
  summary: 'Watch and repair until stopped; only proposes unless --mode auto-revert',
  examples: [
    'run',
    'run --mode auto-revert --accounts 111122223333 --queue-url https://sqs.eu-west-1.amazonaws.com/111122223333/snapback',
  ],
  async run(tools) {
    const { settings, log } = tools;
    const accounts = enrolled(settings).map(({ account }) => account);
    const catalogue = await tools.catalogue(settings.mode);
    await tools.confirmAccounts();
    if (!(await tools.hasTable())) {
      tools.terminal.err(
        `Table ${settings.table} does not exist. Make it with: snapback init-table --table ${settings.table}\n`,
      );
      return 1;
    }
    if (settings.queueUrl === undefined) log.warn('no queue is set, so only scans look for changes');
    const controller = await tools.startController(catalogue);
    log.info('controller started', {
      mode: settings.mode,
      accounts,
      generation: catalogue.generation,
      version: tools.version,
    });
    const stopped = new Promise<void>((resolve) => {
      if (tools.stopping.aborted) resolve();
      tools.stopping.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([stopped, controller.done]);
    log.info('controller stopping');
    await controller.stop(drainMs);
    log.info('controller stopped');
    return 0;
  },
};
