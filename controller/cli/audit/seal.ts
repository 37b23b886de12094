import { sealAudit } from '../../audit/sealing.js';
import { counted } from '../../report/lines.js';
import type { Command } from '../command.js';
import { faultText } from './fault-text.js';
import { sealingOf } from './seals.js';

export const auditSeal: Command = {
  name: 'audit seal',
  summary: 'Check what the audit was added since the last seal, and sign where it ends',
  examples: ['audit seal --seals /var/lib/snapback/seals --seal-key seal.pem'],
  async run(tools, { json }) {
    const { seal, faults } = await sealAudit(sealingOf(tools));
    if (json) tools.terminal.out(`${JSON.stringify({ schema: 1, kind: 'seal', seal, faults }, null, 2)}\n`);
    else {
      for (const fault of faults) tools.terminal.err(`${faultText(fault)}\n`);
      tools.terminal.out(
        seal === undefined
          ? 'Nothing was added since the last seal.\n'
          : `Seal ${seal.number} says where ${counted(seal.chains, 'chain')} ended.\n`,
      );
    }
    return faults.length === 0 ? 0 : 1;
  },
};
