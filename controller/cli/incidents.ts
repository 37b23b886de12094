import { UserError } from '../domain/errors.js';
import type { Incident } from '../domain/incident.js';
import type { IncidentQuery } from '../domain/ledger.js';
import { instant } from '../domain/time.js';
import { incidentsTable } from '../report/incidents-table.js';
import type { Command, Options } from './command.js';
import { milliseconds } from './durations.js';
import type { Tools } from './tools.js';

export const incidents: Command = {
  name: 'incidents',
  summary: 'List incidents, newest first',
  options: [
    { flag: '--since <duration>', about: 'detected within this time', standard: '7d' },
    { flag: '--bucket <name>', about: 'of one bucket of the enrolled accounts' },
    { flag: '--aspect <name>', about: 'of one aspect' },
    { flag: '--actor <arn>', about: 'caused by one role or user' },
    { flag: '--open', about: 'only those that are open' },
  ],
  examples: [
    'incidents --since 24h',
    'incidents --open --json',
    'incidents --bucket data-orders --aspect bucketPolicy',
  ],
  async run(tools, options) {
    const found: Incident[] = [];
    for (const query of queriesFrom(tools, options)) {
      for await (const one of tools.ledger().incidents(query)) found.push(one);
    }
    tools.terminal.out(
      options.json
        ? `${JSON.stringify(found, null, 2)}\n`
        : incidentsTable(found, instant(tools.clock.now()), tools.terminal),
    );
    return 0;
  },
};

/** One query, or one for each enrolled account that may have the bucket. */
function queriesFrom({ clock, settings, partition }: Tools, options: Options): readonly IncidentQuery[] {
  const since = new Date(clock.now().getTime() - milliseconds(options.text('since') ?? '7d'));
  const [aspect, actor, bucket] = [options.text('aspect'), options.text('actor'), options.text('bucket')];
  const query: IncidentQuery = {
    since: instant(since),
    ...(aspect === undefined ? {} : { aspect }),
    ...(actor === undefined ? {} : { actor }),
    ...(options.flag('open') ? { status: 'open' } : {}),
  };
  if (bucket === undefined) return [query];
  if (settings.accounts.length === 0)
    throw new UserError('--bucket needs to know the accounts: give --accounts too.');
  return settings.accounts.map(({ account }) => ({
    ...query,
    target: { kind: 'bucket', partition, account, name: bucket },
  }));
}
