import type { Incident } from '../domain/incident.js';
import type { IncidentDraft, Ledger } from '../domain/ledger.js';
import type { Mode } from '../domain/response.js';
import type { AccountTarget } from '../domain/target.js';
import type { Instant } from '../domain/time.js';
import type { CatalogueTrouble } from './live-catalogue.js';

/** The name under which it is kept that the files of the catalogue cannot be used. */
const catalogue = 'catalogue';

/**
 * Keeps it as an incident of an account that the files of the catalogue cannot be used, so that people are told at least
 * once, once for each faulty version, and once more when all is well again.
 */
export async function tellOfCatalogue(
  ledger: Pick<Ledger, 'recall' | 'open' | 'change'>,
  home: AccountTarget,
  trouble: CatalogueTrouble | undefined,
  at: Instant,
  mode: Mode,
): Promise<void> {
  const standing = (await ledger.recall(home)).open.get(catalogue);
  const tellOf = (incident: Incident, kind: 'opened' | 'closed') => ({
    notification: { id: `${incident.id}.${incident.version}`, kind, at } as const,
  });
  if (trouble === undefined) {
    if (standing === undefined) return;
    const note = 'The files of the catalogue can be used again';
    await ledger.change(standing, {
      status: 'closed',
      outcome: 'clean',
      closedAt: at,
      transition: { at, outcome: 'clean', note },
      ...tellOf(standing, 'closed'),
    });
    return;
  }
  const fresh = draft(home, trouble, at, mode);
  const incident = standing ?? (await ledger.open(fresh)).incident;
  if (incident.escalation?.runbook === trouble.message) return;
  await ledger.change(incident, {
    found: fresh.found,
    escalation: { kind: 'escalate', aspect: catalogue, runbook: trouble.message },
    ...tellOf(incident, 'opened'),
  });
}

const draft = (
  home: AccountTarget,
  { message, version }: CatalogueTrouble,
  at: Instant,
  mode: Mode,
): IncidentDraft => ({
  target: home,
  aspect: catalogue,
  finding: 'unreadable',
  status: 'open',
  outcome: 'unreadable',
  mode,
  cause: 'drift',
  severity: 'high',
  response: 'alert',
  policy: {
    id: catalogue,
    title: 'Catalogue cannot be used',
    why: 'What was declared last stays in force, and what was meant to be declared since is not.',
    techniques: [],
    controls: [],
    source: 'built in',
  },
  baseline: { name: catalogue, source: version },
  desired: { kind: 'value', value: 'files that can be used' },
  found: { kind: 'unreadable', error: { name: 'CatalogueError', message } },
  fields: [],
  occurred: { kind: 'unknown' },
  detectedAt: at,
  channel: catalogue,
  who: { kind: 'unknown', reason: 'Files do not say who changed them.' },
  explains: [],
  looks: 1,
  transitions: [{ at, outcome: 'detected', note: 'Found by reading the files' }],
  outbox: [],
});
