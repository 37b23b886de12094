import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EventSignal } from '../../controller/domain/signal.js';
import { denied, OwnWorld, there, trail } from './own-world.js';

const shown = { good: there({ bucket: 'logs' }), off: there({ bucket: 'logs' }, false), denied } as const;
const settings = { examples: 60, longest: 12 };

/** What happens between two looks, which are all two minutes apart. */
const step = fc.record({
  state: fc.constantFrom('good', 'off', 'denied'),
  event: fc.constantFrom('lost', 'at once', 'late'),
  once: fc.constantFrom(undefined, 'good', 'off', 'denied'),
});

it('tells of each episode just once, whichever events come, and never of what it could not read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: settings.longest }), async (steps) => {
      const world = new OwnWorld();
      world.show(trail, shown.good);
      await world.look();
      const late: EventSignal[] = [];
      let isOff = false;
      let episodes = 0;
      for (const { state, event, once } of steps) {
        world.show(trail, shown[state]);
        if (state === 'off' && !isOff) {
          episodes += 1;
          const stopped = world.event('StopLogging');
          await world.around.clock.advance(2_000);
          if (event === 'at once') await world.hear(trail, stopped);
          if (event === 'late') late.push(stopped);
        }
        if (state !== 'denied') isOff = state === 'off';
        // One read that shows something else must not matter: the second one of the look is what is there.
        if (once !== undefined && state !== 'off') world.flicker(trail, shown[once]);
        await world.look();
        await world.look();
        const tampering = world.incidents.filter(({ finding }) => finding === 'tampering');
        expect(tampering).toHaveLength(episodes);
        expect(tampering.filter(({ status }) => status === 'open')).toHaveLength(isOff ? 1 : 0);
        if (state === 'denied' && !isOff)
          expect(world.incidents.at(-1)).toMatchObject({ finding: 'unreadable', status: 'open' });
      }
      for (const event of late) await world.hear(trail, event);
      const tampering = world.incidents.filter(({ finding }) => finding === 'tampering');
      expect(tampering).toHaveLength(episodes);
      const explained = tampering.flatMap(({ explains }) => explains);
      expect(new Set(explained).size).toBe(explained.length);
      for (const { id } of late) expect(explained).toContain(id);
    }),
    { numRuns: settings.examples },
  );
});
