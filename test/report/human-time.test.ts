import { describe, expect, it } from 'vitest';
import { duration, utc } from '../../controller/report/human-time.js';

describe('duration', () => {
  it.each([
    [0, '0 ms'],
    [840, '840 ms'],
    [999, '999 ms'],
    [1_000, '1.0 s'],
    [3_249, '3.2 s'],
    [59_999, '59.9 s'],
    [60_000, '1 min'],
    [250_000, '4 min 10 s'],
    [3_599_999, '59 min 59 s'],
    [3_600_000, '1 h'],
    [5_025_000, '1 h 23 min'],
    [86_399_999, '23 h 59 min'],
    [86_400_000, '1 d'],
    [183_600_000, '2 d 3 h'],
    [40 * 86_400_000, '40 d'],
  ])('%i ms is %s', (ms, expected) => {
    expect(duration(ms)).toBe(expected);
  });
});

describe('utc', () => {
  it('says that it is UTC', () => {
    expect(utc('2026-01-31T12:00:03.999Z')).toBe('2026-01-31 12:00:03 UTC');
  });
});
