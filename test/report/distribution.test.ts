import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distribution, percentile } from '../../controller/report/distribution.js';

const anyDurations = fc.array(fc.integer({ min: 0, max: 10 ** 9 }), { minLength: 1, maxLength: 60 });

/** The definition, word for word and slowly: the smallest value that at least so many per cent do not exceed. */
const naive = (values: readonly number[], percent: number): number =>
  Math.min(
    ...values.filter((one) => values.filter((other) => other <= one).length * 100 >= percent * values.length),
  );

describe('percentile', () => {
  it('is the nearest rank', () => {
    fc.assert(
      fc.property(anyDurations, fc.integer({ min: 1, max: 100 }), (values, percent) => {
        const ascending = values.toSorted((a, b) => a - b);
        expect(percentile(ascending, percent)).toBe(naive(values, percent));
      }),
    );
  });

  it.each([
    [[15, 20, 35, 40, 50], 30, 20],
    [[15, 20, 35, 40, 50], 40, 20],
    [[15, 20, 35, 40, 50], 50, 35],
    [[15, 20, 35, 40, 50], 100, 50],
    [Array.from({ length: 20 }, (_, index) => index + 1), 95, 19],
    [Array.from({ length: 100 }, (_, index) => index + 1), 99, 99],
    [[7], 1, 7],
  ])('of %j at %i is %i', (values, percent, expected) => {
    expect(percentile(values, percent)).toBe(expected);
  });
});

describe('distribution', () => {
  it('has no figure without values', () => {
    expect(distribution([])).toEqual({
      count: 0,
      meanMs: null,
      p50Ms: null,
      p95Ms: null,
      p99Ms: null,
      maxMs: null,
    });
  });

  it('says each figure', () => {
    expect(distribution([4, 1, 2])).toEqual({ count: 3, meanMs: 2, p50Ms: 2, p95Ms: 4, p99Ms: 4, maxMs: 4 });
  });

  it('does not depend on the order, and orders its own figures', () => {
    fc.assert(
      fc.property(anyDurations, (values) => {
        const figures = distribution(values);
        expect(distribution(values.toReversed())).toEqual(figures);
        const ladder = [figures.p50Ms, figures.p95Ms, figures.p99Ms, figures.maxMs].map(Number);
        expect(ladder).toEqual(ladder.toSorted((a, b) => a - b));
        expect(figures.maxMs).toBe(Math.max(...values));
        expect(figures.meanMs).toBeGreaterThanOrEqual(Math.min(...values));
        expect(figures.meanMs).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });
});
