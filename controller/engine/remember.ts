import type { Incident } from '../domain/incident.js';
import type { Memory } from '../domain/ledger.js';
import { isHeld, type Outcome } from '../domain/response.js';
import { type Instant, instant } from '../domain/time.js';
import { type Assessment, isOurs } from './assess.js';
import type { Engine, Scene } from './engine.js';
import { existence, isThere, regionIn } from './existence.js';
import { isRemembered, prove } from './probation.js';
import { isUntold } from './waiting.js';

/**
 * Since when what a look proved is known: what was good is known from before it was read, and what was repaired from
 * the answer to its last step. A later moment would put a change that came in between before the last good look.
 */
export interface Times {
  readonly readAt: Instant;
  readonly repairedAt: ReadonlyMap<string, Instant>;
}

/**
 * Keeps what a look proved: which aspects are as declared and which state that was, and closes the incidents of
 * aspects that are in order again.
 */
export async function remember(
  engine: Engine,
  { baseline: { target, aspects }, memory }: Scene,
  { good, seen }: Assessment,
  outcomes: Map<string, Outcome>,
  { readAt, repairedAt }: Times,
): Promise<void> {
  const { ledger, clock, access } = engine;
  const at = instant(clock.now());
  if (!isThere(seen)) return;
  const region = access.reader.regionOf(target) ?? regionIn(memory) ?? 'unknown';
  await ledger.sawGood(
    target,
    readAt,
    new Map([...good, ...(target.kind === 'bucket' ? [[existence, region] as const] : [])]),
  );
  for (const [aspect, moment] of repairedAt) {
    const digest = aspects.get(aspect)?.digest;
    if (digest !== undefined) await ledger.sawGood(target, moment, new Map([[aspect, digest]]));
  }

  for (const [aspect, digest] of good) {
    const state = seen.get(aspect);
    if (state?.kind === 'observed') {
      if (isRemembered(aspect, aspects.get(aspect)))
        await prove(engine, target, aspect, state.state, readAt, memory.good?.get(aspect));
      else if (memory.sightings.get(aspect)?.desired !== digest)
        await ledger.rememberGood(target, aspect, { at, state: state.state });
    }
    const standing = memory.open.get(aspect);
    if (standing === undefined) continue;
    const outcome = endOf(standing, memory);
    await ledger.change(standing, ended(standing, outcome, at));
    outcomes.set(aspect, outcome);
  }
  const missing = memory.open.get(existence);
  if (missing !== undefined) {
    const outcome = missing.outcome === 'failed' ? 'healedElsewhere' : endOf(missing, memory);
    await ledger.change(missing, ended(missing, outcome, at));
    outcomes.set(existence, outcome);
  }
}

const endOf = (incident: Incident, memory: Memory): Outcome =>
  incident.finding === 'unreadable' || incident.finding === 'unmanaged'
    ? 'clean'
    : hasOurs(incident, memory)
      ? 'reverted'
      : 'healedElsewhere';

/** Whether something of ours was sent for it: what was closed during a hold may have been all that it took. */
const hasOurs = (incident: Incident, memory: Memory): boolean =>
  isOurs(incident, memory) || (isHeld(incident.outcome) && incident.remediatedBy !== undefined);

const ended = (
  incident: Incident,
  outcome: Outcome,
  at: Instant,
): Parameters<Engine['ledger']['change']>[1] => {
  const { id, version } = incident;
  return {
    status: 'closed',
    outcome,
    closedAt: at,
    ...(outcome === 'reverted' ? { remediatedAt: at, verifiedAt: at } : {}),
    transition: {
      at,
      outcome,
      note: outcome === 'reverted' ? 'As declared after a repair that was cut short' : 'As declared again',
    },
    // Nobody need hear of what went by itself before anybody was told; that we wrote, people always hear.
    ...(isUntold(incident) && outcome !== 'reverted'
      ? {}
      : { notification: { id: `${id}.${version}`, kind: 'closed', at } }),
  };
};
