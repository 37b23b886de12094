import type { RemediationPolicy } from '../domain/remediation-policy.js';
import { tactics } from '../domain/tactics.js';
import { printable } from './printable.js';
import type { Screen } from './screen.js';
import { severityPaint } from './severity-paint.js';
import { table } from './table.js';

/** Remediation policies for people, one line each, in the order in which they decide. */
export function policiesTable(policies: readonly RemediationPolicy[], screen: Screen): string {
  const paint = severityPaint(screen.color);
  const lines = table(
    [
      { head: 'policy', gives: true },
      { head: 'severity' },
      { head: 'response' },
      { head: 'tactic', gives: true },
      { head: 'techniques', gives: true },
      { head: 'controls', gives: true },
    ],
    policies.map(({ id, severity, response, tactic, techniques, controls }) => [
      { text: printable(id) },
      { text: severity, paint: paint[severity] },
      { text: response },
      { text: tactic === undefined ? '-' : tactics[tactic] },
      { text: techniques.join(', ') || '-' },
      { text: controls.join(', ') || '-' },
    ]),
    screen,
  );
  return `${lines.join('\n')}\n`;
}
