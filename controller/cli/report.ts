import { UserError } from '../domain/errors.js';
import type { Incident } from '../domain/incident.js';
import { instant } from '../domain/time.js';
import { figuresOf } from '../report/figures.js';
import { reportJson } from '../report/report-json.js';
import { groupings, reportText } from '../report/report-text.js';
import type { Command } from './command.js';
import { milliseconds } from './durations.js';

export const report: Command = {
  name: 'report',
  summary: 'Tell how fast drift was found and put back',
  options: [
    { flag: '--since <duration>', about: 'the time to report on', standard: '30d' },
    { flag: '--by <what>', about: `group by one of: ${groupings.join(', ')}` },
  ],
  examples: ['report --since 30d', 'report --by control', 'report --since 24h --json'],
  async run(tools, { json, text }) {
    const asked = text('by');
    const by = groupings.find((each) => each === asked);
    if (asked !== undefined && by === undefined)
      throw new UserError(`--by: '${asked}' is not possible. Write one of: ${groupings.join(', ')}.`);
    const now = tools.clock.now();
    const until = instant(now);
    const since = instant(new Date(now.getTime() - milliseconds(text('since') ?? '30d')));
    const found: Incident[] = [];
    const ledger = tools.ledger();
    for await (const incident of ledger.incidents({ since, until })) found.push(incident);
    for await (const incident of ledger.incidents({ status: 'open' })) found.push(incident);
    const figures = figuresOf(found, { since, until });
    tools.terminal.out(json ? reportJson(figures, until) : reportText(figures, tools.terminal, by));
    return 0;
  },
};
