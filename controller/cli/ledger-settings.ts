import { ledgerFrom } from './ledger-place.js';
import { duration } from './setting-checks.js';
import type { SettingRow } from './setting-row.js';

/** The settings of the ledger and of the seals of its audit. */
export const ledgerSettings = [
  {
    key: 'ledger',
    flag: '--ledger <where>',
    env: 'SNAPBACK_LEDGER',
    standard: 'dynamodb',
    about: 'dynamodb, or embedded:FOLDER for the same tables in a folder of this machine',
    check: (text) => void ledgerFrom(text),
  },
  {
    key: 'seals',
    flag: '--seals <folder>',
    env: 'SNAPBACK_SEALS',
    about: 'folder for the seals of the audit; a running controller that has the key keeps sealing',
  },
  {
    key: 'sealKey',
    flag: '--seal-key <file>',
    env: 'SNAPBACK_SEAL_KEY',
    about: 'private Ed25519 key in PEM that signs the seals',
  },
  {
    key: 'sealEvery',
    flag: '--seal-every <duration>',
    env: 'SNAPBACK_SEAL_EVERY',
    standard: '1h',
    about: 'how often a running controller seals the audit',
    check: duration,
  },
] as const satisfies readonly SettingRow[];
