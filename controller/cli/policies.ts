import { UserError } from '../domain/errors.js';
import { policiesTable } from '../report/policies-table.js';
import type { Command } from './command.js';

export const policies: Command = {
  name: 'policies',
  summary: 'List what is done about each kind of drift, in the order in which it is decided, offline',
  options: [
    { flag: '--aspect <name>', about: 'those of one aspect' },
    { flag: '--control <id>', about: 'those of one control, such as S3.8 or CIS-2.1.4' },
  ],
  examples: ['policies', 'policies --control S3.8', 'policies --aspect bucketPolicy --json'],
  async run(tools, { json, text }) {
    const catalogue = await tools.catalogue(tools.settings.mode);
    const [aspect, control] = [text('aspect'), text('control')];
    const found = catalogue.policies.filter(
      (one) =>
        (aspect === undefined || one.aspect === aspect) &&
        (control === undefined || one.controls.includes(control)),
    );
    if (found.length === 0)
      throw new UserError('No remediation policy is so. `snapback policies` lists them all.');
    tools.terminal.out(
      json
        ? `${JSON.stringify({ schema: 1, kind: 'policies', policies: found }, null, 2)}\n`
        : policiesTable(found, tools.terminal),
    );
    return 0;
  },
};
