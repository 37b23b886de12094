import { UserError } from '../domain/errors.js';
import type { Incident } from '../domain/incident.js';
import type { LedgerQueries } from '../domain/ledger.js';

/** The incident with this id; rejects with a UserError if there is none. */
export async function incidentNamed(ledger: Pick<LedgerQueries, 'incident'>, id: string): Promise<Incident> {
  const found = await ledger.incident(id);
  if (found === undefined)
    throw new UserError(`There is no incident ${id}. \`snapback incidents\` lists them.`);
  return found;
}

/** The text of `--reason`; without one a UserError. */
export function reasonIn(text: string | undefined): string {
  const reason = text?.trim() ?? '';
  if (reason === '') throw new UserError('Say why: --reason "...". It is kept in the audit.');
  return reason;
}
