import type { Random } from '../../controller/domain/ports.js';
import { callSites, rareSites, sitesBehind } from './call-sites.js';
import type { Planned } from './chaos.js';
import { type FaultKind, faultKinds } from './fault-kinds.js';

/** How a history is divided, in milliseconds since its start. */
export const [stormFrom, stormUntil, calmUntil, stillUntil] = [
  40_000, 400_000, 1_060_000, 1_300_000,
] as const;

/** For how long the faults last that last, in milliseconds: from, to. */
const lasting: Readonly<Partial<Record<FaultKind, readonly [number, number]>>> = {
  'storm of 503': [3_000, 30_000],
  'expired credentials': [5_000, 60_000],
  'denied read': [10_000, 90_000],
  'ledger throttled': [200, 4_000],
  'ledger out of service': [5_000, 45_000],
};

/** What comes with the set-up of a history. */
const setUp: ReadonlySet<FaultKind> = new Set([
  'crash before a call',
  'crash after a call',
  'clock skewed',
  'another catalogue beside',
  'catalogue replaced',
  'bucket taken by a stranger',
]);

const plannable = faultKinds.filter((kind) => !setUp.has(kind));

const documents = ['publicAccessBlock', 'policy', 'acl', 'ownershipControls', 'versioning', 'tagging'];

/** Every place and side in turn, the rare ones again and again. */
const cuts = [...callSites, ...Array.from({ length: 8 }, () => rareSites).flat()].flatMap((site) =>
  (['before', 'after'] as const).map((side) => ({ site, side })),
);

const pick = <T>(random: Random, values: readonly T[]): T =>
  values[Math.floor(random() * values.length)] as T;

const crash = (side: 'before' | 'after', at: number, site?: string): Planned => ({
  kind: side === 'before' ? 'crash before a call' : 'crash after a call',
  at,
  ...(site === undefined ? {} : { site }),
  patienceUntil: stormUntil - 110_000,
});

/** The crashes of a history: one at the call that is the seed's turn, now and then another one anywhere. */
function crashes(seed: number, random: Random): readonly Planned[] {
  const at = stormFrom + random() * 120_000;
  const turn = cuts[seed % cuts.length];
  if (turn === undefined) return [];
  const behind = sitesBehind[turn.site];
  const first = behind === undefined ? [] : [crash(behind[0], at, behind[1])];
  const second = random() < 0.3 ? [crash(pick(random, ['before', 'after']), at + random() * 100_000)] : [];
  return [...first, crash(turn.side, at, turn.site), ...second];
}

/** The faults of a history: its crashes, a dozen others, and in some a bucket that is lost to a stranger. */
export function plannedFaults(seed: number, random: Random): readonly Planned[] {
  const moment = (): number => stormFrom + random() * (stormUntil - stormFrom - 60_000);
  const others = Array.from({ length: 9 + Math.floor(random() * 6) }, (): Planned => {
    const kind = pick(random, plannable);
    const at = moment();
    const [least, most] = lasting[kind] ?? [0, 0];
    return {
      kind,
      at,
      ...(most === 0 ? {} : { until: at + least + random() * (most - least) }),
      ...(kind === 'denied read' ? { document: pick(random, documents) } : {}),
    };
  });
  const seizes = random() < 0.08 ? [{ kind: 'bucket taken by a stranger', at: moment() } as const] : [];
  return [...crashes(seed, random), ...others, ...seizes].sort((one, later) => one.at - later.at);
}
