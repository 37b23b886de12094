import { actorName } from '../../domain/actor-rule.js';
import type { Difference } from '../../domain/difference.js';
import type { Brake } from '../../domain/hold.js';
import type { Incident } from '../../domain/incident.js';
import { targetName } from '../../domain/target.js';
import { type Instant, instant } from '../../domain/time.js';
import type { Engine, Fight, Scene } from '../engine.js';
import { existence } from '../existence.js';
import { isAttacked } from '../grace.js';
import { baselinePatch } from './baseline-patch.js';

const minute = 60_000;

/** How long a repair that was undone is held against the one who undid it. */
const memoryOf = 7 * 24 * 60 * minute;

/** The wait after the first repair that counts as one of a fight; it doubles with each further one. */
const shortest = 5 * minute;
const longest = 24 * 60 * minute;

/**
 * The fights over what differs: aspects of this target that one and the same actor has changed, and we have put back, so
 * many times within a week. All is taken from the incidents of the aspect, so a restart forgets nothing. Who did it is a
 * claim; that it was put back so often is not. An actor more, or another value, changes nothing, and an attack of many
 * sides by one actor is not given any time by it.
 */
export async function fightsIn(
  engine: Pick<Engine, 'ledger' | 'clock' | 'brakes' | 'approval'>,
  scene: Scene,
  differences: readonly Difference[],
): Promise<ReadonlyMap<string, Fight>> {
  const { tugOfWar } = engine.brakes;
  const fights = new Map<string, Fight>();
  if (tugOfWar === 0 || isAttacked(scene)) return fights;
  for (const difference of differences) {
    const { aspect } = difference;
    // The common case costs no read.
    if ((scene.memory.heads.get(aspect)?.episodes ?? 0) < tugOfWar) continue;
    const fight = fightOf(await putBack(engine, scene, aspect), tugOfWar);
    if (fight !== undefined)
      fights.set(aspect, { until: fight.until, runbook: runbookOf(scene, difference, fight) });
  }
  return fights;
}

/** The fight as a brake, as long as it makes the next repair wait. */
export const brakeOf = ({ until, runbook }: Fight, now: Instant): Brake | undefined =>
  until <= now
    ? undefined
    : {
        kind: 'brake',
        brake: 'tugOfWar',
        until,
        runbook,
        because: 'the same actor undoes this repair again and again',
      };

/** The incidents of the aspect that we have put right within the last week, newest first. */
async function putBack(
  { ledger, clock }: Pick<Engine, 'ledger' | 'clock'>,
  { look: { target } }: Scene,
  aspect: string,
): Promise<readonly Incident[]> {
  const since = instant(new Date(clock.now().getTime() - memoryOf));
  const found: Incident[] = [];
  for await (const incident of ledger.episodes(target, aspect)) {
    if (incident.status === 'open') continue;
    if ((incident.closedAt ?? incident.detectedAt) < since) break;
    if (incident.outcome === 'reverted' && incident.cause === 'drift') found.push(incident);
  }
  return found;
}

interface Named {
  readonly who: string;
  readonly tools: readonly string[];
  readonly times: number;
  readonly until: Instant;
}

const nameOf = ({ who }: Incident): string =>
  who.kind === 'unknown'
    ? 'somebody whom no event names'
    : (actorName(who.actor) ?? who.actor.principalId ?? who.actor.type);

/** The side that has changed it most often, if that is often enough, and until when the next repair waits. */
function fightOf(incidents: readonly Incident[], tugOfWar: number): Named | undefined {
  const sides = [...new Set(incidents.map(nameOf))].map(
    (name) => [name, incidents.filter((one) => nameOf(one) === name)] as const,
  );
  const [side] = sides.sort(([, one], [, other]) => other.length - one.length);
  const last = incidents[0]?.closedAt;
  if (side === undefined || last === undefined || side[1].length < tugOfWar) return undefined;
  const [who, own] = side;
  const tools = own.flatMap(({ who: one }) => (one.kind === 'known' ? (one.actor.userAgent ?? []) : []));
  const wait = Math.min(longest, shortest * 2 ** Math.min(incidents.length - tugOfWar, 20));
  return {
    who,
    tools: [...new Set(tools)],
    times: own.length,
    until: instant(new Date(Date.parse(last) + wait)),
  };
}

function runbookOf({ look: { target }, baseline }: Scene, difference: Difference, fight: Named): string {
  const { aspect } = difference;
  const { who, tools, times } = fight;
  const wanted = baseline.aspects.get(aspect);
  const by = tools.length === 0 ? '' : ` with ${tools.slice(0, 3).join(' and ')}`;
  const what = `${who} has changed ${aspect} of ${targetName(target)} ${times} times within a week${by}, and Snapback has put it back each time. Repairs of it that close nothing come later each time, at most a day apart. Decide who is right.`;
  if (aspect === existence)
    return `${what} If the bucket is meant to be gone, exclude it from ${baseline.name} (select: buckets: ['!${targetName(target)}']).`;
  const patch = baselinePatch(difference, wanted, target);
  const where = wanted?.source ?? baseline.name;
  const change =
    patch === undefined
      ? `If the other side is, take ${aspect} out of the baseline at ${where}, or declare there what it wants.`
      : `If the other side is, write this at ${where} under aspects, as a reviewed change: ${patch}`;
  return `${what} If the baseline is, change what the other side deploys, or take the permission from it. ${change}`;
}
