import type { Incident } from '../domain/incident.js';
import { type Instant, millisBetween } from '../domain/time.js';
import { type State, stateOf } from './state.js';

const hour = 3_600_000;
const day = 24 * hour;

/** Each age ends where the next begins; the first also takes what a faster clock detected "later than now". */
const ages = [
  { age: 'under 1 h', fromMs: Number.NEGATIVE_INFINITY, belowMs: hour },
  { age: '1 h to 1 d', fromMs: hour, belowMs: day },
  { age: '1 d to 7 d', fromMs: day, belowMs: 7 * day },
  { age: '7 d to 30 d', fromMs: 7 * day, belowMs: 30 * day },
  { age: 'over 30 d', fromMs: 30 * day, belowMs: Number.POSITIVE_INFINITY },
] as const;

/** How many incidents of one age (since detection) are still open, by state; dry-run stays apart here too. */
export interface OpenAge {
  readonly age: (typeof ages)[number]['age'];
  readonly open: number;
  readonly proposed: number;
  readonly escalated: number;
  readonly dryRun: number;
}

/** Open incidents by age at a moment, youngest first. All ages are listed, also those without incidents. */
export function openByAge(
  incidents: readonly Pick<Incident, 'status' | 'mode' | 'outcome' | 'detectedAt'>[],
  now: Instant,
): readonly OpenAge[] {
  const open = incidents.filter((incident) => incident.status === 'open');
  return ages.map(({ age, fromMs, belowMs }) => {
    const states = open
      .filter(({ detectedAt }) => {
        const ms = millisBetween(detectedAt, now);
        return ms >= fromMs && ms < belowMs;
      })
      .map(stateOf);
    const count = (state: State): number => states.filter((one) => one === state).length;
    return {
      age,
      open: count('open'),
      proposed: count('proposed'),
      escalated: count('escalated'),
      dryRun: count('dryRun'),
    };
  });
}
