import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Exported, readExport } from '../../audit/exporting.js';
import { pruneAudit } from '../../audit/pruning.js';
import type { AuditTrail } from '../../domain/audit-trail.js';
import { UserError } from '../../domain/errors.js';
import { counted } from '../../report/lines.js';
import type { Command } from '../command.js';
import { faultText } from './fault-text.js';
import { momentFrom } from './moment.js';
import { sealingOf } from './seals.js';

export const auditPrune: Command = {
  name: 'audit prune',
  summary: 'Delete old rows of the audit that are exported and sealed, after a yes',
  options: [
    { flag: '--before <moment>', about: 'rows from before this moment: 2026-03-01, or 90d for 90 days ago' },
    { flag: '--export <file>', about: 'what `audit export` wrote; rows that it does not hold stay' },
    { flag: '--yes', about: 'do not ask' },
  ],
  examples: ['audit prune --before 90d --export audit.jsonl'],
  async run(tools, { json, text, flag }) {
    const { terminal } = tools;
    const [given, file] = [text('before'), text('export')];
    if (given === undefined || file === undefined)
      throw new UserError(
        'Say which rows may go, and where they were exported to: --before 90d --export FILE.',
      );
    const before = momentFrom(given, tools.clock.now());
    const sealing = sealingOf(tools);
    const exported = await exportIn(sealing.trail, file);
    if (!flag('yes') && !(await terminal.confirm(`Delete the rows of the audit from before ${before}?`))) {
      terminal.err('Nothing was deleted. Give --yes to delete without asking.\n');
      return 2;
    }
    const pruned = await pruneAudit(sealing, before, exported);
    for (const fault of pruned.faults) terminal.err(`${faultText(fault)}\n`);
    for (const { target, aspect, seq } of pruned.notExported)
      terminal.err(`${file} does not hold row ${seq} of ${aspect} of ${target}.\n`);
    const isDone = pruned.faults.length === 0 && pruned.notExported.length === 0;
    if (json) terminal.out(`${JSON.stringify({ schema: 1, kind: 'prune', before, ...pruned }, null, 2)}\n`);
    else terminal.out(isDone ? `${counted(pruned.deleted, 'row')} deleted.\n` : 'Nothing was deleted.\n');
    return isDone ? 0 : 1;
  },
};

async function exportIn(trail: AuditTrail, file: string): Promise<Exported> {
  try {
    return await readExport(trail, createInterface({ input: createReadStream(file, 'utf8') }));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`${file} cannot be used as an export: ${reason}. Export again.`, { cause });
  }
}
