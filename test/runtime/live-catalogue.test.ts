import { describe, expect, it } from 'vitest';
import { type CatalogueTexts, loadCatalogueTexts } from '../../controller/catalog/catalogue.js';
import { type CatalogueTrouble, LiveCatalogue } from '../../controller/runtime/live-catalogue.js';
import { lastWord } from '../catalog/loading.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { RecordingLog } from '../fakes/recording-log.js';

const holding = (status: string, name = 'data') =>
  `name: ${name}\nselect: { buckets: ['${name}-*'] }\naspects: { versioning: { Status: ${status} } }\n`;
const files = (...texts: readonly string[]): CatalogueTexts => ({
  baselines: texts.map((text, index) => ({ file: `baselines/${index}.yaml`, text })),
  policies: [lastWord],
});

/** A catalogue that follows files which a test writes; every second is one reading of them. */
function following(first: CatalogueTexts) {
  const clock = new FakeClock();
  const log = new RecordingLog();
  let now: CatalogueTexts | Error = first;
  const load = (texts: CatalogueTexts) => loadCatalogueTexts({ ...texts, mode: 'auto-revert' });
  const told: (CatalogueTrouble | undefined)[] = [];
  const ports = { isDeaf: false };
  const live = new LiveCatalogue(load(first), {
    read: () => {
      if (now instanceof Error) throw now;
      return now;
    },
    load,
    tell: async (trouble) => {
      if (ports.isDeaf) throw new Error('nobody listens');
      told.push(trouble);
    },
    clock,
    log,
  });
  const stop = new AbortController();
  let swaps = 0;
  const count = (): Promise<void> =>
    live.changed(stop.signal).then(() => {
      swaps += 1;
      return count();
    });
  count().catch(() => {});
  void live.run(1_000, stop.signal, () => {});
  return {
    live,
    log,
    told,
    ports,
    swaps: () => swaps,
    write: (texts: CatalogueTexts | Error) => {
      now = texts;
    },
    pass: (seconds = 1) => clock.advance(seconds * 1_000),
    names: () => live.current.baselines.map(({ name }) => name),
  };
}

describe('the catalogue follows its files', () => {
  it('once they have been the same twice, and tells whoever waits', async () => {
    const { live, write, pass, swaps, told } = following(files(holding('Enabled')));
    const before = live.generation;
    await pass(3);
    expect([live.generation, swaps(), told]).toEqual([before, 0, [undefined]]);
    write(files(holding('Suspended')));
    await pass();
    expect(live.generation).toBe(before);
    await pass();
    expect(live.generation).not.toBe(before);
    expect(swaps()).toBe(1);
    await pass(5);
    expect([swaps(), told]).toEqual([1, [undefined]]);
  });

  it('not while they are still being written', async () => {
    const { live, write, pass, names } = following(files(holding('Enabled'), holding('Enabled', 'more')));
    await pass(2);
    const before = live.current;
    for (const text of ['na', 'name: d', holding('Enabled', 'other').slice(0, -20), '']) {
      write(files(text));
      await pass();
      expect(live.current).toBe(before);
    }
    write(files(holding('Enabled', 'other')));
    await pass(2);
    expect(names()).toEqual(['other']);
  });

  it('makes no fuss of what means the same', async () => {
    const { live, write, pass, swaps } = following(files(holding('Enabled')));
    await pass(2);
    const before = live.current;
    write(files(`# a comment\n${holding('Enabled')}`));
    await pass(3);
    expect([live.current === before, swaps()]).toEqual([true, 0]);
  });
});

describe('a broken edit', () => {
  it('leaves the last good catalogue in force and is told once for each version, and once when all is well', async () => {
    const { live, write, pass, told, log } = following(files(holding('Enabled')));
    await pass(2);
    const before = live.current;
    write(files(holding('Enabld')));
    await pass(6);
    expect(live.current).toBe(before);
    expect(told).toEqual([
      undefined,
      { version: expect.any(String), message: expect.stringContaining('baselines/0.yaml:3') },
    ]);
    write(files(holding('Suspendd')));
    await pass(6);
    expect(told).toHaveLength(3);
    expect(told[2]?.version).not.toBe(told[1]?.version);
    write(files(holding('Suspended')));
    await pass(6);
    expect(told).toHaveLength(4);
    expect(told[3]).toBeUndefined();
    expect(live.current).not.toBe(before);
    const errors = log.lines.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(2);
  });

  it('is one that goes back to what is in force, too: people hear that all is well', async () => {
    const { live, write, pass, told } = following(files(holding('Enabled')));
    const before = live.current;
    write(files('name: ['));
    await pass(3);
    write(files(holding('Enabled')));
    await pass(3);
    expect([told.length, told.at(-1), live.current === before]).toEqual([2, undefined, true]);
  });

  it.each([
    ['no file left', files()],
    ['no policies left', { ...files(holding('Enabled')), policies: [] }],
    [
      'one of two folders empty',
      { ...files(holding('Enabled')), policies: [{ ...lastWord, file: 'elsewhere/_default.yaml' }] },
    ],
    ['a folder that is gone', new Error('cannot read the folder baselines')],
  ])('is %s: nothing is let go of', async (_, broken) => {
    const { live, write, pass, told, names } = following(files(holding('Enabled')));
    await pass(2);
    write(broken);
    await pass(5);
    expect([names(), live.current.policies.length]).toEqual([['data'], 1]);
    expect(told).toHaveLength(2);
    write(files(holding('Enabled'), holding('Enabled', 'more')));
    await pass(3);
    expect([names(), told.length, told.at(-1)]).toEqual([['data', 'more'], 3, undefined]);
  });

  it('is none while a folder is moved away and back within one reading', async () => {
    const { write, pass, told, live } = following(files(holding('Enabled')));
    await pass(2);
    write(new Error('cannot read the folder baselines'));
    await pass();
    write(files(holding('Suspended')));
    await pass(3);
    expect(told).toEqual([undefined]);
    expect(live.current.baselines).toHaveLength(1);
  });

  it('is told later where nobody could be told', async () => {
    const { write, pass, told, ports } = following(files(holding('Enabled')));
    await pass(2);
    ports.isDeaf = true;
    write(files('name: ['));
    await pass(3);
    expect(told).toEqual([undefined]);
    ports.isDeaf = false;
    await pass(3);
    expect(told).toHaveLength(2);
  });
});
