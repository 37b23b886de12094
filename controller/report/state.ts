import type { Incident } from '../domain/incident.js';

/** Where an incident stands, in reports: every incident is in exactly one of these. */
export const states = [
  'healed',
  'healedElsewhere',
  'open',
  'proposed',
  'escalated',
  'closedOtherwise',
  'dryRun',
] as const;
export type State = (typeof states)[number];

/** States as people read them. */
export const stateNames: Readonly<Record<State, string>> = {
  healed: 'healed by Snapback',
  healedElsewhere: 'healed by others',
  open: 'open',
  proposed: 'proposed',
  escalated: 'escalated',
  closedOtherwise: 'closed otherwise',
  dryRun: 'dry-run',
};

/**
 * The state of an incident. Dry-run comes first: what was opened without permission to repair says nothing about
 * how fast Snapback repairs, whatever became of it later. `closedOtherwise` is gone, or no longer watched.
 */
export function stateOf(incident: Pick<Incident, 'mode' | 'status' | 'outcome'>): State {
  if (incident.mode === 'dry-run') return 'dryRun';
  if (incident.status === 'open') {
    if (incident.outcome === 'proposed' || incident.outcome === 'escalated') return incident.outcome;
    return 'open';
  }
  if (incident.outcome === 'reverted') return 'healed';
  if (incident.outcome === 'healedElsewhere') return 'healedElsewhere';
  return 'closedOtherwise';
}
