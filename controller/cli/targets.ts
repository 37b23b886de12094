import type { Catalogue } from '../catalog/catalogue.js';
import { UserError } from '../domain/errors.js';
import type { Target } from '../domain/target.js';
import { enrolled } from './settings.js';
import type { Tools } from './tools.js';

/**
 * The targets of the enrolled accounts that some baseline may select, or of them the buckets that were named.
 * Rejects with a UserError for a named bucket that no enrolled account lists or no baseline selects.
 */
export async function* targetsOf(
  tools: Tools,
  catalogue: Catalogue,
  names: readonly string[],
): AsyncGenerator<Target> {
  const missing = new Set(names);
  for (const { account } of enrolled(tools.settings)) {
    const own: Target = { kind: 'account', partition: tools.partition, account };
    if (names.length === 0 && catalogue.selects(own) !== false) yield own;
    let token: string | undefined;
    do {
      const page = await tools.listing().page(account, token);
      for (const { name, region } of page.buckets) {
        if (names.length > 0 && !missing.delete(name)) continue;
        const target: Target = { kind: 'bucket', partition: tools.partition, account, name };
        if (catalogue.selects(target, region) !== false) yield target;
        else if (names.length > 0)
          throw new UserError(`No baseline selects ${name}. Add its name to a baseline's select: buckets:.`);
      }
      token = page.next;
    } while (token !== undefined);
  }
  if (missing.size > 0) {
    throw new UserError(
      `No enrolled account has ${[...missing].join(', ')}. Look at the spelling, and at accounts: in the settings.`,
    );
  }
}
