import { digest } from '../aspects/kit/digest.js';
import { canonicalText } from '../domain/canonical.js';
import type { Incident } from '../domain/incident.js';
import { isObject } from '../domain/json.js';
import type { IncidentChange, Memory, SelectingTags } from '../domain/ledger.js';
import type { Desired } from '../domain/observation.js';
import type { RemediationPolicy } from '../domain/remediation-policy.js';
import type { Outcome } from '../domain/response.js';
import type { Look } from '../domain/signal.js';
import { targetName } from '../domain/target.js';
import { type Instant, instant, millisBetween } from '../domain/time.js';
import { eventsAbout } from './attribute.js';
import type { Choice, Doubt } from './choose.js';
import { writerOf } from './decide.js';
import type { Engine, Scene } from './engine.js';
import { explainLate } from './explain.js';
import { fieldsBetween } from './fields.js';
import { draft, type Finding, openOrContinue } from './incidents.js';
import { selection } from './scope.js';

/** Whether all of the baseline has to be looked at, because it is another one than before or in doubt. */
export const isNews = ({ doubt, remember }: Choice, { open }: Memory): boolean =>
  doubt !== undefined || remember !== undefined || open.has(selection);

/**
 * Keeps by which tags the bucket is held from now on, before anything is done by its baseline. Where no baseline is for
 * it any more, which only a human can have decided, the incident about its tags ends.
 */
export async function holdTo(engine: Engine, look: Look, choice: Choice): Promise<void> {
  const { ledger } = engine;
  const { remember } = choice;
  if (remember !== undefined && !(await ledger.noteTags(look.target, remember.tags, remember.before)))
    throw new Error(`Another look has kept other tags of ${targetName(look.target)}`);
  if (choice.baseline !== undefined) return;
  const isAsked = look.signals.some(({ kind }) => kind === 'catalogue');
  const memory = choice.memory ?? (isAsked ? await ledger.recall(look.target) : undefined);
  const standing = memory?.open.get(selection);
  if (standing !== undefined) await ledger.change(standing, ended(engine, standing));
  if (choice.memory !== undefined) await knowUnselected(engine, look, choice.memory);
}

/** A bucket that no tags select while it is new is not born under the baseline that tags choose for it later. */
async function knowUnselected(
  { ledger, clock, timing }: Engine,
  { target }: Look,
  { knownSince, sightings }: Memory,
): Promise<void> {
  if (knownSince !== undefined) return;
  const at = instant(clock.now());
  const first = sightings.get(selection)?.at;
  if (first === undefined) await ledger.sawGood(target, at, new Map([[selection, digest({})]]));
  else if (millisBetween(first, at) >= timing.grace) await ledger.know(target, at);
}

/** Opens the incident about the tags of a bucket, goes on with it or ends it; its outcome, if there is anything to say. */
export async function tellSelection(
  engine: Engine,
  scene: Scene,
  choice: Choice,
  readAt: Instant,
): Promise<ReadonlyMap<string, Outcome>> {
  const { look, baseline, memory } = scene;
  if (choice.doubt === undefined) return settled(engine, scene, choice, readAt);
  const events = eventsAbout(selection, look, baseline, engine.isSelf)
    // Such an event may have changed the aspect of the tags too, and both incidents name who it was.
    .map((event) => ({ ...event, aspects: [...event.aspects, selection] }));
  const at = instant(engine.clock.now());
  const mode = writerOf(engine, baseline) === undefined ? 'dry-run' : 'auto-revert';
  const fresh = draft(findingOf(baseline.name, choice.doubt, memory), scene, events, {
    at,
    mode,
    seen: new Map(),
  });
  const incident = await openOrContinue(engine, scene, fresh, events);
  if (choice.doubt.kind === 'unreadable') return new Map([[selection, 'unreadable']]);
  const runbook = runbookOf(targetName(look.target), baseline.name, choice.doubt);
  if (incident.escalation?.runbook !== runbook)
    await engine.ledger.change(incident, {
      outcome: 'escalated',
      transition: { at, outcome: 'escalated', note: runbook },
      escalation: { kind: 'escalate', aspect: selection, runbook },
      notification: { id: `${incident.id}.${incident.version}`, kind: 'escalated', at },
    });
  return new Map([[selection, 'escalated']]);
}

/** The tags choose the baseline: what stands open ends, and events that come late are given to what has ended. */
async function settled(
  engine: Engine,
  scene: Scene,
  { tags }: Choice,
  readAt: Instant,
): Promise<ReadonlyMap<string, Outcome>> {
  const { look, memory } = scene;
  const standing = memory.open.get(selection);
  const now = tags === undefined ? undefined : memory.tags;
  if (now !== undefined)
    await engine.ledger.sawGood(look.target, readAt, new Map([[selection, digest({ ...now })]]));
  if (standing === undefined) {
    if (memory.heads.has(selection)) await explainLate(engine, scene, { good: new Map([[selection, '']]) });
    return new Map();
  }
  const change = ended(engine, standing, now);
  await engine.ledger.change(standing, change);
  return new Map([[selection, change.outcome]]);
}

/** Tags as people read them: one that is not there is left out. */
const shown = (tags: SelectingTags): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(tags).flatMap(([key, text]) => (text === null ? [] : [[key, text]])));

function findingOf(name: string, doubt: Doubt, { tags }: Memory): Finding {
  const before = tags ?? {};
  const desired = { baseline: name, tags: shown(doubt.kind === 'retagged' ? doubt.before : before) };
  const shared = { aspect: selection, desired: { kind: 'value', value: desired }, cause: 'drift' } as const;
  const answer = { policy: retagged, response: 'alert' } as const;
  if (doubt.kind === 'unreadable')
    return { ...shared, ...answer, finding: 'unreadable', found: doubt, fields: [] };
  const state = { ...(doubt.chosen === undefined ? {} : { baseline: doubt.chosen }), tags: shown(doubt.now) };
  return {
    ...shared,
    ...answer,
    finding: 'difference',
    found: { kind: 'observed', state },
    fields: fieldsBetween(desired, state),
  };
}

const retagged: RemediationPolicy = {
  id: 'selection',
  title: 'Tags changed to leave a baseline',
  aspect: selection,
  severity: 'high',
  tactic: 'TA0112',
  techniques: ['T1562'],
  controls: [],
  response: 'alert',
  why: 'Tags choose the baseline of this bucket. Whoever may tag it must not be able to take it out.',
  source: 'built in',
};

function runbookOf(
  name: string,
  held: string,
  { chosen, looser }: Extract<Doubt, { kind: 'retagged' }>,
): string {
  const other = chosen === undefined ? 'no baseline would be for it' : `it would be under ${chosen}`;
  return `The tags of ${name} were changed: by them ${other}, which asks for less in ${looser.join(', ')}. It stays under ${held}. Put the tags back; or, if the change is right, confirm it with: snapback apply ${name} --reselect`;
}

/** How the incident ends: the tags are as they were, or a human has decided by the catalogue or by command. */
function ended(
  { clock }: Engine,
  { id, version, finding, desired }: Incident,
  now?: SelectingTags,
): IncidentChange & { readonly outcome: Outcome } {
  const at = instant(clock.now());
  const isBack = now !== undefined && finding === 'difference' && isTagged(desired, shown(now));
  const outcome = isBack ? 'healedElsewhere' : 'clean';
  const note = isBack
    ? 'The tags are as they were'
    : finding === 'unreadable'
      ? 'The tags can be read again'
      : 'The baseline that its tags choose is now the one that it has to be under';
  return {
    status: 'closed',
    outcome,
    closedAt: at,
    transition: { at, outcome, note },
    notification: { id: `${id}.${version}`, kind: 'closed', at },
  };
}

const isTagged = (desired: Desired, tags: Readonly<Record<string, string>>): boolean =>
  desired.kind === 'value' &&
  isObject(desired.value) &&
  canonicalText(desired.value['tags']) === canonicalText(tags);
