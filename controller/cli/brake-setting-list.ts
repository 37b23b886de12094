import { wholeNumberOrNone } from './setting-checks.js';
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
    key: 'tugOfWar',
    flag: '--tug-of-war <count>',
    env: 'SNAPBACK_TUG_OF_WAR',
    standard: '3',
    about:
      'repairs of one aspect that the same actor may undo within a week before further ones come later each time; 0 for no limit',
    check: wholeNumberOrNone,
  },
] as const satisfies readonly SettingRow[];
