import { instant, millisBetween } from '../domain/time.js';
import { type Assessment, assess } from './assess.js';
import { eventsAbout } from './attribute.js';
import { accountBlock, besides } from './beside.js';
import { foundDigest } from './compare.js';
import type { Engine, Observations, Scene } from './engine.js';
import { observe } from './observe.js';
import { readsFor } from './plan.js';

/**
 * Reads and judges; where something is wrong, also reads what its repair depends on. What this look has read already is
 * not read twice.
 */
export async function judge(
  engine: Pick<Engine, 'access' | 'clock' | 'timing'>,
  { baseline, memory, region }: Pick<Scene, 'baseline' | 'memory' | 'region'>,
  names: ReadonlySet<string>,
  read: Observations = new Map(),
): Promise<Assessment> {
  const left = [...names].filter((name) => !read.has(name));
  const known = [...read].filter(([name]) => names.has(name));
  const seen = new Map([...known, ...(await observe(engine, baseline.target, left, region))]);
  const first = assess(baseline, seen, memory);
  const missing = [...readsFor(first, baseline)].filter((name) => !seen.has(name));
  const telling = besides(baseline, first);
  if (missing.length + telling.length === 0) return first;
  const extra = telling.filter((name) => !seen.has(name) && !missing.includes(name));
  const more = await observe(engine, baseline.target, [...missing, ...extra], region);
  const needed = [...more].filter(([name]) => missing.includes(name));
  const judged = needed.length === 0 ? first : assess(baseline, new Map([...seen, ...needed]), memory);
  if (telling.length === 0) return judged;
  const beside = new Map([...more, ...(await accountBlock(engine, baseline, new Map([...more, ...seen])))]);
  return { ...judged, beside };
}

/**
 * The same, but what S3 may only be showing once more is believed when it was seen twice: nothing is told of it and
 * nothing written about it before.
 */
export async function judgeTwice(
  engine: Engine,
  scene: Scene,
  names: ReadonlySet<string>,
  read?: Observations,
): Promise<Assessment> {
  const first = await judge(engine, scene, names, read);
  if (!mayBeStale(engine, scene, first)) return first;
  await engine.clock.sleep(engine.timing.secondLook, scene.signal);
  return judge(engine, scene, names);
}

/** Whether a difference looks just like the state that a recent repair replaced, and no newer event tells of it. */
function mayBeStale({ clock, timing, isSelf }: Engine, scene: Scene, first: Assessment): boolean {
  const { baseline, look, memory } = scene;
  const now = instant(clock.now());
  return first.differences.some(({ aspect, observed }) => {
    const repaired = memory.heads.get(aspect)?.repaired;
    if (repaired === undefined || millisBetween(repaired.at, now) > timing.staleness) return false;
    if (eventsAbout(aspect, look, baseline, isSelf).some(({ at }) => at > repaired.at)) return false;
    return repaired.before === foundDigest(aspect, observed, baseline.target);
  });
}
