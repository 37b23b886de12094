import { describe, expect, it } from 'vitest';
import { patiently } from '../../controller/cli/patiently.js';
import { UserError } from '../../controller/domain/errors.js';
import { Held } from '../../controller/engine/tenure.js';
import { passing, target } from '../engine/world.js';
import { FakeClock } from '../fakes/fake-clock.js';

const lease = 30_000;

/** Work that finds the lease taken so many times; what becomes of it, when, and what was said. */
async function waited(times: number, failure: () => Error = () => new Held(target, lease)) {
  const clock = new FakeClock();
  const begun = clock.now().getTime();
  const said: string[] = [];
  const terminal = { err: (text: string) => void said.push(text) };
  let tries = 0;
  const work = async (): Promise<string> => {
    tries += 1;
    if (tries <= times) throw failure();
    return 'done';
  };
  const end = await passing(clock, patiently({ clock, terminal }, work)).catch((error: unknown) => error);
  return { end, tries, said: said.length, took: clock.now().getTime() - begun };
}

describe('work that needs a lease which somebody else has', () => {
  it('waits at least as long as the lease of a process that died may run', async () => {
    expect(await waited(0)).toEqual({ end: 'done', tries: 1, said: 0, took: 0 });
    const { end, took, said } = await waited(2);
    expect([end, said]).toEqual(['done', 2]);
    expect(took).toBeGreaterThanOrEqual(2 * lease);
  });

  it('leaves it in the end to one that lives', async () => {
    const { end, tries } = await waited(9);
    expect([end, tries]).toEqual([expect.any(UserError), 3]);
  });

  it('waits for nothing else', async () => {
    const failure = new Error('S3 is away');
    expect(await waited(1, () => failure)).toMatchObject({ end: failure, tries: 1, took: 0 });
  });
});
