import type { Catalogue } from '../catalog/catalogue.js';
import { UserError } from '../domain/errors.js';
import type { TargetReplay } from '../domain/replayed.js';
import type { SavedState } from '../domain/saved-state.js';
import type { Look } from '../domain/signal.js';
import { targetKey, targetName } from '../domain/target.js';
import { defaultTiming } from '../engine/engine.js';
import { nothing, type Previewing } from '../engine/preview.js';
import { replay as replayed } from '../engine/replay.js';
import { changesBetween } from '../report/replay-changes.js';
import { changesText, replayText } from '../report/replay-text.js';
import { savedReaders } from '../runtime/saved-reads.js';
import type { Command } from './command.js';
import { looksIn, scansOf, statesIn } from './replay-files.js';
import type { Tools } from './tools.js';

export const replay: Command = {
  name: 'replay',
  takes: '[events]',
  summary: 'Tell offline what would be done about saved states, and what an edit would change',
  options: [
    { flag: '--state <file>', about: 'how targets were: what `save-state` printed' },
    {
      flag: '--against <folder>',
      about: 'the baselines before the edit, to compare with those of --baselines',
    },
  ],
  examples: [
    'replay --state states.jsonl --against main/baselines --baselines baselines',
    'replay events.jsonl --state states.jsonl --json',
  ],
  async run(tools, { json, text }, [events]) {
    const file = text('state');
    if (file === undefined)
      throw new UserError('Give --state FILE. `snapback save-state > FILE` writes one.');
    const states = await statesIn(file);
    const { looks, passedOver } =
      events === undefined ? { looks: scansOf(states), passedOver: [] } : await looksIn(events, states);
    for (const { line, reason } of passedOver)
      tools.terminal.err(`${events}:${line} is passed over: ${reason}\n`);
    const now = await byCatalogue(tools, await tools.catalogue('auto-revert'), states, looks);
    const against = text('against');
    if (against === undefined) {
      tools.terminal.out(json ? documentOf({ decisions: now }) : replayText(now, tools.terminal));
      return complete(tools, now) ? 0 : 1;
    }
    const before = await byCatalogue(tools, await tools.catalogue('auto-revert', [against]), states, looks);
    const changes = changesBetween(before, now);
    tools.terminal.out(
      json ? documentOf({ looked: now.length, changes }) : changesText(changes, now.length, tools.terminal),
    );
    if (!complete(tools, [...before, ...now])) return 1;
    return changes.length > 0 ? 2 : 0;
  },
};

const documentOf = (content: object): string =>
  `${JSON.stringify({ schema: 1, kind: 'replay', ...content }, null, 2)}\n`;

/** What one catalogue makes of each look, in the order of the looks. */
async function byCatalogue(
  tools: Tools,
  catalogue: Catalogue,
  states: ReadonlyMap<string, SavedState>,
  looks: readonly Look[],
): Promise<readonly TargetReplay[]> {
  const engine: Previewing = {
    access: { mode: 'dry-run', reader: savedReaders(states.values()) },
    // Nothing is remembered of anything: a replay has no ledger.
    ledger: { recall: async () => nothing, goodState: async () => undefined },
    declarations: () => catalogue,
    clock: tools.clock,
    log: tools.log,
    timing: { ...defaultTiming, secondLook: 0 },
  };
  const decided: TargetReplay[] = [];
  for (const look of looks)
    decided.push(await replayed(engine, look).catch((error) => unjudged(tools, look, error)));
  return decided;
}

/** A target of which not even the baseline can be told. */
function unjudged({ terminal }: Tools, { target }: Look, error: unknown): TargetReplay {
  terminal.err(`${error instanceof Error ? error.message : String(error)}\n`);
  const aspects = [{ aspect: 'selection', outcome: 'unreadable', sent: [], held: [] }] as const;
  return { target: targetKey(target), name: targetName(target), baseline: null, aspects };
}

/** What could not be judged is no proof that nothing would change. */
function complete(tools: Tools, decided: readonly TargetReplay[]): boolean {
  const blind = decided.filter(({ aspects }) => aspects.some(({ outcome }) => outcome === 'unreadable'));
  if (blind.length > 0)
    tools.terminal.err(
      `${blind.map(({ name }) => name).join(', ')}: not all that is declared was saved, or could be read then. Save the state again with this version.\n`,
    );
  return blind.length === 0;
}
