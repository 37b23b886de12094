import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type State, stateOf, states } from '../../controller/report/state.js';
import { anyIncident } from './arbitrary-incident.js';
import { sampleIncident } from './sample-incident.js';

describe('stateOf', () => {
  it.each([
    ['auto-revert', 'closed', 'reverted', 'healed'],
    ['auto-revert', 'closed', 'healedElsewhere', 'healedElsewhere'],
    ['auto-revert', 'closed', 'gone', 'closedOtherwise'],
    ['auto-revert', 'closed', 'proposed', 'closedOtherwise'],
    ['auto-revert', 'open', 'reverted', 'open'],
    ['auto-revert', 'open', 'failed', 'open'],
    ['auto-revert', 'open', 'unreadable', 'open'],
    ['auto-revert', 'open', 'proposed', 'proposed'],
    ['auto-revert', 'open', 'escalated', 'escalated'],
    ['dry-run', 'open', 'proposed', 'dryRun'],
    ['dry-run', 'closed', 'reverted', 'dryRun'],
    ['dry-run', 'closed', 'healedElsewhere', 'dryRun'],
  ] as const)('%s, %s, %s is %s', (mode, status, outcome, expected: State) => {
    expect(stateOf(sampleIncident({ mode, status, outcome }))).toBe(expected);
  });

  it('keeps what is open apart from what is closed', () => {
    fc.assert(
      fc.property(anyIncident, (incident) => {
        const state = stateOf(incident);
        expect(states).toContain(state);
        if (state !== 'dryRun')
          expect(['open', 'proposed', 'escalated'].includes(state)).toBe(incident.status === 'open');
      }),
    );
  });
});
