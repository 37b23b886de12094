import type { Catalogue } from '../catalog/catalogue.js';
import { explain as explanationOf } from '../catalog/explain.js';
import type { Tags } from '../catalog/selection.js';
import { UserError } from '../domain/errors.js';
import { failureName } from '../domain/failure.js';
import type { Target } from '../domain/target.js';
import { instant } from '../domain/time.js';
import type { Waiver } from '../domain/waiver.js';
import { type Choice, choose } from '../engine/choose.js';
import type { Command } from './command.js';
import { engineFrom } from './engine-from.js';
import { explanationText, type KnownWaivers } from './explain-text.js';
import { memoryFrom } from './plan.js';
import { enrolled } from './settings.js';
import type { Tools } from './tools.js';

export const explain: Command = {
  name: 'explain',
  takes: '<bucket>',
  summary: 'Tell to what a bucket or an account is held, and which file and line says so',
  examples: ['explain data-orders', 'explain 111122223333', 'explain data-orders --json'],
  async run(tools, { json }, [name = '']) {
    const { settings, terminal } = tools;
    const catalogue = await tools.catalogue(settings.mode);
    const target = await named(tools, name);
    const verdict = catalogue.effective(target);
    const found: Asked =
      verdict.kind === 'needs-region' || verdict.kind === 'needs-tags'
        ? await asked(tools, catalogue, target)
        : { choice: verdict.kind === 'effective' ? { baseline: verdict.baseline } : {} };
    const { choice, ...known } = found;
    const now = catalogue.effective(target, known.region, known.tags);
    const conflict = now.kind === 'conflict' ? now.message : undefined;
    const waivers = await waiversOn(tools, catalogue, target);
    const explanation = explanationOf(catalogue, target, choice.baseline, { mode: settings.mode, ...known });
    terminal.out(
      json
        ? `${JSON.stringify({ schema: 1, kind: 'explanation', ...explanation, ...known, conflict, doubt: choice.doubt, waivers: waivers.known, waiversUnknown: waivers.unknown }, null, 2)}\n`
        : explanationText(explanation, { doubt: choice.doubt, conflict, waivers }, terminal),
    );
    return choice.baseline === undefined || choice.doubt !== undefined ? 2 : 0;
  },
};

/** The waivers in force; those of the ledger only as far as it can be asked. */
async function waiversOn(tools: Tools, catalogue: Catalogue, target: Target): Promise<KnownWaivers> {
  const now = instant(tools.clock.now());
  const inForce = (all: readonly Waiver[]): readonly Waiver[] => all.filter(({ expires }) => expires > now);
  const written = catalogue.waiversFor(target);
  try {
    const { waivers = [] } = await memoryFrom(tools, target);
    return { known: inForce([...written, ...waivers]) };
  } catch (error) {
    return { known: inForce(written), unknown: failureName(error) };
  }
}

/** An account by its twelve digits; a bucket without a question where only one account is enrolled. */
async function named(tools: Tools, name: string): Promise<Target> {
  const { partition } = tools;
  if (/^\d{12}$/.test(name)) return { kind: 'account', partition, account: name };
  const accounts = enrolled(tools.settings).map(({ account }) => account);
  const [only = '', ...others] = accounts;
  if (others.length === 0) return { kind: 'bucket', partition, account: only, name };
  for (const account of accounts) {
    const target: Target = { kind: 'bucket', partition, account, name };
    if (await tools.access('dry-run').reader.isListed(target)) return target;
  }
  throw new UserError(
    `No enrolled account has ${name}. Look at the spelling, and at accounts: in the settings.`,
  );
}

interface Asked {
  readonly choice: Choice;
  readonly region?: string;
  readonly tags?: Tags;
}

/** Asks S3 for what decides: the region, and the tags with those that are remembered. */
async function asked(tools: Tools, catalogue: Catalogue, target: Target): Promise<Asked> {
  const engine = engineFrom(tools, catalogue, 'dry-run', { reopen: false });
  const choice = await choose(engine, catalogue, target, () => memoryFrom(tools, target));
  const region = engine.access.reader.regionOf(target) ?? (await engine.access.reader.locate(target));
  const tags: Tags | undefined =
    choice.tags?.kind === 'observed'
      ? (choice.tags.state as Tags)
      : choice.tags?.kind === 'absent'
        ? {}
        : undefined;
  return {
    choice,
    ...(region === undefined ? {} : { region }),
    ...(tags === undefined ? {} : { tags }),
  };
}
