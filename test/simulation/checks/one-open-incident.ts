import type { Check } from './check.js';

/** At no time are two incidents open about one aspect of one target. */
export const oneOpenIncident: Check = {
  name: 'no second open incident about one aspect of one target, and none that opens again',
  find({ happenings }) {
    const wrongs: string[] = [];
    const open = new Map<string, Set<string>>();
    const closed = new Set<string>();
    for (const one of happenings) {
      if (one.kind !== 'row' || !one.sk.startsWith('incident/')) continue;
      const place = `${one.pk} ${String(one.row['aspect'])}`;
      const here = open.get(place) ?? new Set();
      open.set(place, here);
      if (one.row['status'] === 'open') {
        here.add(one.sk);
        if (closed.has(`${one.pk} ${one.sk}`)) wrongs.push(`${one.at}: ${one.pk} ${one.sk} opens again`);
      } else {
        here.delete(one.sk);
        closed.add(`${one.pk} ${one.sk}`);
      }
      if (here.size > 1) wrongs.push(`${one.at}: ${place} has ${[...here].join(' and ')} open`);
    }
    return wrongs;
  },
};
