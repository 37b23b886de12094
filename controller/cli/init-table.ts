import type { Command } from './command.js';

export const initTable: Command = {
  name: 'init-table',
  summary: 'Make the DynamoDB table of the ledger',
  examples: ['init-table --table snapback'],
  async run(tools, { json }) {
    const { created, recoverable } = await tools.createTable();
    const { table } = tools.settings;
    if (json) tools.terminal.out(`${JSON.stringify({ table, created, recoverable })}\n`);
    else {
      const recovery = recoverable
        ? 'Point-in-time recovery is on.'
        : 'This server has no point-in-time recovery.';
      tools.terminal.out(`Table ${table} ${created ? 'was made' : 'is there already'}. ${recovery}\n`);
    }
    return 0;
  },
};
