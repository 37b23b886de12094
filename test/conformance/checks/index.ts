import type { Check } from '../check.js';
import { rowOf } from '../table.js';
import { accountChecks } from './account.js';
import { aspectChecks } from './aspects.js';
import { bucketChecks } from './buckets.js';
import { loopChecks } from './loop.js';
import { queueChecks } from './queues.js';
import { refusalChecks } from './refusals.js';
import { settingChecks } from './settings.js';
import { tableChecks } from './tables.js';

/** Lanes of a server go on beside each other, since those of queues and of the loop mostly wait. */
const lanes: readonly (readonly Check[])[] = [
  // In one lane, since they share the account's settings.
  [...bucketChecks, ...settingChecks, ...refusalChecks, ...accountChecks, ...tableChecks, ...aspectChecks],
  queueChecks,
  ...loopChecks.map((check) => [check]),
];

/** The checks whose row contains the text, in lanes; all of them without it. */
export const lanesWith = (text = ''): readonly (readonly Check[])[] =>
  lanes.map((lane) => lane.filter((check) => rowOf(check).includes(text)));
