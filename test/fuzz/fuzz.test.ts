import { describe, expect, it } from 'vitest';
import { inputAt, play } from './play.js';
import type { Subject } from './subject.js';
import { subjects } from './subjects.js';

describe('texts of strangers', () => {
  it.each(subjects.map((subject) => ({ subject, name: subject.name })))(
    '$name: a thousand inputs',
    async ({ subject }) => {
      const seed = Date.now() % 1_000_000;
      const { inputs, failures } = await play(subject, seed, 0, 1_000);
      expect(failures.map((one) => ({ seed, ...one }))).toEqual([]);
      expect(inputs).toBe(1_000);
    },
    60_000,
  );
});

describe('the player', () => {
  const subject = (check: Subject['check']): Subject => ({
    name: 'x',
    input: (random) => String(random()),
    check,
  });

  it('gives the same inputs for the same seed, and others for another', () => {
    const one = subject(() => undefined);
    expect(inputAt(one, 1, 7)).toBe(inputAt(one, 1, 7));
    expect(inputAt(one, 1, 7)).not.toBe(inputAt(one, 1, 8));
    expect(inputAt(one, 1, 7)).not.toBe(inputAt(one, 2, 7));
  });

  it('notices a throw', async () => {
    const thrown = subject(() => {
      throw new Error('no');
    });
    const { failures } = await play(thrown, 1, 3, 2);
    expect(failures.map(({ place }) => place)).toEqual([3, 4]);
    expect(failures[0]?.why).toContain('no');
  });

  it('notices what it leaves in every object', async () => {
    const polluting = subject(() => void Reflect.set(Object.prototype, 'polluted', 1));
    const { failures } = await play(polluting, 1, 0, 1).finally(() =>
      Reflect.deleteProperty(Object.prototype, 'polluted'),
    );
    expect(failures.map(({ why }) => why)).toEqual(['changed what all objects inherit']);
  });
});
