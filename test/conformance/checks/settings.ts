import type { Check } from '../check.js';
import { checksOf } from './setting.js';
import { accessSettings } from './settings-access.js';
import { dataSettings } from './settings-data.js';
import { listSettings } from './settings-lists.js';

/** Every setting that Snapback reads: at first, after a put, and after it was taken away. */
export const settingChecks: readonly Check[] = [...accessSettings, ...dataSettings, ...listSettings].flatMap(
  checksOf,
);
