import { UserError } from '../domain/errors.js';

/** Where the ledger is kept. */
export type LedgerPlace =
  | { readonly kind: 'dynamodb' }
  | { readonly kind: 'embedded'; readonly folder: string };

const prefix = 'embedded:';

/** Reads `dynamodb` or `embedded:FOLDER`. */
export function ledgerFrom(text: string): LedgerPlace {
  if (text === 'dynamodb') return { kind: 'dynamodb' };
  const folder = text.startsWith(prefix) ? text.slice(prefix.length) : '';
  if (folder === '') throw new UserError(`'${text}' is not possible. Write dynamodb, or embedded:FOLDER.`);
  return { kind: 'embedded', folder };
}
