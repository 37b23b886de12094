import type { Occurred } from '../domain/incident.js';
import { type Instant, millisBetween } from '../domain/time.js';
import { type Distribution, distribution } from './distribution.js';

/** How long something took, as honestly as its start is known. `contradictory`: the end lies before the start. */
export type Span =
  | { readonly kind: 'exact'; readonly ms: number }
  | { readonly kind: 'between'; readonly minMs: number; readonly maxMs: number }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'contradictory' };

/** From one moment to another; unknown if one of them is. */
export function span(from: Instant | undefined, to: Instant | undefined): Span {
  if (from === undefined || to === undefined) return { kind: 'unknown' };
  const ms = millisBetween(from, to);
  return ms >= 0 ? { kind: 'exact', ms } : { kind: 'contradictory' };
}

/** From when it occurred to a later moment; an interval stays an interval. */
export function spanSince(occurred: Occurred, to: Instant | undefined): Span {
  if (to === undefined || occurred.kind === 'unknown') return { kind: 'unknown' };
  if (occurred.kind === 'at') return span(occurred.at, to);
  const minMs = millisBetween(occurred.to, to);
  const maxMs = millisBetween(occurred.from, to);
  return minMs >= 0 && maxMs >= minMs ? { kind: 'between', minMs, maxMs } : { kind: 'contradictory' };
}

/** Many spans, kept apart by how well their start is known. Only `exact` may be quoted as a figure. */
export interface SpanFigures {
  readonly exact: Distribution;
  /** Spans whose start is an interval: the figures if each had begun as late, and as early, as it can have. */
  readonly interval: { readonly atLeast: Distribution; readonly atMost: Distribution };
  /** Counted, in no average. */
  readonly unknown: number;
  /** The recorded times contradict each other: counted, in no average. */
  readonly contradictory: number;
}

/** Every span is in exactly one of the four counts. */
export function spanFigures(spans: readonly Span[]): SpanFigures {
  const exact = spans.flatMap((one) => (one.kind === 'exact' ? [one.ms] : []));
  const between = spans.flatMap((one) => (one.kind === 'between' ? [one] : []));
  return {
    exact: distribution(exact),
    interval: {
      atLeast: distribution(between.map((one) => one.minMs)),
      atMost: distribution(between.map((one) => one.maxMs)),
    },
    unknown: spans.filter((one) => one.kind === 'unknown').length,
    contradictory: spans.filter((one) => one.kind === 'contradictory').length,
  };
}
