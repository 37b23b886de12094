import type { Brake, Hold } from '../../domain/hold.js';
import type { IncidentDraft } from '../../domain/ledger.js';
import type { AccountTarget, Target } from '../../domain/target.js';
import { type Instant, instant } from '../../domain/time.js';
import type { Engine } from '../engine.js';
import { asJson, keep } from '../evidence.js';
import { closedAs } from '../incidents.js';
import type { AccountBrake } from './account-brake.js';
import { accountBrakes } from './brakes.js';

type Needs = Pick<Engine, 'ledger' | 'clock' | 'controller' | 'declarations' | 'access' | 'brakes'>;

const accountOf = ({ partition, account }: Target): AccountTarget => ({
  kind: 'account',
  partition,
  account,
});

/** Opens one incident of the account for each of its brakes that something waits for; tells people once. */
export async function tellBrakes(engine: Needs, target: Target, holds: readonly Hold[]): Promise<void> {
  for (const brake of accountBrakes) {
    const hold = holds.find((one) => one.kind === 'brake' && one.brake === brake.name);
    if (hold?.kind === 'brake') await tell(engine, accountOf(target), brake, hold);
  }
}

async function tell(engine: Needs, home: AccountTarget, brake: AccountBrake, hold: Brake): Promise<void> {
  const { ledger, clock } = engine;
  const at = instant(clock.now());
  const { incident } = await ledger.open(draftOf(engine, home, brake, hold, at));
  // A crash before people were told leaves the incident as it was opened.
  if (incident.transitions.length > 1) return;
  const evidence = { aspect: brake.name, incident: incident.id, kind: 'decided' } as const;
  await keep(
    engine,
    { baseline: { target: home }, declarations: engine.declarations() },
    { ...evidence, content: asJson({ ...hold, settings: engine.brakes }) },
  );
  await ledger.change(incident, {
    transition: { at, outcome: 'braked', note: `All that does not close waits, because ${hold.because}` },
    notification: { id: `${incident.id}.${incident.version}`, kind: 'escalated', at },
  });
}

/**
 * Notes how many buckets a scan has found, and ends the incidents of brakes that are over. The brakes themselves need no end: they are computed anew from what is
 * counted, so what waited is sent whether anybody calls this or not.
 */
export async function endBrakes(
  { ledger, clock, brakes, declarations }: Pick<Engine, 'ledger' | 'clock' | 'brakes' | 'declarations'>,
  home: AccountTarget,
  buckets: number,
): Promise<void> {
  const tally = await ledger.count(home.account, (now) =>
    now.buckets === buckets ? undefined : { ...now, buckets },
  );
  const { open } = await ledger.recall(home);
  const moment = { at: instant(clock.now()), generation: declarations().generation };
  for (const { name, isOver } of accountBrakes) {
    const standing = open.get(name);
    if (standing === undefined || !isOver(tally, moment, brakes)) continue;
    await ledger.change(standing, closedAs(standing, 'clean', moment.at, 'The brake is off again'));
  }
}

const draftOf = (
  { access, brakes }: Needs,
  target: AccountTarget,
  { name, title, why, runbook }: AccountBrake,
  hold: Brake,
  at: Instant,
): IncidentDraft => ({
  target,
  aspect: name,
  finding: 'braked',
  status: 'open',
  outcome: 'braked',
  mode: access.mode,
  cause: 'drift',
  severity: 'high',
  response: 'alert',
  policy: { id: name, title, why, techniques: [], controls: [], source: 'built in' },
  baseline: { name: 'brakes', source: 'the settings of the brakes' },
  desired: { kind: 'value', value: asJson(brakes) },
  found: { kind: 'observed', state: hold.because },
  fields: [],
  escalation: { kind: 'escalate', aspect: name, runbook: runbook(target.account) },
  occurred: { kind: 'unknown' },
  detectedAt: at,
  channel: 'recheck',
  who: { kind: 'unknown', reason: 'A brake is put on by the controller itself.' },
  explains: [],
  looks: 1,
  transitions: [{ at, outcome: 'detected', note: 'Found by counting' }],
  outbox: [],
});
