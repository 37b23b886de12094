import { UserError } from '../domain/errors.js';
import type { Incident } from '../domain/incident.js';
import type { LedgerQueries } from '../domain/ledger.js';
import { instant } from '../domain/time.js';
import { awaitedBy } from '../report/event-loss.js';
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
    const heard = await heardOf(ledger, found);
    const figures = figuresOf(found, { since, until }, heard);
    tools.terminal.out(json ? reportJson(figures, until) : reportText(figures, tools.terminal, by));
    return 0;
  },
};

/** A message's clock and CloudTrail's history may name moments that are a little apart, in milliseconds. */
const apart = 60_000;

/** Events that incidents wait for, and that came all the same: the time line of the target has them. */
async function heardOf(ledger: LedgerQueries, incidents: readonly Incident[]): Promise<ReadonlySet<string>> {
  const heard = new Set<string>();
  for (const incident of incidents) {
    const awaited = awaitedBy(incident);
    if (awaited === undefined) continue;
    const at = Date.parse(awaited.at ?? incident.detectedAt);
    const [from, to] = [instant(new Date(at - apart)), instant(new Date(at + apart))];
    for await (const { event } of ledger.timeline({ target: incident.target }, from, to))
      if (event.id === awaited.event) heard.add(event.id);
  }
  return heard;
}
