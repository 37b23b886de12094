import { UserError } from '../domain/errors.js';
import { grant } from '../engine/grant.js';
import { utc } from '../report/human-time.js';
import type { Command } from './command.js';
import { milliseconds } from './durations.js';
import { incidentNamed } from './incident-named.js';

export const waive: Command = {
  name: 'waive',
  takes: '<id>',
  summary: 'Let what an incident found be, and nothing else, for at most 7 days',
  options: [
    { flag: '--reason <text>', about: 'why it may be; kept in the audit' },
    { flag: '--owner <who>', about: 'who answers for it: a person or a team' },
    { flag: '--for <duration>', about: 'for how long, such as 4h; 1s ends one that there is' },
  ],
  examples: ['waive inc-01JD3V8Z4Q --reason "a restore runs until tonight" --owner team-storage --for 4h'],
  async run(tools, { json, text }, [id = '']) {
    const lasts = text('for');
    if (lasts === undefined) throw new UserError('Say for how long: --for 4h. 7 days are the most.');
    const terms = {
      reason: text('reason') ?? '',
      owner: text('owner') ?? '',
      lasts: milliseconds(lasts),
    };
    const ledger = tools.ledger();
    const found = await incidentNamed(ledger, id);
    if (found.finding !== 'difference')
      throw new UserError(
        `${id} is not about a state that could be waived (${found.finding}). \`snapback incident ${id}\` says what it is about.`,
      );
    const catalogue = await tools.catalogue(tools.settings.mode);
    const controller = `snapback ${tools.version} (command)`;
    const { clock } = tools;
    const engine = { ledger, clock, controller, declarations: () => catalogue };
    const waiver = await grant(engine, found, found.found, terms);
    tools.terminal.out(
      json
        ? `${JSON.stringify({ schema: 1, kind: 'waiver', waiver }, null, 2)}\n`
        : `${found.aspect} may be as ${id} found it until ${utc(waiver.expires)}, from the next look on. It does not cover that the world gets in, unless the baseline says so.\n`,
    );
    return 0;
  },
};
