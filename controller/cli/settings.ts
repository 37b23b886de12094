import type { BrakeSettings } from '../domain/brake.js';
import { UserError } from '../domain/errors.js';
import type { Mode } from '../domain/response.js';
import { milliseconds } from './durations.js';
import { type LedgerPlace, ledgerFrom } from './ledger-place.js';
import { noRegion } from './setting-checks.js';
import { type SettingKey, settingList } from './setting-list.js';
import type { EnrolledAccount, SettingRow } from './setting-row.js';
import { readSettings, type SettingsFile } from './settings-file.js';

/** How this controller is set, checked. Durations in milliseconds. */
export interface Settings {
  readonly mode: Mode;
  readonly accounts: readonly EnrolledAccount[];
  readonly region: string | undefined;
  /** Missing: the home region. */
  readonly directoryRegions: readonly string[] | undefined;
  readonly baselines: readonly string[];
  readonly policies: readonly string[];
  readonly reloadEvery: number;
  readonly table: string;
  readonly queueUrl: string | undefined;
  readonly scanEvery: number;
  readonly rechecks: readonly number[];
  readonly visibility: number;
  readonly retries: readonly number[];
  readonly workers: number;
  readonly lease: number;
  readonly secondLook: number;
  readonly grace: number;
  readonly brakes: BrakeSettings;
  readonly requestTimeout: number;
  readonly lookup: 'none' | 'cloudtrail';
  /** ARNs of what Snapback rests on. */
  readonly ownResources: readonly string[];
  readonly ledger: LedgerPlace;
  readonly seals: string | undefined;
  readonly sealKey: string | undefined;
  readonly sealEvery: number;
  readonly webhookUrl: URL | undefined;
  readonly webhookSecret: string | undefined;
  readonly logLevel: string;
}

/** Where settings come from, the strongest first. */
export interface SettingSources {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `snapback.yaml`, if there is one. */
  readonly file?: { readonly file: string; readonly text: string };
}

/** The settings, or an error that names the flag, variable or line and says what to write there. */
export function settingsFrom({ flags, env, file }: SettingSources): Settings {
  const written: SettingsFile = file === undefined ? { texts: new Map() } : readSettings(file);
  const given = new Map<string, string>();
  for (const row of settingList as readonly SettingRow[]) {
    const text = fromOutside(row, flags, env) ?? written.texts.get(row.key) ?? row.standard;
    if (text !== undefined) given.set(row.key, text);
  }
  const text = (key: SettingKey): string => given.get(key) ?? '';
  const list = (key: SettingKey): readonly string[] =>
    text(key)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const webhook = given.get('webhookUrl');
  const [lease, requestTimeout] = [milliseconds(text('lease')), milliseconds(text('requestTimeout'))];
  if (lease < leastLease(requestTimeout))
    throw new UserError(
      `lease: ${text('lease')} is too short beside a request that may take ${text('requestTimeout')}: nothing would ever be sent. Write at least ${leastLease(requestTimeout)}ms, or a shorter requestTimeout.`,
    );
  return {
    mode: text('mode') === 'auto-revert' ? 'auto-revert' : 'dry-run',
    accounts: given.has('accounts')
      ? list('accounts').map((account) => ({ account }))
      : (written.accounts ?? []),
    region: given.get('region') ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'],
    directoryRegions: given.has('directoryRegions')
      ? list('directoryRegions').filter((name) => name !== noRegion)
      : undefined,
    baselines: list('baselines'),
    policies: list('policies'),
    reloadEvery: milliseconds(text('reloadEvery')),
    table: text('table'),
    queueUrl: given.get('queueUrl'),
    scanEvery: milliseconds(text('scanEvery')),
    rechecks: list('rechecks').map(milliseconds),
    visibility: milliseconds(text('visibility')),
    retries: list('retries').map(milliseconds),
    workers: Number(text('workers')),
    lease,
    secondLook: milliseconds(text('secondLook')),
    grace: milliseconds(text('grace')),
    brakes: {
      revertsPerHour: Number(text('revertsPerHour')),
      fleetShare: Number(text('fleetShare')),
      failureRate: Number(text('failureRate')),
      tugOfWar: Number(text('tugOfWar')),
    },
    requestTimeout,
    lookup: text('lookup') === 'cloudtrail' ? 'cloudtrail' : 'none',
    ownResources: list('ownResources'),
    ledger: ledgerFrom(text('ledger')),
    seals: given.get('seals'),
    sealKey: given.get('sealKey'),
    sealEvery: milliseconds(text('sealEvery')),
    webhookUrl: webhook === undefined ? undefined : new URL(webhook),
    webhookSecret: given.get('webhookSecret'),
    logLevel: text('logLevel'),
  };
}

/** How long one request may take with its connection at most, in milliseconds: nothing is begun with less of a lease left. */
export const longestRequest = (requestTimeout: number): number => 1_000 + 1.2 * requestTimeout;

/** A lease has to leave time for being renewed. */
const leastLease = (requestTimeout: number): number => Math.ceil(1.5 * longestRequest(requestTimeout));

/** The text of a flag, or else of a variable, checked. */
function fromOutside(
  { key, flag, env: variable, check }: SettingRow,
  flags: SettingSources['flags'],
  env: SettingSources['env'],
): string | undefined {
  const flagged = flags[key];
  const [origin, text] =
    flagged === undefined ? [variable, env[variable]] : [flag.split(' ', 1)[0], String(flagged)];
  if (text === undefined || text === '') return undefined;
  try {
    check?.(text);
  } catch (cause) {
    throw new UserError(`${origin}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  return text;
}

/** What a command cannot do without; a missing one is an error that says all the ways to give it. */
export function needed<Key extends 'queueUrl' | 'region' | 'seals' | 'sealKey'>(
  settings: Settings,
  key: Key,
): string {
  const value = settings[key];
  const row: SettingRow | undefined = settingList.find((one) => one.key === key);
  if (value === undefined) {
    throw new UserError(
      `${key} is not set. Give ${row?.flag}, ${row?.env}, or ${key}: in snapback.yaml (${row?.about}).`,
    );
  }
  return value;
}

/** The enrolled accounts; without any nothing may be looked at. */
export function enrolled({ accounts }: Settings): readonly EnrolledAccount[] {
  if (accounts.length === 0) {
    throw new UserError(
      'No account is enrolled. Write accounts: {"111122223333": {}} in snapback.yaml, or give --accounts or SNAPBACK_ACCOUNTS. Nothing outside enrolled accounts is ever read or written.',
    );
  }
  return accounts;
}
