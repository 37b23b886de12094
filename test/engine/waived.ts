import { instant } from '../../controller/domain/time.js';
import type { Waiver } from '../../controller/domain/waiver.js';
import { foundDigest } from '../../controller/engine/compare.js';
import type { Declarations } from '../../controller/engine/engine.js';
import { observe } from '../../controller/engine/observe.js';
import { baselineOf, declarationsOf, engineIn, passing, type Surroundings, target } from './world.js';

const day = 86_400_000;

/** Waivers of a file for what these aspects are now, as far as they can be read. */
export async function waiversFor(
  around: Surroundings,
  aspects: Iterable<string>,
  lasts: number = day,
): Promise<readonly Waiver[]> {
  const engine = engineIn(around, { declarations: declarationsOf(baselineOf({})) });
  const seen = await passing(around.clock, observe(engine, target, aspects));
  const expires = instant(new Date(around.clock.now().getTime() + lasts));
  return [...seen].flatMap(([aspect, found]) =>
    found.kind !== 'observed' && found.kind !== 'absent'
      ? []
      : [
          {
            id: `w-${aspect}`,
            target,
            aspect,
            state: foundDigest(aspect, found, target),
            reason: 'A test says so.',
            owner: 'team-heron',
            expires,
            source: 'baselines/_waivers.yaml:1',
          },
        ],
  );
}

/** The same catalogue with waivers in it. */
export const waiving = (declarations: Declarations, waivers: readonly Waiver[]): Declarations => ({
  ...declarations,
  waiversFor: () => waivers,
});
