import { readFileSync } from 'node:fs';
import { SealBook } from '../../audit/seal-book.js';
import { sealFolder } from '../../audit/seal-folder.js';
import { fileSigner, fileVerifier } from '../../audit/seal-keys.js';
import type { Sealing } from '../../audit/sealing.js';
import { UserError } from '../../domain/errors.js';
import { needed } from '../settings.js';
import type { Tools } from '../tools.js';

function textOf(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UserError(`${file} cannot be read. Look at ${what}.`, { cause });
  }
}

type Needs = Pick<Tools, 'settings' | 'auditTrail' | 'clock'>;

/** The seals where the settings say, trusted by the public keys in a file. */
export function bookOf({ settings }: Pick<Tools, 'settings'>, keyFile: string): SealBook {
  const verifier = fileVerifier(keyFile, textOf(keyFile, '--key'));
  return new SealBook(sealFolder(needed(settings, 'seals')), verifier, settings.table);
}

/** All that sealing needs; throws a UserError that says which setting is missing or wrong. */
export function sealingOf({ settings, auditTrail, clock }: Needs): Sealing {
  const place = sealFolder(needed(settings, 'seals'));
  const file = needed(settings, 'sealKey');
  const pem = textOf(file, '--seal-key');
  const book = new SealBook(place, fileVerifier(file, pem), settings.table);
  return { trail: auditTrail(), place, signer: fileSigner(file, pem), book, clock, table: settings.table };
}
