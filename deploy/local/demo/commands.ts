import type { Command } from '../../../controller/cli/command.js';
import { runLocalAws } from '../main-command.js';

const localAws: Command = {
  name: 'local-aws',
  summary: 'Run the embedded AWS alone, for any AWS client',
  options: [
    { flag: '--port <port>', about: 'TCP port on 127.0.0.1, 0 for a free one', standard: '4566' },
  ],
  examples: ['local-aws --port 4566'],
  async run({ terminal, settings }, { text }) {
    const accounts = settings.accounts.map(({ account }) => account);
    const port = Number(text('port') ?? '4566');
    await runLocalAws({
      port,
      accounts: accounts.length === 0 ? ['111122223333'] : accounts,
      log: (line) => terminal.out(`${line}\n`),
    });
    return 0;
  },
};

/** The commands that need the local AWS, loaded by dynamic import so that a deployed controller does without. */
export const localCommands: readonly Command[] = [localAws];
