import { percentage, wholeNumberOrNone } from './setting-checks.js';
import type { SettingRow } from './setting-row.js';

/** What stops a controller that repairs too much: part of the list of settings. */
export const brakeSettingList = [
  {
    key: 'revertsPerHour',
    flag: '--reverts-per-hour <count>',
    env: 'SNAPBACK_REVERTS_PER_HOUR',
    standard: '300',
    about: 'repairs of an account in any hour that do more than close; further ones wait; 0 for no limit',
    check: wholeNumberOrNone,
  },
  {
    key: 'fleetShare',
    flag: '--fleet-share <percent>',
    env: 'SNAPBACK_FLEET_SHARE',
    standard: '10',
    about:
      'percent of the buckets of an account (at least 20) that a new catalogue may be the ground to write to until `snapback confirm`; 0 for no limit',
    check: percentage,
  },
  {
    key: 'failureRate',
    flag: '--failure-rate <percent>',
    env: 'SNAPBACK_FAILURE_RATE',
    standard: '50',
    about:
      'percent of the last repairs of an account that may fail before all that closes nothing pauses for half an hour; 0 for no limit',
    check: percentage,
  },
  {
    key: 'tugOfWar',
    flag: '--tug-of-war <count>',
    env: 'SNAPBACK_TUG_OF_WAR',
    standard: '3',
    about:
      'repairs of one aspect that the same actor may undo within a week before further ones come later each time; 0 for no limit',
    check: wholeNumberOrNone,
  },
] as const satisfies readonly SettingRow[];
