import type { Incident } from '../domain/incident.js';
import { tactics } from '../domain/tactics.js';
import type { Row } from './lines.js';

/** What the broken remediation policy is called, and what it stands for elsewhere. */
export const policyRows = ({
  id,
  title,
  source,
  tactic,
  techniques,
  controls = [],
}: Incident['policy']): readonly Row[] => [
  ['alert', title],
  ['policy', `${id} (${source})`],
  ['tactic', tactic === undefined ? undefined : `${tactics[tactic]} (${tactic})`],
  ['techniques', techniques.length === 0 ? undefined : techniques.join(', ')],
  ['controls', controls.length === 0 ? undefined : controls.join(', ')],
];
