/** What many durations come to, in whole milliseconds. All but `count` are null if there are none. */
export interface Distribution {
  readonly count: number;
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
}

/** Nearest rank: the smallest value that at least `percent` (an integer) of all values do not exceed. */
export const percentile = (ascending: readonly number[], percent: number): number | null =>
  // Multiplied before dividing: 0.95 * 20 in binary fractions could land beside the rank that is meant.
  ascending[Math.ceil((percent * ascending.length) / 100) - 1] ?? null;

/** Mean, nearest-rank percentiles and maximum of durations in milliseconds. */
export function distribution(values: readonly number[]): Distribution {
  const ascending = values.toSorted((a, b) => a - b);
  const count = ascending.length;
  const sum = ascending.reduce((total, value) => total + value, 0);
  return {
    count,
    meanMs: count === 0 ? null : Math.round(sum / count),
    p50Ms: percentile(ascending, 50),
    p95Ms: percentile(ascending, 95),
    p99Ms: percentile(ascending, 99),
    maxMs: ascending.at(-1) ?? null,
  };
}
