import { stillUntil, stormUntil } from '../plan.js';
import { aspectOf, subjectsOf, unpacked, wrongsOf } from '../reality.js';
import { scanEveryMs } from '../replica.js';
import type { Check } from './check.js';

/** Longer than any two scans are apart, with what may keep one from looking. */
const outlivedMs = 2.3 * scanEveryMs + 60_000;

/** What was wrong for longer than the scans need is in exactly one incident. */
export const everyDriftTold: Check = {
  name: 'what stays wrong longer than a scan period is in exactly one incident, and each event in at most one',
  find(played) {
    const { world, happenings } = played;
    const start = world.time.now - world.sinceStart;
    const wrongs: string[] = [];
    const incidents = world.rows.all
      .filter(({ sk }) => String(sk).startsWith('incident/'))
      .map((row) => ({
        target: String(row['pk']),
        aspect: String(row['aspect']),
        finding: row['finding'],
        detected: Date.parse(String(row['detectedAt'])) - start,
        explains: row['explains'] instanceof Set ? [...row['explains']].map(String) : [],
        closed:
          row['closedAt'] === undefined ? undefined : Date.parse(String(unpacked(row['closedAt']))) - start,
      }));
    const subjects = new Set(subjectsOf(played).map(({ key }) => key));
    const skewMs = 61_000;
    for (const { target, document, from, to } of wrongsOf(played, stillUntil)) {
      if (!subjects.has(target) || world.seized.has(target)) continue;
      const aspect = target.endsWith('/account') ? 'accountPublicAccessBlock' : (aspectOf[document] ?? '');
      const own = incidents.filter((one) => one.target === target && one.aspect === aspect);
      const about = own.filter(({ finding }) => finding === 'difference');
      const isOutlived = to - from > outlivedMs && to > stormUntil;
      const told = about.some(
        ({ detected, closed }) => detected < to + skewMs && (closed ?? stillUntil) > from - skewMs,
      );
      if (isOutlived && !told)
        wrongs.push(`${to}: ${aspect} of ${target} was wrong since ${from}, and nobody was told`);
      const isDoubtful = happenings.some(
        (one) =>
          (one.kind === 'read' && one.isStale === true && one.target === target) ||
          (one.kind === 'fault' && one.fault === 'clock skewed'),
      );
      const opened = about.filter(({ detected }) => detected > from && detected < to);
      if (opened.length > 1 && !isDoubtful)
        wrongs.push(`${to}: ${aspect} of ${target}, wrong since ${from}, is in ${opened.length} incidents`);
    }
    const owners = new Map<string, string>();
    for (const { target, aspect, explains, detected } of incidents) {
      for (const event of explains) {
        const key = `${target} ${event}`;
        const before = owners.get(key);
        if (before !== undefined)
          wrongs.push(`${detected}: event ${event} is explained by ${before} and by ${aspect}`);
        owners.set(key, `${aspect} of ${target}`);
      }
    }
    return wrongs;
  },
};
