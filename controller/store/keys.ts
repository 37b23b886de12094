import type { Duty } from '../domain/lease.js';
import { type Target, targetKey } from '../domain/target.js';
import type { Instant } from '../domain/time.js';

/** Where a row is in the table. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

// Ten digits, so that text order is number order.
const ordinal = (number: number): string => String(number).padStart(10, '0');
const at = (target: Target, sk: string): Key => ({ pk: targetKey(target), sk });

/** Sort keys under which the rows of a target lie that every look reads together. */
export const memoryPrefix = 'now/';
const headPrefix = `${memoryPrefix}head/`;

const targetSort = `${memoryPrefix}target`;
const waiverPrefix = `${memoryPrefix}waiver/`;

export const targetRow = (target: Target): Key => at(target, targetSort);
export const isTargetRow = (sk: string): boolean => sk === targetSort;
export const headSort = (aspect: string): string => `${headPrefix}${aspect}`;
export const headRow = (target: Target, aspect: string): Key => at(target, headSort(aspect));
/** The aspect whose head row has this sort key; nothing if it is another kind of row. */
export const aspectOfHead = (sk: string): string | undefined =>
  sk.startsWith(headPrefix) ? sk.slice(headPrefix.length) : undefined;

/** One row for one state of one aspect: who waives it again replaces the waiver that there is. */
export const waiverRow = (target: Target, aspect: string, state: string): Key =>
  at(target, `${waiverPrefix}${aspect}/${state}`);
export const isWaiverRow = (sk: string): boolean => sk.startsWith(waiverPrefix);
/** What a waiver, of a file or granted, was good for. */
export const waiverUseRow = (target: Target, waiver: string): Key => at(target, `waived/${waiver}`);

/** (target, aspect, episode) is the key itself: the table cannot hold one episode twice. */
export const incidentRow = (target: Target, aspect: string, episode: number): Key =>
  at(target, `${incidentPrefix(aspect)}${ordinal(episode)}`);
export const incidentPrefix = (aspect?: string): string =>
  aspect === undefined ? 'incident/' : `incident/${aspect}/`;

export const auditRow = (target: Target, aspect: string, seq: number): Key =>
  at(target, auditSort(aspect, seq));
export const auditSort = (aspect: string, seq: number): string => `${auditPrefix(aspect)}${ordinal(seq)}`;
export const auditPrefix = (aspect: string): string => `audit/${aspect}/`;
/** The chain to which a sort key belongs, and what stands in it after the aspect: the number, if the ledger wrote it. */
export function inAudit(sk: string): { readonly aspect: string; readonly at: string } | undefined {
  const [, aspect, at = ''] = /^audit\/([^/]+)\/(.*)$/s.exec(sk) ?? [];
  return aspect === undefined ? undefined : { aspect, at };
}
/** Sort keys of a chain from a number on, whatever else somebody put there. */
export const auditFrom = (aspect: string, seq: number): readonly [string, string] => [
  seq <= 1 ? auditPrefix(aspect) : auditSort(aspect, seq),
  `${auditPrefix(aspect)}\uffff`,
];
/** The number of the newest seal of the audit. */
export const sealRow: Key = { pk: 'audit', sk: 'seal' };

/** Which incident of the target has the event. */
export const claimRow = (target: Target, event: string): Key => at(target, `claim/${event}`);
/** An event id for which the incident's own row has no room. */
export const explainsRow = (target: Target, aspect: string, episode: number, event: string): Key =>
  at(target, `${explainsPrefix(aspect, episode)}${event}`);
export const explainsPrefix = (aspect: string, episode: number): string =>
  `explains/${aspect}/${ordinal(episode)}/`;

export const eventRow = (target: Target, time: Instant, event: string): Key =>
  at(target, `event/${time}/${event}`);
/** Sort keys of the events between two moments, both included. */
export const eventRange = (from: Instant, to: Instant): readonly [string, string] => [
  `event/${from}`,
  `event/${to}/\uffff`,
];

export const goodRow = (target: Target, aspect: string): Key => at(target, `good/${aspect}`);
export const leaseRow = (target: Target, duty?: Duty): Key =>
  at(target, duty === undefined ? 'lease' : `lease/${duty}`);
export const cursorRow = (account: string): Key => ({ pk: `account/${account}`, sk: 'scan' });
export const tallyRow = (account: string): Key => ({ pk: `account/${account}`, sk: 'brakes' });

/** Rows that name the days on which incidents were opened, so that the day index needs no guess where to begin. */
export const daysPartition = 'days';
export const dayRow = (day: string): Key => ({ pk: daysPartition, sk: day });
/** The aspect whose incident has this sort key; nothing if it is another kind of row. */
export const aspectOfIncident = (sk: string): string | undefined => /^incident\/([^/]+)\//.exec(sk)?.[1];
/** The day (UTC) of a moment. */
export const dayOf = (time: Instant): string => time.slice(0, 10);

export const partPrefix = (digest: string): string => `part/${digest}/`;
export const partRow = (pk: string, digest: string, part: number): Key => ({
  pk,
  sk: `${partPrefix(digest)}${ordinal(part)}`,
});
