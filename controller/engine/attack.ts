import { type Attack, actorName } from '../domain/actor-rule.js';
import type { Incident } from '../domain/incident.js';
import { type Target, targetKey } from '../domain/target.js';
import { instant } from '../domain/time.js';
import type { Assessment } from './assess.js';
import { eventsAbout } from './attribute.js';
import type { Engine, Scene } from './engine.js';
import { historyOf } from './history.js';

/**
 * The attack that the differences of a look are part of, if any: with the incidents of the same actor, on whatever target,
 * they are as many different aspects as a sequence asks for. The actor is a claim, so an attack only ever takes time away.
 */
export async function attackIn(
  { ledger, clock, isSelf, approval }: Engine,
  { look, baseline, declarations, memory }: Scene,
  { differences }: Pick<Assessment, 'differences'>,
): Promise<Attack | undefined> {
  if (approval !== undefined) return undefined;
  for (const sequence of declarations.sequences ?? []) {
    const counted = differences.flatMap((difference) => {
      const { aspect } = difference;
      // What was never as declared was not undone: whoever creates a bucket is not yet an attacker.
      if (!memory.sightings.has(aspect) || difference.cause !== 'drift') return [];
      if (!sequence.policies.includes(declarations.policyFor(difference, look.target).id)) return [];
      const last = eventsAbout(aspect, look, baseline, isSelf).at(-1);
      const actor = last === undefined ? undefined : actorName(last.actor);
      return actor === undefined ? [] : [{ aspect, actor }];
    });
    for (const actor of new Set(counted.map((one) => one.actor))) {
      const aspects = new Set(counted.filter((one) => one.actor === actor).map(({ aspect }) => aspect));
      const since = instant(new Date(clock.now().getTime() - sequence.withinMinutes * 60_000));
      const earlier: Incident[] = [];
      for await (const incident of ledger.incidents({ actor, since })) {
        if (wasUndone(incident) && sequence.policies.includes(incident.policy.id)) earlier.push(incident);
      }
      if (new Set([...aspects, ...earlier.map(({ aspect }) => aspect)]).size >= sequence.aspects)
        return { sequence, actor, earlier, aspects };
    }
  }
  return undefined;
}

const wasUndone = ({ cause, finding, lastGood }: Incident): boolean =>
  finding === 'tampering' || (cause === 'drift' && lastGood !== undefined);

/** The scene with what is known of the actors: it decides how much time they are given. */
export async function withActors(
  engine: Engine,
  scene: Scene,
  assessment: Pick<Assessment, 'differences'>,
): Promise<Scene> {
  if (assessment.differences.length === 0) return scene;
  const history = await historyOf(engine, scene, assessment);
  const attack = await attackIn(engine, scene, assessment);
  return {
    ...scene,
    ...(history === undefined ? {} : { history }),
    ...(attack === undefined ? {} : { attack }),
  };
}

/**
 * Makes one case of the attack's incidents, and tells people of it once: the oldest incident carries the news and is
 * changed first, so that a look that comes after a crash only finishes the rest. Gives the targets on which
 * something may have been given time.
 */
export async function linkAttack(
  engine: Engine,
  scene: Scene,
  assessment: Pick<Assessment, 'differences'>,
  incidents: ReadonlyMap<string, Incident>,
): Promise<readonly Target[]> {
  const { ledger, clock } = engine;
  // Looks at other targets may have found the rest since: whoever writes last sees all.
  const attack = scene.attack ?? (await attackIn(engine, scene, assessment));
  if (attack === undefined) return [];
  const own = [...attack.aspects].flatMap((aspect) => incidents.get(aspect) ?? []);
  const all = new Map([...attack.earlier, ...own].map((incident) => [incident.id, incident]));
  const members = [...all.values()].sort((one, other) =>
    one.detectedAt === other.detectedAt
      ? one.id < other.id
        ? -1
        : 1
      : one.detectedAt < other.detectedAt
        ? -1
        : 1,
  );
  const [oldest] = members;
  if (oldest === undefined) return [];
  const at = instant(clock.now());
  const known = members.find((incident) => incident.case !== undefined)?.case;
  const { id: sequence, title } = attack.sequence;
  const linked = known ?? { id: `case-${oldest.id}`, sequence, title };
  for (const incident of members) {
    if (incident.case?.id === linked.id) continue;
    await ledger.change(incident, {
      case: linked,
      severity: 'critical',
      ...(known === undefined && incident === oldest
        ? { notification: { id: linked.id, kind: 'linked', at } }
        : {}),
    });
  }
  // What this look repairs itself needs no other; what is linked already was asked for when it was.
  const inHand = ({ target, aspect }: Incident): boolean =>
    scene.attack !== undefined &&
    targetKey(target) === targetKey(scene.look.target) &&
    attack.aspects.has(aspect);
  const waiting = members.filter(
    (one) => one.status === 'open' && one.case?.id !== linked.id && !inHand(one),
  );
  return [...new Map(waiting.map(({ target }) => [targetKey(target), target])).values()];
}
