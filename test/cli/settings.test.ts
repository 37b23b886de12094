import { describe, expect, it } from 'vitest';
import { settingList } from '../../controller/cli/setting-list.js';

import { enrolled, needed, type SettingSources, settingsFrom } from '../../controller/cli/settings.js';
import { UserError } from '../../controller/domain/errors.js';

const from = (sources: Partial<SettingSources>): ReturnType<typeof settingsFrom> =>
  settingsFrom({ flags: {}, env: {}, ...sources });
const file = (text: string): NonNullable<SettingSources['file']> => ({ file: 'snapback.yaml', text });

/** What is said of wrong settings. */
function refusal(sources: Partial<SettingSources>): string {
  try {
    from(sources);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
  throw new Error('these settings were taken');
}

describe('settings', () => {
  it('come from a flag before a variable, from that before the file, and from that before the standard', () => {
    const flags = { table: 'by-flag' };
    const env = { SNAPBACK_TABLE: 'by-variable' };
    const written = file('table: by-file\n');
    expect(from({ flags, env, file: written }).table).toBe('by-flag');
    expect(from({ env, file: written }).table).toBe('by-variable');
    expect(from({ file: written }).table).toBe('by-file');
    expect(from({}).table).toBe('snapback');
  });

  it('count an empty flag or variable as not given', () => {
    expect(from({ flags: { table: '' }, env: { SNAPBACK_TABLE: '' } }).table).toBe('snapback');
  });

  it('are safe where nothing is said', () => {
    expect(from({})).toMatchObject({
      mode: 'dry-run',
      accounts: [],
      region: undefined,
      queueUrl: undefined,
      lookup: 'none',
      scanEvery: 900_000,
      rechecks: [10_000, 60_000],
      visibility: 60_000,
      retries: [5_000, 15_000, 60_000, 300_000],
      workers: 64,
    });
  });

  it('take the region from AWS only if nobody says it', () => {
    const env = { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-2' };
    expect(from({ env }).region).toBe('eu-west-1');
    expect(from({ env: { AWS_DEFAULT_REGION: 'eu-west-2' } }).region).toBe('eu-west-2');
    expect(from({ env: { ...env, SNAPBACK_REGION: 'eu-west-3' } }).region).toBe('eu-west-3');
  });

  it('read lists of texts and lists in the file alike', () => {
    const expected = { baselines: ['a', 'b'], rechecks: [1_000, 2_000] };
    expect(from({ env: { SNAPBACK_BASELINES: 'a, b', SNAPBACK_RECHECKS: '1s,2s' } })).toMatchObject(expected);
    expect(from({ file: file('baselines: [a, b]\nrechecks: [1s, 2s]\n') })).toMatchObject(expected);
  });

  it('let the file say how to get into each account, unless a flag names the accounts', () => {
    const written = file(
      'accounts:\n  "111122223333": {}\n  "444455556666":\n    role: arn:aws:iam::444455556666:role/snapback\n    externalId: secret\n',
    );
    expect(enrolled(from({ file: written }))).toEqual([
      { account: '111122223333' },
      { account: '444455556666', role: 'arn:aws:iam::444455556666:role/snapback', externalId: 'secret' },
    ]);
    expect(enrolled(from({ file: written, flags: { accounts: '777788889999' } }))).toEqual([
      { account: '777788889999' },
    ]);
  });

  it('say all the ways to give what a command cannot do without', () => {
    expect(() => needed(from({}), 'queueUrl')).toThrow(
      /^queueUrl is not set\. Give --queue-url <url>, SNAPBACK_QUEUE_URL, or queueUrl: in snapback\.yaml/,
    );
    expect(() => enrolled(from({}))).toThrow(/--accounts or SNAPBACK_ACCOUNTS/);
  });
});

/** For every checked setting, texts that cannot be. */
const wrong: Readonly<Record<string, readonly string[]>> = {
  mode: ['auto', 'AUTO-REVERT'],
  accounts: ['1234', '111122223333,', '111122223333;444455556666'],
  directoryRegions: ['us-east', 'none,us-east-1', 'evil.example'],
  queueUrl: ['sqs.eu-west-1.amazonaws.com/q', 'ftp://host/q'],
  scanEvery: ['15', '15 minutes', '-1s', '0s'],
  rechecks: ['10s,16m', 'soon'],
  visibility: ['1', '0s'],
  retries: ['5s,', '5'],
  workers: ['0', '-1', '1.5', 'many'],
  lease: ['30', '0s'],
  secondLook: ['2'],
  grace: ['60', '-1s'],
  fleetShare: ['101', '10%'],
  failureRate: ['-5', '1000'],
  tugOfWar: ['-1', 'often'],
  revertsPerHour: ['-1', 'many', '1.5'],
  reloadEvery: ['5', '0s'],
  requestTimeout: ['5', '0ms'],
  lookup: ['cloud-trail'],
  ownResources: ['snapback-queue', 'arn:aws:s3:::one-bucket'],
  ledger: ['sqlite', 'embedded:', 'embedded'],
  sealEvery: ['60', '0s'],
  webhookUrl: ['hooks.example.com'],
  logLevel: ['verbose'],
};
const rows = settingList.map((row) => ({ ...row, bad: wrong[row.key] ?? [] }));

describe.each(rows.filter(({ bad }) => bad.length > 0))('the setting $key', ({ key, flag, env, bad }) => {
  it.each(bad)("refuses '%s' and names where it came from", (text) => {
    expect(refusal({ flags: { [key]: text } })).toMatch(new RegExp(`^${flag.split(' ', 1)[0]}: .+\\.$`));
    expect(refusal({ env: { [env]: text } })).toMatch(new RegExp(`^${env}: .+\\.$`));
    if (key === 'accounts') return;
    expect(refusal({ file: file(`table: t\n${key}: ${JSON.stringify(text)}\n`) })).toMatch(
      new RegExp(`^snapback\\.yaml:2:\\d+: ${key} cannot be used$`, 'm'),
    );
  });
});

it('refuses a lease that a request would outlast, which sends nothing at all', () => {
  expect(refusal({ flags: { lease: '10s' } })).toContain('Write at least 10500ms');
  expect(from({ flags: { lease: '10s', requestTimeout: '2s' } }).lease).toBe(10_000);
});

it('every setting with a check has texts here that it refuses', () => {
  const checked = settingList.filter((row) => 'check' in row).map(({ key }) => key);
  expect(Object.keys(wrong).sort()).toEqual(checked.toSorted());
});

describe('snapback.yaml', () => {
  it.each([
    ['an unknown setting', 'table: t\nquueUrl: https://host/q\n', 'snapback.yaml:2:1', 'queueUrl'],
    ['a wrong kind of value', 'mode: auto-revert\nworkers: true\n', 'snapback.yaml:2:10', ''],
    ['an account that is no text', 'accounts:\n  1111: {}\n', 'snapback.yaml:2:3', ''],
    ['a role that is no role', 'accounts:\n  "111122223333":\n    role: admin\n', 'snapback.yaml:3:11', ''],
    [
      'an unknown member of an account',
      'accounts:\n  "111122223333":\n    rolle: x\n',
      'snapback.yaml:3:5',
      'role',
    ],
    ['broken YAML', 'table: [\n', 'snapback.yaml:', ''],
    ['a name twice', 'table: a\ntable: b\n', 'snapback.yaml:2:1', ''],
  ])('tells the place of %s', (_, text, place, advice) => {
    const told = refusal({ file: file(text) });
    expect(told).toContain(place);
    expect(told).toContain('fix: ');
    expect(told).toContain(advice);
  });

  it('tells everything that is wrong at once', () => {
    const told = refusal({ file: file('mode: auto\nworkers: 0\nlease: long\n') });
    expect([...told.matchAll(/^snapback\.yaml:(\d+):/gm)].map(([, line]) => line)).toEqual(['1', '2', '3']);
  });

  it('is not left empty by mistake', () => {
    expect(refusal({ file: file('# nothing yet\n') })).toContain('snapback.yaml:1:1: the file is empty');
  });
});
