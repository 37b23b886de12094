import { modes } from '../domain/response.js';
import { auditSettings } from './audit/settings.js';
import { brakeSettingList } from './brake-setting-list.js';
import {
  accountList,
  duration,
  durationList,
  durationOrNone,
  httpUrl,
  oneOf,
  ownResourceList,
  recheckList,
  wholeNumber,
} from './setting-checks.js';
import type { SettingRow } from './setting-row.js';

/** Among the folders of remediation policies: those that come with Snapback, wherever it is installed. */
export const shipped = 'shipped';

/**
 * Every setting that a flag or a variable can give. A flag wins over a variable, a variable over `snapback.yaml`.
 * `accounts` can say more in the file: a role and an external id for each.
 */
export const settingList = [
  {
    key: 'mode',
    flag: '--mode <mode>',
    env: 'SNAPBACK_MODE',
    standard: 'dry-run',
    about: 'dry-run only proposes, auto-revert writes',
    check: oneOf(...modes),
  },
  {
    key: 'accounts',
    flag: '--accounts <ids>',
    env: 'SNAPBACK_ACCOUNTS',
    about: 'the enrolled accounts; events of any other are ignored',
    check: accountList,
  },
  {
    key: 'region',
    flag: '--region <region>',
    env: 'SNAPBACK_REGION',
    about: 'home region; AWS_REGION if not given',
  },
  {
    key: 'baselines',
    flag: '--baselines <folders>',
    env: 'SNAPBACK_BASELINES',
    standard: 'baselines',
    about: 'folders with baselines',
  },
  {
    key: 'policies',
    flag: '--policies <folders>',
    env: 'SNAPBACK_POLICIES',
    standard: shipped,
    about:
      'folders with remediation policies, the first that matches decides; shipped: those that come with Snapback',
  },
  {
    key: 'reloadEvery',
    flag: '--reload-every <duration>',
    env: 'SNAPBACK_RELOAD_EVERY',
    standard: '5s',
    about: 'how often a running controller reads baselines and policies anew',
    check: duration,
  },
  {
    key: 'table',
    flag: '--table <name>',
    env: 'SNAPBACK_TABLE',
    standard: 'snapback',
    about: 'DynamoDB table of the ledger',
  },
  {
    key: 'queueUrl',
    flag: '--queue-url <url>',
    env: 'SNAPBACK_QUEUE_URL',
    about: 'SQS queue with the change events; without one only scans look',
    check: httpUrl,
  },
  {
    key: 'scanEvery',
    flag: '--scan-every <duration>',
    env: 'SNAPBACK_SCAN_EVERY',
    standard: '15m',
    about: 'time between scans of an account',
    check: duration,
  },
  {
    key: 'rechecks',
    flag: '--rechecks <durations>',
    env: 'SNAPBACK_RECHECKS',
    standard: '10s,60s',
    about: 'when to look again after an event',
    check: recheckList,
  },
  {
    key: 'visibility',
    flag: '--visibility <duration>',
    env: 'SNAPBACK_VISIBILITY',
    standard: '60s',
    about: 'how long a message stays hidden from other controllers unless it is kept',
    check: duration,
  },
  {
    key: 'retries',
    flag: '--retries <durations>',
    env: 'SNAPBACK_RETRIES',
    standard: '5s,15s,60s,5m',
    about: 'pauses before a message whose look failed comes again; the last one stays',
    check: durationList,
  },
  {
    key: 'workers',
    flag: '--workers <count>',
    env: 'SNAPBACK_WORKERS',
    standard: '64',
    about: 'targets that are looked at at the same time',
    check: wholeNumber,
  },
  {
    key: 'lease',
    flag: '--lease <duration>',
    env: 'SNAPBACK_LEASE',
    standard: '30s',
    about: 'how long a lease on a target runs',
    check: duration,
  },
  {
    key: 'secondLook',
    flag: '--second-look <duration>',
    env: 'SNAPBACK_SECOND_LOOK',
    standard: '2s',
    about: 'pause before a doubtful state is believed',
    check: duration,
  },
  {
    key: 'grace',
    flag: '--grace <duration>',
    env: 'SNAPBACK_GRACE',
    standard: '60s',
    about: 'how long a repair that closes nothing waits on a bucket that is new; 0s for not at all',
    check: durationOrNone,
  },
  ...brakeSettingList,
  {
    key: 'requestTimeout',
    flag: '--request-timeout <duration>',
    env: 'SNAPBACK_REQUEST_TIMEOUT',
    standard: '5s',
    about: 'longest wait for an answer; a read with all its tries has 1.6 times as long, a write 4 times',
    check: duration,
  },
  {
    key: 'lookup',
    flag: '--lookup <where>',
    env: 'SNAPBACK_LOOKUP',
    standard: 'none',
    about: 'cloudtrail asks LookupEvents who made a change',
    check: oneOf('none', 'cloudtrail'),
  },
  {
    key: 'ownResources',
    flag: '--own-resources <arns>',
    env: 'SNAPBACK_OWN_RESOURCES',
    about: 'the trail, rule, queue, table and role that Snapback rests on: whoever changes them is told of',
    check: ownResourceList,
  },
  ...auditSettings,
  {
    key: 'webhookUrl',
    flag: '--webhook-url <url>',
    env: 'SNAPBACK_WEBHOOK_URL',
    about: 'where incidents are posted, as Slack reads them',
    check: httpUrl,
  },
  {
    key: 'webhookSecret',
    flag: '--webhook-secret <text>',
    env: 'SNAPBACK_WEBHOOK_SECRET',
    about: 'signs every post',
  },
  {
    key: 'logLevel',
    flag: '--log-level <level>',
    env: 'SNAPBACK_LOG_LEVEL',
    standard: 'info',
    about: 'debug, info, warn or error',
    check: oneOf('debug', 'info', 'warn', 'error'),
  },
] as const satisfies readonly SettingRow[];

export type SettingKey = (typeof settingList)[number]['key'];
