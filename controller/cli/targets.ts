import type { Catalogue } from '../catalog/catalogue.js';
import { UserError } from '../domain/errors.js';
import { namesIn, roster } from '../domain/roster.js';
import type { BucketTarget, Target } from '../domain/target.js';
import { enrolled } from './settings.js';
import type { Tools } from './tools.js';

/**
 * The targets of the enrolled accounts that some baseline may select, or of them the buckets that were named.
 * Rejects with a UserError for a named bucket that no enrolled account lists or no baseline selects. Where none is
 * named, `passedOver` is told of every bucket that no baseline selects. Deleted buckets are among them where their names may be held.
 */
export async function* targetsOf(
  tools: Tools,
  catalogue: Catalogue,
  names: readonly string[],
  passedOver: (bucket: BucketTarget) => void = () => {},
): AsyncGenerator<Target> {
  const missing = new Set(names);
  for (const { account } of enrolled(tools.settings)) {
    const own: Target = { kind: 'account', partition: tools.partition, account };
    if (names.length === 0 && catalogue.selects(own) !== false) yield own;
    const there = new Set<string>();
    for await (const { target, region } of listed(tools, account)) {
      there.add(target.name);
      if (names.length > 0 && !missing.delete(target.name)) continue;
      if (catalogue.selects(target, region) !== false) yield target;
      else if (names.length > 0)
        throw new UserError(
          `No baseline selects ${target.name}. Add its name to a baseline's select: buckets:.`,
        );
      else passedOver(target);
    }
    for (const name of await onceThere(tools, catalogue, own)) {
      const target = { ...own, kind: 'bucket', name } as const;
      if (there.has(name) || catalogue.selects(target) === false) continue;
      if (names.length === 0 || missing.delete(name)) yield target;
    }
  }
  refuseMissing(missing);
}

/** The buckets that an account is known to have had, where any baseline may ask for their names to be held. */
async function onceThere(tools: Tools, { baselines }: Catalogue, own: Target): Promise<readonly string[]> {
  if (!baselines.some(({ recreate }) => recreate?.value === 'hold-name')) return [];
  if (!(await tools.hasTable())) return [];
  return namesIn((await tools.ledger().goodState(own, roster))?.state);
}

/** A bucket that an account lists, and where that listing says it is. */
export interface Listed {
  readonly target: BucketTarget;
  readonly region?: string;
}

/**
 * The buckets of the enrolled accounts, selected by a baseline or not, or of them those that were named. Rejects with
 * a UserError for a named bucket that no enrolled account lists.
 */
export async function* bucketsOf(tools: Tools, names: readonly string[]): AsyncGenerator<Listed> {
  const missing = new Set(names);
  for (const { account } of enrolled(tools.settings))
    for await (const one of listed(tools, account))
      if (names.length === 0 || missing.delete(one.target.name)) yield one;
  refuseMissing(missing);
}

async function* listed(tools: Tools, account: string): AsyncGenerator<Listed> {
  let token: string | undefined;
  do {
    const page = await tools.listing().page(account, token);
    for (const { name, region } of page.buckets) {
      const target = { kind: 'bucket', partition: tools.partition, account, name } as const;
      yield { target, ...(region === undefined ? {} : { region }) };
    }
    token = page.next;
  } while (token !== undefined);
}

function refuseMissing(missing: ReadonlySet<string>): void {
  if (missing.size === 0) return;
  throw new UserError(
    `No enrolled account has ${[...missing].join(', ')}. Look at the spelling, and at accounts: in the settings.`,
  );
}
