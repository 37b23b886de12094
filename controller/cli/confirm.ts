import type { AccountTarget } from '../domain/target.js';
import { confirmCatalogue } from '../engine/brakes/confirm.js';
import { reachedUnder, shareOf } from '../engine/brakes/fleet-share.js';
import { counted } from '../report/lines.js';
import type { PlanDocument } from '../report/plan-document.js';
import type { Command } from './command.js';
import { engineFrom } from './engine-from.js';
import { reasonIn } from './incident-named.js';
import { isClean, plansFor } from './plan.js';
import { enrolled } from './settings.js';
import type { Tools } from './tools.js';

/** Names that are listed; the rest is a number. */
const shown = 30;

export const confirm: Command = {
  name: 'confirm',
  summary: 'Let a new catalogue write to all that it selects, and failed repairs begin anew',
  options: [
    { flag: '--reason <text>', about: 'why it may; kept in the audit' },
    { flag: '--yes', about: 'do not ask' },
  ],
  examples: ['confirm --reason "looked at on the first twenty buckets"'],
  async run(tools, { json, flag, text }) {
    const reason = reasonIn(text('reason'));
    const catalogue = await tools.catalogue(tools.settings.mode);
    const { generation } = catalogue;
    const { plans } = await plansFor(tools, [], { reopen: false });
    const unclean = plans.filter((one) => !isClean(one) && one.steps.length > 0);
    const homes = enrolled(tools.settings).map(
      ({ account }): AccountTarget => ({ kind: 'account', partition: tools.partition, account }),
    );
    if (!json) tools.terminal.err(await question(tools, generation, homes, unclean));
    if (
      !flag('yes') &&
      !(await tools.terminal.confirm(`Confirm the catalogue ${generation.slice(0, 12)}?`))
    ) {
      tools.terminal.err('Nothing was confirmed. Give --yes to confirm without asking.\n');
      return 2;
    }
    const by = { caller: await tools.caller(), reason };
    const engine = engineFrom(tools, catalogue, 'dry-run');
    for (const home of homes) await confirmCatalogue(engine, home, by);
    const told = { schema: 1, kind: 'confirmed', generation, accounts: homes.map(({ account }) => account) };
    tools.terminal.out(
      json
        ? `${JSON.stringify({ ...told, by }, null, 2)}\n`
        : 'Confirmed. What has waited is sent when it is looked at next, at the latest by the next scan.\n',
    );
    return 0;
  },
};

/** What is asked for: which catalogue, how far it has reached, and what it would write to as things are. */
async function question(
  tools: Tools,
  generation: string,
  homes: readonly AccountTarget[],
  unclean: readonly PlanDocument[],
): Promise<string> {
  const reached = await Promise.all(
    homes.map(async ({ account }) => {
      const tally = await tools.ledger().tally(account);
      const share = shareOf(tally, tools.settings.brakes);
      return `Account ${account}: ${reachedUnder(tally, generation)} of ${share} targets that it may be the ground to write to unconfirmed.`;
    }),
  );
  const steps = unclean.flatMap((one) => one.steps).length;
  const names = unclean.slice(0, shown).map(({ target }) => `  ${target}`);
  const more = unclean.length > shown ? [`  and ${unclean.length - shown} more: snapback plan`] : [];
  return `${[
    `The catalogue is ${generation}.`,
    ...reached,
    `As things are it would write to ${counted(unclean.length, 'target')}, by ${counted(steps, 'call')} at most, rollout included:`,
    ...names,
    ...more,
  ].join('\n')}\n`;
}
