import type { Random } from '../domain/ports.js';

/** A length of time spread by +-10 %, so that many who began together do not go on together. */
export const spread = (length: number, random: Random): number => length * (0.9 + 0.2 * random());

/** The wait before the next attempt: doubles with every failure up to a cap, half of it left to chance. Same unit as given. */
export const backoff = (failures: number, first: number, cap: number, random: Random): number =>
  Math.min(cap, first * 2 ** Math.min(failures - 1, 30)) * (0.5 + 0.5 * random());
