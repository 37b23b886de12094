import type { Approved } from '../domain/approved.js';
import { UserError } from '../domain/errors.js';
import type { Incident } from '../domain/incident.js';
import type { Outcome } from '../domain/response.js';
import { targetKey } from '../domain/target.js';
import { approveIncidents } from '../engine/approve-incidents.js';
import { approvalText } from '../report/approval-text.js';
import type { Command } from './command.js';
import { engineFrom } from './engine-from.js';
import { incidentNamed, reasonIn } from './incident-named.js';
import { patiently } from './patiently.js';
import { enrolled } from './settings.js';
import type { ExitCode } from './terminal.js';
import type { Tools } from './tools.js';

export const approve: Command = {
  name: 'approve',
  takes: '<incidents...>',
  summary: 'Send what incidents propose, if a fresh look still proposes the same',
  options: [
    { flag: '--reason <text>', about: 'why it may be done; kept in the audit' },
    { flag: '--reopen', about: 'also where steps open' },
    { flag: '--relock', about: 'also where steps lock objects harder or longer: nobody can take them back' },
  ],
  examples: [
    'approve inc-01JD3V8Z4Q --reason "the site goes live today" --reopen --mode auto-revert',
    'approve inc-01JD3V8Z4Q inc-01JD3V9A7M --reason "agreed with the owner"',
  ],
  async run(tools, { json, flag, text }, ids) {
    const reason = reasonIn(text('reason'));
    const ledger = tools.ledger();
    const named = await Promise.all([...new Set(ids)].map((id) => incidentNamed(ledger, id)));
    const [first, ...others] = named.filter(({ status }) => status === 'open');
    if (first === undefined) {
      const closed = named.map(({ id, outcome }) => ({ id, outcome }));
      const lines = closed.map(({ id, outcome }) => `${id} is closed already: ${outcome}.\n`);
      tools.terminal.out(json ? documentOf({ kind: 'closed', incidents: closed }) : lines.join(''));
      return 0;
    }
    const incidents = [first, ...others] as const;
    refuseStrays(tools, incidents);
    await tools.confirmAccounts();
    const catalogue = await tools.catalogue(tools.settings.mode);
    const engine = engineFrom(tools, catalogue, tools.settings.mode);
    const by = { caller: await tools.caller(), reason };
    const word = { reopen: flag('reopen'), relock: flag('relock'), by };
    const approved = await patiently(tools, () => approveIncidents(engine, incidents, word));
    if (json) tools.terminal.out(documentOf(forJson(approved)));
    else {
      const open = await openBeside(tools, first);
      tools.terminal.out(approvalText(approved, incidents, open, tools.terminal));
    }
    return exitCode(approved, incidents);
  },
};

/** Only what proposes something can be approved, of one target at a time, in an enrolled account. */
function refuseStrays(tools: Tools, incidents: readonly [Incident, ...Incident[]]): void {
  const [{ target }] = incidents;
  const other = incidents.find((one) => targetKey(one.target) !== targetKey(target));
  if (other !== undefined)
    throw new UserError(
      `${other.id} is about another target than ${incidents[0].id}. Approve one target at a time.`,
    );
  if (!enrolled(tools.settings).some(({ account }) => account === target.account))
    throw new UserError(`Account ${target.account} is not enrolled. Look at accounts: in the settings.`);
  const idle = incidents.find(({ proposal }) => proposal === undefined);
  if (idle !== undefined)
    throw new UserError(
      `${idle.id} proposes nothing (${idle.outcome}), so there is nothing to approve. \`snapback incident ${idle.id}\` says why.`,
    );
}

async function openBeside(tools: Tools, { target }: Incident): Promise<readonly Incident[]> {
  const found: Incident[] = [];
  for await (const one of tools.ledger().incidents({ target, status: 'open' })) found.push(one);
  return found;
}

const documentOf = (content: object): string =>
  `${JSON.stringify({ schema: 1, ...content, document: 'approval' }, null, 2)}\n`;

const forJson = (approved: Approved): object =>
  approved.kind === 'sent' ? { ...approved, outcomes: Object.fromEntries(approved.outcomes) } : approved;

const done: ReadonlySet<Outcome> = new Set(['reverted', 'healedElsewhere', 'clean']);

function exitCode(approved: Approved, incidents: readonly Incident[]): ExitCode {
  if (approved.kind === 'planned') return 2;
  if (approved.kind === 'healed') return 0;
  if (approved.kind !== 'sent') return 1;
  const ended = incidents.map(({ aspect }) => approved.outcomes.get(aspect));
  return ended.every((outcome) => outcome !== undefined && done.has(outcome)) ? 0 : 1;
}
