import type { Brake } from '../domain/hold.js';
import type { Memory } from '../domain/ledger.js';
import {
  type AccountTarget,
  type BucketTarget,
  type Target,
  targetKey,
  targetName,
} from '../domain/target.js';
import { instant } from '../domain/time.js';
import { standingBrakes } from '../engine/brakes/brakes.js';
import type { Approval } from '../engine/engine.js';
import { nothing, type Preview, preview } from '../engine/preview.js';
import { counted } from '../report/lines.js';
import type { PlanDocument } from '../report/plan-document.js';
import { planText } from '../report/plan-text.js';
import { unmanagedText } from '../report/unmanaged-text.js';
import type { Command } from './command.js';
import { engineFrom } from './engine-from.js';
import { enrolled } from './settings.js';
import { targetsOf } from './targets.js';
import type { Tools } from './tools.js';

export const plan: Command = {
  name: 'plan',
  takes: '[buckets...]',
  summary: 'Show, field by field, what is not as declared and the calls that would mend it',
  options: [
    { flag: '--reopen', about: 'plan the steps that open too' },
    { flag: '--relock', about: 'plan the steps that lock objects harder or longer too' },
    { flag: '--reselect', about: 'plan by the baselines that the tags choose now' },
    { flag: '--unmanaged', about: 'name the buckets that are held to no baseline, too' },
  ],
  examples: ['plan', 'plan data-orders', 'plan --unmanaged', 'plan --json'],
  async run(tools, { json, flag }, names) {
    const { plans, unmanaged } = await plansFor(tools, names, {
      reopen: flag('reopen'),
      relock: flag('relock'),
      reselect: flag('reselect'),
    });
    const unclean = plans.filter((one) => !isClean(one));
    const braked = await brakesFor(tools);
    if (json) {
      tools.terminal.out(
        `${JSON.stringify({ schema: 1, kind: 'plan', at: instant(tools.clock.now()), looked: plans.length, plans: unclean, brakes: braked, unmanaged: unmanaged.map(({ account, name }) => ({ account, bucket: name })) }, null, 2)}\n`,
      );
    } else {
      for (const one of unclean) tools.terminal.out(`${planText(one, tools.terminal)}\n`);
      tools.terminal.out(`${plans.length} targets looked at, ${unclean.length} not as declared.\n`);
      const waived = plans.flatMap((one) => one.waived);
      if (waived.length > 0) tools.terminal.out(`${counted(waived.length, 'difference')} waived.\n`);
      for (const { account, because, until = 'a human confirms it' } of braked)
        tools.terminal.out(
          `Account ${account}: by itself only what closes is sent until ${until}, because ${because}.\n`,
        );
      tools.terminal.out(unmanagedText(unmanaged, flag('unmanaged')));
    }
    if (plans.some(({ differences }) => differences.length > 0)) return 2;
    return unclean.length > 0 ? 1 : 0;
  },
};

/** The brakes that are on in the enrolled accounts. */
async function brakesFor(tools: Tools): Promise<readonly (Brake & { readonly account: string })[]> {
  if (!(await tools.hasTable())) return [];
  const engine = engineFrom(tools, await tools.catalogue('auto-revert'), 'dry-run');
  const standing = enrolled(tools.settings).map(async ({ account }) => {
    const home: AccountTarget = { kind: 'account', partition: tools.partition, account };
    return (await standingBrakes(engine, home)).map((brake) => ({ account, ...brake }));
  });
  return (await Promise.all(standing)).flat();
}

/** The plans of all selected targets, in the order of the listing, and the buckets that are held to no baseline. */
export async function plansFor(
  tools: Tools,
  names: readonly string[],
  approval: Approval,
): Promise<{ readonly plans: readonly PlanDocument[]; readonly unmanaged: readonly BucketTarget[] }> {
  const catalogue = await tools.catalogue('auto-revert');
  await tools.confirmAccounts();
  const engine = engineFrom(tools, catalogue, 'dry-run', approval);
  const remembered = await tools.hasTable();
  const targets: Target[] = [];
  const unmanaged: BucketTarget[] = [];
  const asked = targetsOf(tools, catalogue, names, (bucket) => unmanaged.push(bucket));
  for await (const target of asked) targets.push(target);
  const plans: PlanDocument[] = [];
  for (let at = 0; at < targets.length; at += tools.settings.workers) {
    const some = await Promise.all(
      targets.slice(at, at + tools.settings.workers).map(async (target) => {
        const seen = await preview(engine, target, remembered);
        if (seen !== undefined) return [documentOf(target, seen)];
        // Only its tags or its region could tell.
        if (target.kind === 'bucket') unmanaged.push(target);
        return [];
      }),
    );
    plans.push(...some.flat());
  }
  return { plans, unmanaged: unmanaged.sort((a, b) => (targetKey(a) < targetKey(b) ? -1 : 1)) };
}

/** What the ledger remembers of a target; nothing where there is no table yet. */
export const memoryFrom = async (tools: Tools, target: Target): Promise<Memory> =>
  (await tools.hasTable()) ? tools.ledger().recall(target) : nothing;

export const isClean = ({ differences, unreadable, escalations }: PlanDocument): boolean =>
  differences.length + unreadable.length + escalations.length === 0;

function documentOf(target: Target, { baseline, assessment, decision }: Preview): PlanDocument {
  const { repair, proposed, verdicts } = decision;
  return {
    target: targetName(target),
    baseline: baseline.name,
    differences: assessment.differences.flatMap(({ aspect, fields, cause }) => {
      const { policy, waiver } = verdicts.get(aspect) ?? {};
      return policy === undefined || waiver !== undefined
        ? []
        : [{ aspect, fields, cause, severity: policy.severity, policy: policy.id }];
    }),
    waived: [...verdicts].flatMap(([aspect, { waiver }]) =>
      waiver === undefined ? [] : [{ aspect, waiver: waiver.id, until: waiver.expires }],
    ),
    steps: repair.steps,
    held: proposed,
    escalations: repair.escalations,
    unreadable: [...assessment.blind].map(([aspect, { error }]) => ({ aspect, error })),
    digest: repair.digest,
  };
}
