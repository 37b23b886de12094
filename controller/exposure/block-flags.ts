import type { Json } from '../domain/json.js';
import { isJsonObject } from './statements.js';

/** The switches of Block Public Access that neutralize what is stored; the two others only judge new puts. */
export type Neutralizer = 'IgnorePublicAcls' | 'RestrictPublicBuckets';

/** The two places at which a switch may be on; it counts if it is on at either. */
export interface Blocks {
  readonly bucket: Json;
  readonly account: Json;
}

/** Where the switch is on. A record that is missing or cannot be read has none on. */
export const turnedOn = (blocks: Blocks, flag: Neutralizer): readonly (keyof Blocks)[] =>
  (['bucket', 'account'] as const).filter((level) => {
    const record = blocks[level];
    return isJsonObject(record) && record[flag] === true;
  });
