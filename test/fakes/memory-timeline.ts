import type { LedgerQueries, TimelineEntry } from '../../controller/domain/ledger.js';
import { targetKey } from '../../controller/domain/target.js';

type Asked = Parameters<LedgerQueries['timeline']>;

/** Time lines of buckets and actors in memory: the first of several deliveries stays. */
export class MemoryTimeline {
  readonly #lines = new Map<string, TimelineEntry>();

  note(entry: TimelineEntry): void {
    const key = `${targetKey(entry.target)} ${entry.event.at} ${entry.event.id}`;
    this.#lines.set(key, this.#lines.get(key) ?? entry);
  }

  read(...[of, from, to]: Asked): readonly TimelineEntry[] {
    return [...this.#lines.values()]
      .filter(({ event }) => event.at >= from && event.at <= to)
      .filter(({ target, event: { actor } }) =>
        'target' in of
          ? targetKey(target) === targetKey(of.target)
          : [actor.arn, actor.role].includes(of.actor),
      )
      .sort((a, b) => (a.event.at < b.event.at ? -1 : 1));
  }
}
