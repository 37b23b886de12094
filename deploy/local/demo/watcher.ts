import { isDeepStrictEqual } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Incident } from '../../../controller/domain/incident.js';
import type { Json } from '../../../controller/domain/json.js';
import type { Ledger, LedgerQueries } from '../../../controller/domain/ledger.js';
import type { Clock } from '../../../controller/domain/ports.js';
import type { Target } from '../../../controller/domain/target.js';
import { type Instant, instant } from '../../../controller/domain/time.js';
import { dynamoLedger } from '../../../controller/store/dynamo-ledger.js';
import type { CallCounts } from '../call-counts.js';
import { seededRandom } from '../random.js';
import type { LocalAws } from '../start.js';
import type { Act, Ending } from './act.js';
import { home } from './cast.js';
import type { Hands } from './clients.js';

/** The controller's ledger, to look into. */
export type Book = Pick<Ledger & LedgerQueries, 'episodes' | 'incidents' | 'timeline' | 'scanCursor'>;

/** Opens the ledger that the controller writes to. */
export function openBook(aws: LocalAws, clock: Clock): Book {
  const client = new DynamoDBClient({
    endpoint: aws.endpoint,
    region: 'us-east-1',
    credentials: aws.credentialsFor(home, 'auditor'),
  });
  return dynamoLedger({
    client: DynamoDBDocumentClient.from(client),
    table: 'snapback',
    clock,
    random: seededRandom(1),
    controller: 'demo',
  });
}

/** What became of an act. */
export interface Fate {
  /** The incident that tells of it, if there is one. */
  readonly incident?: Incident;
  /** What S3 shows now. */
  readonly state: Json;
  /** How it has ended, if it has. */
  readonly ending?: Ending;
}

/** Where to look for what became of an act. */
export interface Witnesses {
  readonly aws: { readonly world: { readonly calls: Pick<CallCounts, 'mutationsByController'> } };
  readonly book: Pick<Book, 'episodes'>;
  /** Somebody who only reads, and asks S3 instead of the controller. */
  readonly auditor: Hands;
}

/** What an act is about. */
export const targetOf = ({ bucket }: Pick<Act, 'bucket'>): Target =>
  bucket === undefined
    ? { kind: 'account', partition: 'aws', account: home }
    : { kind: 'bucket', partition: 'aws', account: home, name: bucket };

/** Looks once at S3, at the ledger and at what was called for what became of an act begun at this moment. */
export async function fateOf(act: Act, begun: Instant, { aws, book, auditor }: Witnesses): Promise<Fate> {
  // S3 first: an incident is open before its repair, so one that is missing here cannot be of a state repaired since.
  const state = await act.read(auditor);
  const [newest] = await firstOf(book.episodes(targetOf(act), act.aspect));
  const incident = newest !== undefined && newest.detectedAt >= begun ? newest : undefined;
  if (incident === undefined) return { state };
  const isIntact = isDeepStrictEqual(state, act.intact);
  if (isIntact && isReverted(incident)) return { incident, state, ending: 'putBack' };
  const { mutationsByController: sent } = aws.world.calls;
  const isTried = sent.some(({ bucket, at }) => bucket === act.bucket && instant(at) >= begun);
  if (!isIntact && !isTried && isTold(incident)) return { incident, state, ending: 'handedOver' };
  return { incident, state };
}

/** The ledger says that the controller reverted it, and that fresh reads have proved it. */
const isReverted = ({ status, outcome, verifiedAt }: Incident): boolean =>
  status === 'closed' && outcome === 'reverted' && verifiedAt !== undefined;

/** The ledger says that people know of it and what to do, and that it is theirs. */
const isTold = ({ status, escalation, outbox }: Incident): boolean =>
  status === 'open' && escalation !== undefined && outbox.length === 0;

/** Looks again and again until the answer is there, or for so many milliseconds; returns the last answer. */
export async function untilTrue<Answer>(
  clock: Clock,
  patienceMs: number,
  look: () => Promise<Answer>,
  isThere: (answer: Answer) => boolean,
  stopping: AbortSignal,
): Promise<Answer> {
  const end = clock.now().getTime() + patienceMs;
  for (;;) {
    const answer = await look();
    if (isThere(answer) || clock.now().getTime() >= end) return answer;
    await clock.sleep(150, stopping);
  }
}

async function firstOf<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  for await (const item of items) return [item];
  return [];
}
