import { expect, it } from 'vitest';
import type { Readers } from '../../controller/domain/ports.js';
import { instant } from '../../controller/domain/time.js';
import type { Engine } from '../../controller/engine/engine.js';
import { Life } from '../fakes/life.js';
import { baselineOf, declarationsOf, engineIn, look, remembered, surroundings, target } from './world.js';

const baseline = baselineOf({ versioning: { Status: 'Enabled' } });

it('dates a good look by the moment before it was read, however long the look took', async () => {
  const around = surroundings({ versioning: { Status: 'Enabled' } });
  await remembered(around, baseline);
  const begun = instant(around.clock.now());
  const engine = engineIn(around, { declarations: declarationsOf(baseline) });
  const reader: Readers = {
    ...engine.access.reader,
    readerFor: (...where) => ({
      async read(call) {
        const reply = await engine.access.reader.readerFor(...where).read(call);
        await around.clock.sleep(5_000);
        return reply;
      },
    }),
  };
  const slow = { ...engine, access: { ...engine.access, reader } } as Engine;
  expect(await look(around, slow)).toEqual({ versioning: 'clean' });
  const { sightings } = await around.ledger.as(new Life()).recall(target);
  expect(sightings.get('versioning')?.at).toBe(begun);
});
