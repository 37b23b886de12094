import { UserError } from '../domain/errors.js';
import { type Outcome, outcomes } from '../domain/response.js';
import { parseTarget, type Target, targetKey, targetName } from '../domain/target.js';
import { instant } from '../domain/time.js';
import type { Approval } from '../engine/engine.js';
import { reconcile } from '../engine/reconcile.js';
import { planText } from '../report/plan-text.js';
import type { Command } from './command.js';
import { engineFrom } from './engine-from.js';
import { isClean, plansFor } from './plan.js';
import { targetsOf } from './targets.js';
import type { ExitCode } from './terminal.js';
import type { Tools } from './tools.js';

export const apply: Command = {
  name: 'apply',
  takes: '[buckets...]',
  summary: 'Bring targets to their baselines now, rollout and onboarding included, after a yes',
  options: [
    { flag: '--yes', about: 'do not ask' },
    { flag: '--reopen', about: 'send the steps that open too' },
    {
      flag: '--relock',
      about: 'send the steps that lock objects harder or longer too: nobody can take them back',
    },
    { flag: '--reselect', about: 'let the tags of the named buckets choose their baselines anew' },
  ],
  examples: ['apply', 'apply data-orders --yes', 'apply public-site --reopen'],
  async run(tools, { json, flag }, names) {
    const approval: Approval = {
      reopen: flag('reopen'),
      relock: flag('relock'),
      reselect: flag('reselect'),
    };
    if (approval.reselect === true && names.length === 0)
      throw new UserError('--reselect needs the names of the buckets whose tags are right as they are.');
    const { plans } = await plansFor(tools, names, approval);
    const unclean = plans.filter((one) => !isClean(one));
    const steps = unclean.flatMap((one) => one.steps).length;
    if (!json) for (const one of unclean) tools.terminal.err(`${planText(one, tools.terminal)}\n`);
    if (
      steps > 0 &&
      !flag('yes') &&
      !(await tools.terminal.confirm(`Send ${steps} steps to ${unclean.length} targets?`))
    ) {
      tools.terminal.err('Nothing was sent. Give --yes to send without asking.\n');
      return 2;
    }
    const results = await applyTo(tools, names, approval.reopen, approval);
    tools.terminal.out(json ? `${JSON.stringify(results, null, 2)}\n` : summary(results));
    return exitCode(results);
  },
};

/** What became of every aspect that was looked at, by target. */
export type Applied = Readonly<Record<string, Readonly<Record<string, Outcome>>>>;

/** Looks at every selected target with the person's approval; clean ones are remembered as verified. */
export async function applyTo(
  tools: Tools,
  names: readonly string[],
  reopen: boolean,
  more: Omit<Approval, 'reopen'> = {},
): Promise<Applied> {
  const catalogue = await tools.catalogue('auto-revert');
  const engine = engineFrom(tools, catalogue, 'auto-revert', { ...more, reopen });
  const targets: Target[] = [];
  for await (const target of targetsOf(tools, catalogue, names)) targets.push(target);
  const results: Record<string, Readonly<Record<string, Outcome>>> = {};
  for (let at = 0; at < targets.length; at += tools.settings.workers) {
    await Promise.all(
      targets.slice(at, at + tools.settings.workers).map(async (target) => {
        const signals = [{ kind: 'command', at: instant(tools.clock.now()) }] as const;
        const { outcomes: ended } = await reconcile(engine, { target, signals, aspects: 'all', round: 0 });
        results[targetKey(target)] = Object.fromEntries(ended);
      }),
    );
  }
  return results;
}

const done: ReadonlySet<Outcome> = new Set(['clean', 'reverted', 'healedElsewhere', 'ignored', 'waived']);

function exitCode(results: Applied): ExitCode {
  const all = Object.values(results).flatMap((one) => Object.values(one));
  if (all.some((outcome) => outcome === 'failed' || outcome === 'unreadable' || outcome === 'unconfirmed'))
    return 1;
  return all.every((outcome) => done.has(outcome)) ? 0 : 2;
}

function summary(results: Applied): string {
  const all = Object.entries(results);
  const count = (outcome: Outcome): number =>
    all.flatMap(([, one]) => Object.values(one)).filter((each) => each === outcome).length;
  const told = outcomes
    .filter((outcome) => count(outcome) > 0)
    .map((outcome) => `${count(outcome)} ${outcome}`);
  const open = all.flatMap(([key, one]) => {
    const left = Object.entries(one).filter(([, outcome]) => !done.has(outcome));
    const target = parseTarget(key);
    return left.length === 0 || target === undefined
      ? []
      : [`  ${targetName(target)}: ${left.map(([aspect, outcome]) => `${aspect} ${outcome}`).join(', ')}`];
  });
  const braked =
    count('braked') > 0
      ? ['What is braked waits until the catalogue is confirmed: snapback confirm --reason "..."']
      : [];
  return `${[`${all.length} targets: ${told.join(', ') || 'nothing to do'}.`, ...open, ...braked].join('\n')}\n`;
}
