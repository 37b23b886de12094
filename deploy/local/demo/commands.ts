import type { Command } from '../../../controller/cli/command.js';
import { UserError } from '../../../controller/domain/errors.js';

const demo: Command = {
  name: 'demo',
  summary: 'Watch an intruder break buckets of a local AWS and the controller put them back',
  examples: ['demo', 'demo --json'],
  async run(tools, { json }) {
    const { runDemo } = await import('./demo.js');
    return runDemo(tools, json);
  },
};

const localAws: Command = {
  name: 'local-aws',
  summary: 'Run the embedded AWS alone, for any AWS client',
  options: [{ flag: '--port <port>', about: 'TCP port on 127.0.0.1, 0 for a free one', standard: '4566' }],
  examples: ['local-aws --port 4566', 'local-aws --accounts 111122223333,444455556666'],
  async run({ terminal, settings, stopping }, { text }) {
    const port = text('port') ?? '4566';
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
      throw new UserError(`--port: '${port}' is no TCP port. Write a whole number up to 65535, or 0.`);
    const accounts = settings.accounts.map(({ account }) => account);
    const { runLocalAws } = await import('../main-command.js');
    await runLocalAws({
      port: Number(port),
      accounts: accounts.length === 0 ? ['111122223333'] : accounts,
      stopping,
      log: (line) => terminal.out(`${line}\n`),
    });
    return 0;
  },
};

/**
 * The commands that need the local AWS. They load it only when they run, so that no other command waits for it and a
 * deployed controller does without.
 */
export const localCommands: readonly Command[] = [demo, localAws];
