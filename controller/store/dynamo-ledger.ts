import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Ledger, LedgerQueries } from '../domain/ledger.js';
import type { Clock, Random } from '../domain/ports.js';
import { readAudit, recordAudit } from './audit-chain.js';
import { changeIncident, markDelivered } from './change-incident.js';
import { defaultLimits, documentsIn, type Limits } from './documents.js';
import { explainEvent } from './explain.js';
import { markHead } from './heads.js';
import { findIncident, findIncidents, findUndelivered, readEpisodes } from './incident-queries.js';
import { leasesOf } from './leases.js';
import { openIncident } from './open-incident.js';
import { recallTarget } from './recall.js';
import { type Rows, rowsOf } from './rows.js';
import { readScanCursor, writeScanCursor } from './scan-cursors.js';
import { noteSelectingTags } from './selecting-tags.js';
import { forgetTarget, keepGoodState, knowTarget, noteSightings, readGoodState } from './sightings.js';
import type { Store } from './store.js';
import { talliesOf } from './tallies.js';
import { noteOnTimeline, readTimeline } from './timeline.js';
import { countWaiverUse, findGranted, keepWaiver, readWaiverUse } from './waivers.js';

/** What the ledger is made of. One ledger object is one process in the eyes of leases. */
interface LedgerParts extends RowParts {
  readonly client: DynamoDBDocumentClient;
  /** Name or ARN of a table made by `createTable`. */
  readonly table: string;
}

/** What it is made of beside its rows. */
interface RowParts {
  readonly clock: Clock;
  readonly random: Random;
  /** Name of this controller, for people who look at who holds a lease. */
  readonly controller: string;
  readonly limits?: Limits;
}

/** The ledger on one DynamoDB table: single-item conditional writes only, and no scan. Rejects with the SDK's errors. */
export const dynamoLedger = ({ client, table, ...parts }: LedgerParts): Ledger & LedgerQueries =>
  ledgerOver(rowsOf(client, table), parts);

/** The same ledger over rows that are kept anywhere. */
export function ledgerOver(
  rows: Rows,
  { clock, random, controller, limits = defaultLimits }: RowParts,
): Ledger & LedgerQueries {
  const store: Store = { rows, documents: documentsIn(rows, limits), clock, random };
  const leases = leasesOf(store, controller);
  const days = new Set<string>();
  return {
    recall: (target) => recallTarget(store, target),
    know: (target, at, born) => knowTarget(store, target, at, born),
    noteTags: (target, tags, before) => noteSelectingTags(store, target, tags, before),
    forget: (target) => forgetTarget(store, target),
    sawGood: (target, at, aspects) => noteSightings(store, target, at, aspects),
    rememberGood: (target, aspect, good) => keepGoodState(store, target, aspect, good),
    goodState: (target, aspect) => readGoodState(store, target, aspect),
    open: (draft) => openIncident(store, days, draft),
    change: (incident, change) => changeIncident(store, incident, change),
    markHead: (target, aspect, mark) => markHead(store, target, aspect, mark),
    record: (draft) => recordAudit(store, draft),
    explain: (incident, event) => explainEvent(store, incident, event.id),
    noteEvent: (target, event) => noteOnTimeline(store, { target, event }),
    noteAttempt: (attempt) => noteOnTimeline(store, attempt),
    ...leases,
    scanCursor: (account) => readScanCursor(store, account),
    saveScanCursor: (account, cursor) => writeScanCursor(store, account, cursor),
    ...talliesOf(store),
    undelivered: () => findUndelivered(store),
    delivered: (incident, notification) => markDelivered(store, incident, notification),
    incidents: (query) => findIncidents(store, query),
    incident: (id) => findIncident(store, id),
    episodes: (target, aspect) => readEpisodes(store, target, aspect),
    audit: (target, aspect) => readAudit(store, target, aspect),
    timeline: (of, from, to) => readTimeline(store, of, from, to),
    waive: (waiver) => keepWaiver(store, waiver),
    noteWaived: (target, waiver, at, endsIncident) => countWaiverUse(store, target, waiver, at, endsIncident),
    granted: (after) => findGranted(store, after),
    waiverUse: (target, waiver) => readWaiverUse(store, target, waiver),
  };
}
