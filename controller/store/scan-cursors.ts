import type { ScanCursor } from '../domain/scan-cursor.js';
import { cursorRow } from './keys.js';
import type { Store } from './store.js';

/** Where the scan of an account stands; nothing if it was never scanned. */
export async function readScanCursor(
  { rows, documents }: Store,
  account: string,
): Promise<ScanCursor | undefined> {
  const row = await rows.get(cursorRow(account));
  if (row === undefined) return undefined;
  const { pk, sk: _, ...attributes } = row;
  // The ledger is the only writer of these rows, and it writes cursors.
  return (await documents.unpack(String(pk), attributes)) as unknown as ScanCursor;
}

/** The last who saves wins: a cursor only saves work. */
export async function writeScanCursor(
  { rows, documents }: Store,
  account: string,
  cursor: ScanCursor,
): Promise<void> {
  const key = cursorRow(account);
  await rows.put({ ...key, ...(await documents.pack(key.pk, cursor)) });
}
