import { aspects } from '../aspects/index.js';
import { type SavedState, savedSchema } from '../domain/saved-state.js';
import { type Target, targetKey } from '../domain/target.js';
import { instant } from '../domain/time.js';
import { defaultTiming } from '../engine/engine.js';
import { observe } from '../engine/observe.js';
import { recording } from '../runtime/saved-reads.js';
import type { Command } from './command.js';
import { enrolled } from './settings.js';
import { bucketsOf } from './targets.js';
import type { Tools } from './tools.js';

export const saveState: Command = {
  name: 'save-state',
  takes: '[buckets...]',
  summary: 'Print how buckets and accounts are now, a line of JSON for each, for `replay`',
  examples: ['save-state > states.jsonl', 'save-state data-orders data-invoices > states.jsonl'],
  async run(tools, _options, names) {
    await tools.confirmAccounts();
    const batch: { readonly target: Target; readonly region?: string }[] = [];
    const flush = async (): Promise<void> => {
      const states = await Promise.all(
        batch.splice(0).map(({ target, region }) => saved(tools, target, region)),
      );
      for (const state of states) tools.terminal.out(`${JSON.stringify(state)}\n`);
    };
    if (names.length === 0)
      for (const { account } of enrolled(tools.settings))
        batch.push({ target: { kind: 'account', partition: tools.partition, account } });
    for await (const one of bucketsOf(tools, names)) {
      batch.push(one);
      if (batch.length >= tools.settings.workers) await flush();
    }
    await flush();
    return 0;
  },
};

/** Every aspect is read, whatever is declared today: a replay may be by other baselines. */
async function saved(tools: Tools, target: Target, listedIn: string | undefined): Promise<SavedState> {
  const { readers, reads } = recording(tools.access('dry-run').reader);
  const engine = {
    access: { mode: 'dry-run', reader: readers } as const,
    clock: tools.clock,
    timing: defaultTiming,
  };
  const names = aspects.filter(({ scope }) => scope === target.kind).map(({ name }) => name);
  await observe(engine, target, names, listedIn);
  const region = readers.regionOf(target) ?? listedIn;
  return {
    schema: savedSchema,
    kind: 'state',
    target: targetKey(target),
    at: instant(tools.clock.now()),
    ...(region === undefined ? {} : { region }),
    reads,
  };
}
