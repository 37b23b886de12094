import { type AuditDraft, type AuditEntry, auditSchema } from '../../controller/domain/audit.js';
import { emptyTally, type Tally } from '../../controller/domain/brake.js';
import { LeaseLost } from '../../controller/domain/errors.js';
import type { Incident } from '../../controller/domain/incident.js';
import type {
  GoodState,
  Head,
  IncidentChange,
  IncidentDraft,
  Ledger,
  LedgerQueries,
  Memory,
  SelectingTags,
  Sighting,
} from '../../controller/domain/ledger.js';
import type { Clock } from '../../controller/domain/ports.js';
import type { ScanCursor } from '../../controller/domain/scan-cursor.js';
import { type Target, targetKey } from '../../controller/domain/target.js';
import { auditHash } from '../../controller/store/audit-chain.js';
import type { Life } from './life.js';
import { changed, isAskedFor, isEqual } from './memory-incidents.js';
import { leasesIn } from './memory-leases.js';
import { MemoryTimeline } from './memory-timeline.js';
import { MemoryWaivers } from './memory-waivers.js';

interface Known {
  readonly at: string;
  readonly born: string | undefined;
}

const noHead: Head = { version: 0, episodes: 0, seq: 0, hash: '', fence: 0 };
const place = (target: Target, name: string): string => `${targetKey(target)} ${name}`;

/** The ledger in memory. Every method is one write here; what a crash inside one leaves is the real store's business. */
export class MemoryLedger {
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();
  readonly #tags = new Map<string, SelectingTags>();
  readonly #sightings = new Map<string, Map<string, Sighting>>();
  readonly #good = new Map<string, GoodState>();
  readonly #heads = new Map<string, Map<string, Head>>();
  readonly #incidents = new Map<string, Incident>();
  readonly #audit = new Map<string, readonly { readonly draft: AuditDraft; readonly entry: AuditEntry }[]>();
  readonly #claims = new Map<string, string>();
  readonly #timeline = new MemoryTimeline();
  readonly #cursors = new Map<string, ScanCursor>();
  readonly #tallies = new Map<string, Tally>();
  readonly #leases = leasesIn();
  readonly #waivers = new MemoryWaivers();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Every incident, oldest first. */
  get all(): readonly Incident[] {
    return [...this.#incidents.values()];
  }

  /** The ledger as one process reaches it. */
  as(life: Life): Ledger & LedgerQueries {
    const { acquire, renew, release } = this.#leases.process(this.#clock);
    const newest = (asked: (incident: Incident) => boolean): readonly Incident[] =>
      this.all.filter(asked).reverse();
    const each = async function* <T>(name: string, list: () => readonly T[]): AsyncGenerator<T> {
      yield* await life.call(name, list);
    };
    return {
      recall: (target) => life.call('recall', () => this.#recall(target)),
      know: (target, at, born) =>
        life.call('know', () => {
          const key = targetKey(target);
          this.#known.set(key, this.#known.get(key) ?? { at, born });
        }),
      noteTags: (target, tags, before) =>
        life.call('noteTags', () => {
          if (!isEqual(this.#tags.get(targetKey(target)), before)) return false;
          this.#tags.set(targetKey(target), tags);
          return true;
        }),
      forget: (target) => life.call('forget', () => void this.#known.delete(targetKey(target))),
      sawGood: (target, at, aspects) =>
        life.call('sawGood', () => {
          const seen = this.#of(this.#sightings, target);
          for (const [aspect, desired] of aspects)
            if ((seen.get(aspect)?.at ?? '') <= at) seen.set(aspect, { at, desired });
        }),
      rememberGood: (target, aspect, good) =>
        life.call('rememberGood', () => {
          const key = place(target, aspect);
          if ((this.#good.get(key)?.at ?? '') <= good.at) this.#good.set(key, good);
        }),
      goodState: (target, aspect) => life.call('goodState', () => this.#good.get(place(target, aspect))),
      open: (draft) => life.call('open', () => this.#open(draft)),
      change: (incident, change) => life.call('change', () => this.#change(incident, change)),
      markHead: (target, aspect, { stage, ...mark }) =>
        life.call('markHead', () => {
          const { stage: standing, ...head } = this.#head(target, aspect);
          if ((mark.fence ?? head.fence) < head.fence) throw new LeaseLost('a higher fence has written');
          const kept = stage === undefined ? standing : (stage ?? undefined);
          const given = Object.fromEntries(Object.entries(mark).filter(([, value]) => value !== undefined));
          this.#setHead(target, aspect, {
            ...head,
            ...given,
            ...(kept === undefined ? {} : { stage: kept }),
          });
        }),
      record: (draft) => life.call('record', () => this.#record(draft)),
      explain: (incident, event) => life.call('explain', () => this.#explain(incident, event.id)),
      noteEvent: (target, event) => life.call('noteEvent', () => this.#timeline.note({ target, event })),
      noteAttempt: (attempt) => life.call('noteAttempt', () => this.#timeline.note(attempt)),
      acquire: (...asked) => life.call('acquire', () => acquire(...asked)),
      renew: (...asked) => life.call('renew', () => renew(...asked)),
      release: (lease) => life.call('release', () => release(lease)),
      scanCursor: (account) => life.call('scanCursor', () => this.#cursors.get(account)),
      saveScanCursor: (account, cursor) =>
        life.call('saveScanCursor', () => void this.#cursors.set(account, cursor)),
      tally: (account) => life.call('tally', () => this.#tallies.get(account) ?? emptyTally),
      count: (account, change) => life.call('count', () => this.#count(account, change)),
      undelivered: () => each('undelivered', () => this.all.filter(({ outbox }) => outbox.length > 0)),
      delivered: (incident, notification) =>
        life.call('delivered', () => {
          const now = this.#incidents.get(incident.id) ?? incident;
          this.#put(now, { ...now, outbox: now.outbox.filter(({ id }) => id !== notification) });
        }),
      incidents: (query) => each('incidents', () => newest((incident) => isAskedFor(incident, query))),
      incident: (id) => life.call('incident', () => this.#incidents.get(id)),
      episodes: (target, aspect) =>
        each('episodes', () => newest((incident) => isAskedFor(incident, { target, aspect }))),
      audit: (target, aspect) =>
        each('audit', () => (this.#audit.get(place(target, aspect)) ?? []).map(({ entry }) => entry)),
      timeline: (of, from, to) => each('timeline', () => this.#timeline.read(of, from, to)),
      waive: (waiver) => life.call('waive', () => this.#waivers.grant(waiver)),
      noteWaived: (...use) => life.call('noteWaived', () => this.#waivers.note(...use)),
      granted: (after) => each('granted', () => this.#waivers.all(after)),
      waiverUse: (target, id) => life.call('waiverUse', () => this.#waivers.use(target, id)),
    };
  }

  #of<T>(all: Map<string, Map<string, T>>, target: Target): Map<string, T> {
    const own = all.get(targetKey(target)) ?? new Map<string, T>();
    all.set(targetKey(target), own);
    return own;
  }

  #head = (target: Target, aspect: string): Head => this.#of(this.#heads, target).get(aspect) ?? noHead;

  #setHead(target: Target, aspect: string, head: Head): void {
    this.#of(this.#heads, target).set(aspect, { ...head, version: this.#head(target, aspect).version + 1 });
  }

  #recall(target: Target): Memory {
    const known = this.#known.get(targetKey(target));
    const tags = this.#tags.get(targetKey(target));
    const heads = new Map(this.#of(this.#heads, target));
    const open = this.all.filter((one) => isAskedFor(one, { target, status: 'open' }));
    return {
      ...(known === undefined ? {} : { knownSince: known.at }),
      ...(known?.born === undefined ? {} : { born: known.born }),
      ...(tags === undefined ? {} : { tags }),
      sightings: new Map(this.#of(this.#sightings, target)),
      heads,
      open: new Map(open.map((one) => [one.aspect, one])),
      ...this.#waivers.remembered(target),
    };
  }

  #open(draft: IncidentDraft): { readonly incident: Incident; readonly opened: boolean } {
    const { target, aspect } = draft;
    const head = this.#head(target, aspect);
    const standing = head.open === undefined ? undefined : this.#incidents.get(head.open);
    if (standing === undefined) {
      const id = `inc-${this.#incidents.size + 1}`;
      const episode = head.episodes + 1;
      this.#incidents.set(id, { ...draft, id, version: 1, episode, explains: [] });
      this.#setHead(target, aspect, { ...head, open: id, episodes: episode });
    }
    const incident = this.#incidents.get(standing?.id ?? `inc-${this.#incidents.size}`);
    if (incident === undefined) throw new Error('an incident that was just opened is not there');
    for (const event of draft.explains) this.#explain(incident, event);
    return { incident: this.#incidents.get(incident.id) ?? incident, opened: standing === undefined };
  }

  #count(account: string, change: (tally: Tally) => Tally | undefined): Tally {
    const before = this.#tallies.get(account) ?? emptyTally;
    const after = change(before) ?? before;
    this.#tallies.set(account, after);
    return after;
  }

  #put(before: Incident, after: Incident): Incident {
    if (isEqual(before, after)) return before;
    const next = { ...after, version: before.version + 1 };
    this.#incidents.set(next.id, next);
    return next;
  }

  #change({ id }: Incident, change: IncidentChange): Incident {
    const standing = this.#incidents.get(id);
    if (standing === undefined) throw new Error(`${id} is not in the ledger`);
    const next = this.#put(standing, changed(standing, change));
    const { open, ...head } = this.#head(next.target, next.aspect);
    if (change.status === 'closed' && open === id) this.#setHead(next.target, next.aspect, head);
    return next;
  }

  #record(draft: AuditDraft): AuditEntry {
    const rows = this.#audit.get(place(draft.target, draft.aspect)) ?? [];
    const known = rows.slice(-4).find((row) => isEqual(row.draft, draft));
    if (known !== undefined) return known.entry;
    const last = rows.at(-1)?.entry;
    const previous = last === undefined ? '' : auditHash(last);
    const entry: AuditEntry = { ...draft, schema: auditSchema, seq: rows.length + 1, previous };
    this.#audit.set(place(draft.target, draft.aspect), [...rows, { draft, entry }]);
    const head = this.#head(draft.target, draft.aspect);
    this.#setHead(draft.target, draft.aspect, { ...head, seq: entry.seq, hash: auditHash(entry) });
    return entry;
  }

  #explain({ id, target }: Incident, event: string): boolean {
    const claim = place(target, event);
    const owner = this.#claims.get(claim) ?? id;
    this.#claims.set(claim, owner);
    const home = this.#incidents.get(owner);
    if (home !== undefined && !home.explains.includes(event))
      this.#put(home, { ...home, explains: [...home.explains, event].sort() });
    return owner === id;
  }
}
