import { callSites } from './call-sites.js';
import { faultKinds } from './fault-kinds.js';
import type { Tally } from './tally.js';

/** From so many histories on every call has to have been cut on both sides. */
const enoughToCutAll = 5_000;

/** What is wrong with a tally, in words; nothing if all is well. */
export function defectsOf({ histories, faults, sites, cut, violations, least }: Tally): readonly string[] {
  const enough = histories >= enoughToCutAll;
  const kinds = histories < 200 ? [] : faultKinds.filter((kind) => (faults[kind] ?? 0) === 0);
  const poor = [
    ...(least.targets < 3 ? [`a history has ${least.targets} targets`] : []),
    ...(least.drifts < 10 ? [`a history has ${least.drifts} drifts`] : []),
    ...(least.faults < 5 ? [`a history has ${least.faults} faults`] : []),
    ...(least.crashes < 1 ? ['a history has no crash'] : []),
  ];
  return [
    ...violations.map(({ seed, check, where }) => `seed ${seed}: ${check}: ${where}`),
    ...kinds.map((kind) => `no fault of this kind was ever injected: ${kind}`),
    ...poor,
    ...(enough ? uncutOf(sites, cut).map((site) => `no process was ever cut ${site}`) : []),
  ];
}

/** The sides of calls at which no process was cut. */
export const uncutOf = (sites: readonly string[], cut: readonly string[]): readonly string[] =>
  sites
    .flatMap((site) => [`before ${site}`, `after ${site}`])
    .filter((side) => !cut.includes(side))
    .sort();

/** How many faults of each kind there really were. */
export function reportOf({ faults, sites, cut, least }: Tally): string {
  const width = Math.max(...faultKinds.map((kind) => kind.length));
  const table = faultKinds.map(
    (kind) => `  ${kind.padEnd(width)} ${String(faults[kind] ?? 0).padStart(8)}\n`,
  );
  const uncut = uncutOf(sites, cut);
  return [
    'Faults that were really injected:\n',
    ...table,
    `Calls that a process was cut at, before and after: ${2 * sites.length - uncut.length} of ${2 * sites.length}\n`,
    ...uncut.map((side) => `  not cut ${side}\n`),
    ...sites
      .filter((site) => !callSites.includes(site))
      .map((site) => `  cut by chance alone, since call-sites.ts lacks it: ${site}\n`),
    `At least ${least.targets} targets, ${least.drifts} drifts, ${least.faults} faults and ${least.crashes} crashes in each history\n`,
  ].join('');
}
