import type { Told } from '../history.js';
import { stillUntil } from '../plan.js';
import { aspectOf, unpacked, wrongsOf } from '../reality.js';
import type { Check } from './check.js';

/** An incident that says that it was reverted is about something that really was as declared before it closed; people hear of its end. */
export const honestEndings: Check = {
  name: 'what is said to be reverted really was, no time is made up, and people hear of every end',
  find(played) {
    const { world, happenings } = played;
    const start = world.time.now - world.sinceStart;
    const wrongs: string[] = [];
    const told = new Set(
      happenings
        .filter((one): one is Told => one.kind === 'told')
        .map(({ incident, what }) => `${incident} ${what}`),
    );
    const bad = wrongsOf(played, stillUntil + 1);
    const isSkewed = happenings.some((one) => one.kind === 'fault' && one.fault === 'clock skewed');
    for (const row of world.rows.all.filter(({ sk }) => String(sk).startsWith('incident/'))) {
      const { id, pk, aspect, status, outcome } = row;
      const where = `${String(id)} about ${String(aspect)} of ${String(pk)}`;
      const moment = (name: string): number | undefined =>
        row[name] === undefined ? undefined : Date.parse(String(unpacked(row[name]))) - start;
      const [detected = 0, closed, remediated, verified] = [
        'detectedAt',
        'closedAt',
        'remediatedAt',
        'verifiedAt',
      ].map(moment);
      if (row['byOutbox'] !== undefined) wrongs.push(`${where} has news that nobody was told`);
      // What went by itself before anybody heard of it is no news.
      const isNews = outcome !== 'healedElsewhere' || told.has(`${String(id)} opened`);
      if (status === 'closed' && outcome !== 'clean' && isNews && !told.has(`${String(id)} closed`))
        wrongs.push(`${where} closed as ${String(outcome)}, and nobody was told`);
      if (isSkewed) continue;
      if (remediated !== undefined && remediated < detected)
        wrongs.push(`${where} was repaired before it was found`);
      if (verified !== undefined && remediated !== undefined && verified < remediated)
        wrongs.push(`${where} was verified before it was repaired`);
      if (outcome !== 'reverted' || closed === undefined) continue;
      const isDoubtful = happenings.some(
        (one) => one.kind === 'read' && one.isStale === true && one.target === pk,
      );
      const document = Object.keys(aspectOf).find((name) => aspectOf[name] === aspect);
      const isWrongAllTheTime = bad.some(
        (one) => one.target === pk && one.document === document && one.from < detected && one.to > closed,
      );
      if (isWrongAllTheTime && !isDoubtful)
        wrongs.push(`${where} closed as reverted at ${closed}, but it was not`);
    }
    return wrongs;
  },
};
