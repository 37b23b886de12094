import type { Look, Signal } from '../domain/signal.js';

/** Events that one look may carry, so that its re-check fits into a message with all their ids. */
export const mostEvents = 200;

/** What goes first: what somebody just did, then what must be looked at again, then what nobody asked for. */
export type Rank = 0 | 1 | 2;

/** The rank of a look. What another service found is old already; a re-check carries the events that it is for, and stays a re-check. */
export function rankOf(look: Look): Rank {
  if (look.signals.some(({ kind }) => kind === 'recheck' || kind === 'finding')) return 1;
  return look.signals.some(({ kind }) => kind === 'event' || kind === 'command') ? 0 : 2;
}

/** Whether two looks at one target may become one. */
export const mayMerge = (first: Look, second: Look): boolean =>
  mergedSignals(first, second).filter(({ kind }) => kind === 'event').length <= mostEvents;

/** One look that does what both asked for. Both are of the same target. */
export function merged(first: Look, second: Look): Look {
  const region = second.region ?? first.region;
  return {
    target: first.target,
    signals: mergedSignals(first, second),
    aspects:
      first.aspects === 'all' || second.aspects === 'all'
        ? 'all'
        : [...new Set([...first.aspects, ...second.aspects])],
    ...(region === undefined ? {} : { region }),
    round: mergedRound(first, second),
  };
}

/** Duplicates of an event have one id; of the other signals the latest of each kind says it all. */
function mergedSignals(first: Look, second: Look): readonly Signal[] {
  const known = new Map<string, Signal>();
  for (const signal of [...first.signals, ...second.signals]) {
    const key = signal.kind === 'event' ? `event ${signal.id}` : signal.kind;
    const before = known.get(key);
    if (before === undefined || (signal.kind !== 'event' && signal.at > before.at)) known.set(key, signal);
  }
  return [...known.values()];
}

/** The event that is the least re-checked rules; a scan has no rounds and must not start them anew. */
function mergedRound(first: Look, second: Look): number {
  const rounds = [first, second].filter((look) => rankOf(look) < 2).map(({ round }) => round);
  return rounds.length === 0 ? 0 : Math.min(...rounds);
}
