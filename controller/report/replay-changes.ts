import type { AspectReplay, TargetReplay } from '../domain/replayed.js';

/** Where two catalogues decide differently; a side is missing where the aspect is not held. */
export interface ReplayChange {
  readonly target: string;
  readonly name: string;
  readonly aspect: string;
  readonly before?: AspectReplay;
  readonly after?: AspectReplay;
}

/**
 * What is decided differently about the same targets. An aspect that is as declared by one and not held by the other is no
 * change: nothing would be done either way.
 */
export function changesBetween(
  before: readonly TargetReplay[],
  after: readonly TargetReplay[],
): readonly ReplayChange[] {
  const earlier = new Map(before.map((one) => [one.target, one]));
  return after.flatMap(({ target, name, aspects }) => {
    const old = new Map(earlier.get(target)?.aspects.map((one) => [one.aspect, one]));
    const now = new Map(aspects.map((one) => [one.aspect, one]));
    return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((aspect): readonly ReplayChange[] => {
      const [one, other] = [old.get(aspect), now.get(aspect)];
      if (meaning(one) === meaning(other)) return [];
      return [
        {
          target,
          name,
          aspect,
          ...(one === undefined ? {} : { before: one }),
          ...(other === undefined ? {} : { after: other }),
        },
      ];
    });
  });
}

const meaning = (one: AspectReplay | undefined): string =>
  one === undefined || one.outcome === 'clean' ? '' : JSON.stringify([one.outcome, one.sent, one.held]);
