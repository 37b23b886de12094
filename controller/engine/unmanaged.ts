import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Memory } from '../domain/ledger.js';
import type { Outcome } from '../domain/response.js';
import type { Look } from '../domain/signal.js';
import type { Target } from '../domain/target.js';
import { instant, millisBetween } from '../domain/time.js';
import { eventsAbout } from './attribute.js';
import { type Choice, tagsIn } from './choose.js';
import { confirm } from './confirm.js';
import type { Declarations, Engine } from './engine.js';
import { keep } from './evidence.js';
import { callsAbout, existence } from './existence.js';
import { closedAs, draft, type Finding, openOrContinue } from './incidents.js';
import { selection } from './scope.js';
import { verdictOn } from './select.js';
import { recorded, withheld } from './settle.js';

/**
 * Tells once of a bucket that came to be under watch and that no baseline holds, and ends that when it is gone. Nothing
 * of it is read but the listing, and nothing is written. The outcome says how it stands: `clean` is what was there
 * before; there is none where nobody knows yet.
 */
export async function unmanaged(
  engine: Engine,
  declarations: Declarations,
  look: Look,
  choice: Choice,
): Promise<Outcome | undefined> {
  const { target, signals } = look;
  // Neither another catalogue nor a command says that a bucket has come or gone.
  const isNews = signals.some(({ kind }) => kind === 'scan' || kind === 'event' || kind === 'recheck');
  if (target.kind !== 'bucket' || !isNews) return undefined;
  const tags = tagsIn(choice.tags);
  const verdict = await verdictOn(engine, declarations, target, tags && Object.fromEntries(tags));
  if (verdict.kind !== 'unselected') return undefined;

  const { ledger, clock } = engine;
  const memory = choice.memory ?? (await ledger.recall(target));
  const open = memory.open.get(existence);
  const standing = open?.finding === 'unmanaged' ? open : undefined;
  const isThere = await isListed(engine, look, choice, memory);
  if (isThere === undefined) return undefined;
  if (!isThere) {
    if (standing !== undefined)
      await ledger.change(standing, closedAs(standing, 'clean', instant(clock.now()), 'The bucket is gone'));
    await ledger.forget(target);
    return 'gone';
  }
  if (memory.knownSince !== undefined) return standing === undefined ? 'clean' : 'alerted';
  if (tags !== undefined && mayYetBeTagged(engine, memory)) return undefined;
  const cursor = await ledger.scanCursor(target.account);
  if (cursor?.completedAt === undefined) return undefined;

  const outcome = await tell(engine, declarations, look, memory);
  await ledger.know(target, instant(clock.now()));
  return outcome;
}

/**
 * Whether the bucket is there, by the account's listing; nothing if it cannot be asked. Asked only where that decides
 * anything, and twice before anybody believes that it is gone.
 */
async function isListed(
  { access, clock, timing }: Engine,
  { target, signals }: Look,
  { tags, memory: asked }: Choice,
  { knownSince, open }: Memory,
): Promise<boolean | undefined> {
  // Where tags decide, they were read just now, or S3 said by two reads and a listing that there is no bucket.
  if (asked !== undefined) return tags !== undefined;
  const isMissed = signals.some(({ kind }) => kind === 'catalogue');
  if (knownSince !== undefined && !isMissed && !open.has(existence)) return true;
  try {
    if (await access.reader.isListed(target)) return true;
    await clock.sleep(timing.secondLook);
    return await access.reader.isListed(target);
  } catch {
    // The scan tells of an account that cannot be listed.
    return undefined;
  }
}

/** Whoever creates a bucket tags it by a further call: only then do tags say that nothing is for it. */
function mayYetBeTagged({ clock, timing }: Engine, { sightings }: Memory): boolean {
  const first = sightings.get(selection)?.at;
  return first === undefined || millisBetween(first, instant(clock.now())) < timing.grace;
}

async function tell(
  engine: Engine,
  declarations: Declarations,
  look: Look,
  memory: Memory,
): Promise<Outcome> {
  const finding = findingOf(declarations, look.target);
  if (finding.response === 'ignore') return 'ignored';
  const { mode } = engine.access;
  const baseline: EffectiveBaseline = { target: look.target, name: 'none', mode, aspects: new Map() };
  const scene = { look, baseline, declarations, memory, isNew: true };
  const calls = callsAbout(existence, finding.finding);
  const events = eventsAbout(existence, look, baseline, engine.isSelf).filter(({ call }) =>
    calls.includes(call),
  );
  const at = instant(engine.clock.now());
  const fresh = draft(finding, scene, events, { at, mode, seen: new Map() });
  const incident = await openOrContinue(engine, scene, fresh, events);
  const end = { outcome: 'alerted', note: 'No baseline selects it', requestIds: [] } as const;
  const change = recorded(incident, end, engine);
  if (change !== undefined) {
    await keep(engine, scene, withheld(incident, end));
    await engine.ledger.change(incident, change);
  }
  const { lookup, later } = engine;
  if (lookup !== undefined) later?.(() => confirm(lookup, engine, incident.id));
  return 'alerted';
}

function findingOf({ policyFor }: Declarations, target: Target): Finding {
  const desired = { kind: 'absent' } as const;
  // By the name policies may tell apart what people make by the hour and what nobody thought of.
  const name = target.kind === 'bucket' ? target.name : target.account;
  const found = { kind: 'observed', state: { Name: name, Owner: target.account } } as const;
  const policy = policyFor({ aspect: existence, desired, observed: found }, target);
  return {
    finding: 'unmanaged',
    aspect: existence,
    desired,
    found,
    fields: [],
    cause: 'onboarding',
    policy,
    response: policy.response === 'ignore' ? 'ignore' : 'alert',
  };
}
