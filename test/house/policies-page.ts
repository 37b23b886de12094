import { join } from 'node:path';
import { loadCatalogue } from '../../controller/catalog/folders.js';
import type { RemediationPolicy } from '../../controller/domain/remediation-policy.js';
import { tactics } from '../../controller/domain/tactics.js';
import { root } from './files.js';
import alerts from './known-alerts.json' with { type: 'json' };
import { table } from './markdown.js';

/** The remediation policies that come with Snapback, in the order in which they decide. */
export const shippedPolicies: readonly RemediationPolicy[] = loadCatalogue({
  baselineFolders: [join(root, 'baselines')],
  policyFolders: [join(root, 'policies')],
  now: '2027-01-01T00:00:00.000Z',
  mode: 'dry-run',
}).policies;

/** What others alert on, and the policies that answer to it here. */
export const knownAlerts: readonly { readonly alert: string; readonly policies: readonly string[] }[] =
  alerts;

const code = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');

/** The alerts with the policies that answer to them. */
export const alertsTable = (): string =>
  table(
    ['Alert', 'Answered by'],
    knownAlerts.map(({ alert, policies }) => [alert, code(policies)]),
  );

/** The controls with the policies whose incidents count against them. */
export function controlsTable(): string {
  const controls = [...new Set(shippedPolicies.flatMap((policy) => policy.controls))];
  return table(
    ['Control', 'Policies'],
    controls
      .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
      .map((control) => [
        `\`${control}\``,
        code(shippedPolicies.flatMap(({ id, controls: own }) => (own.includes(control) ? [id] : []))),
      ]),
  );
}

/** Every policy in full, by what it is about. */
export function policiesInFull(): string {
  const subjects = [...new Set(shippedPolicies.map(({ aspect }) => aspect))].toSorted();
  return subjects
    .map((subject) => {
      const own = shippedPolicies.filter(({ aspect }) => aspect === subject);
      const heading = subject === '*' ? 'Whatever no other policy names' : subject;
      return [`## ${heading}`, ...own.map(policyInFull)].join('\n\n');
    })
    .join('\n\n');
}

const policyInFull = (policy: RemediationPolicy): string => {
  const { id, title, severity, response, tactic, techniques, controls, why, runbook } = policy;
  const attack = [...(tactic === undefined ? [] : [`${tactics[tactic]} (${tactic})`]), ...techniques];
  const rows = [
    ['Policy', `\`${id}\``],
    ['Severity, response', `${severity}, ${response}`],
    ['MITRE ATT&CK', attack.join(', ') || 'none'],
    ['Controls', controls.join(', ') || 'none'],
    ['Why', why],
    ['What a human does', runbook ?? ''],
  ];
  return `### ${title}\n\n${table(['', ''], rows)}`;
};
