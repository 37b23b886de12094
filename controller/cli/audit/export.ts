import { open } from 'node:fs/promises';
import { type Extent, exportAudit } from '../../audit/exporting.js';
import { UserError } from '../../domain/errors.js';
import { counted } from '../../report/lines.js';
import type { Command, Options } from '../command.js';
import type { ExitCode } from '../terminal.js';
import type { Tools } from '../tools.js';
import { faultText } from './fault-text.js';
import { momentFrom } from './moment.js';

export const auditExport: Command = {
  name: 'audit export',
  summary: 'Write the rows of the audit as lines of JSON',
  options: [
    { flag: '--since <moment>', about: 'rows from this moment on: 2026-03-01, or 90d for 90 days ago' },
    { flag: '--until <moment>', about: 'rows before this moment' },
    {
      flag: '--target <target>',
      about: 'rows of one bucket or target: data-orders, or aws/111122223333/account',
    },
    { flag: '--to <file>', about: 'into a new file, instead of the terminal; durable when the command ends' },
  ],
  examples: [
    'audit export --until 90d --to audit.jsonl',
    'audit export --target data-orders --since 2026-03-01',
  ],
  async run(tools, options) {
    const file = options.text('to');
    const extent = extentOf(tools, options);
    if (file === undefined) return write(tools, extent, async (line) => tools.terminal.out(line));
    const handle = await open(file, 'wx').catch((cause: unknown) => {
      throw new UserError(`${file} cannot be made. Name a file that is not there yet.`, { cause });
    });
    try {
      const code = await write(tools, extent, async (line) => void (await handle.write(line)));
      await handle.sync();
      return code;
    } finally {
      await handle.close();
    }
  },
};

async function write(
  { auditTrail, terminal }: Tools,
  extent: Extent,
  put: (line: string) => Promise<void>,
): Promise<ExitCode> {
  let [rows, faults] = [0, 0];
  for await (const found of exportAudit(auditTrail(), extent)) {
    if ('line' in found) {
      await put(found.line);
      rows += 1;
    } else {
      terminal.err(`${faultText(found.fault)}\n`);
      faults += 1;
    }
  }
  terminal.err(`${counted(rows, 'row')} exported${faults > 0 ? `, ${counted(faults, 'fault')}` : ''}.\n`);
  return faults === 0 ? 0 : 1;
}

function extentOf({ clock }: Tools, { text }: Options): Extent {
  const [since, until, target] = [text('since'), text('until'), text('target')];
  return {
    ...(since === undefined ? {} : { since: momentFrom(since, clock.now()) }),
    ...(until === undefined ? {} : { until: momentFrom(until, clock.now()) }),
    ...(target === undefined
      ? {}
      : { isAsked: (key: string) => key === target || key.endsWith(`/bucket/${target}`) }),
  };
}
