import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { BucketTarget } from '../../controller/domain/target.js';
import { incidentRow } from '../../controller/store/keys.js';
import { all, type Process, type TestLedger } from './database.js';
import { auditOf, draftOf, eventOf, waiverOf } from './samples.js';

/** So small that what is `long` is cut into parts. */
export const limits = { inline: 500, part: 400 };
const long = { Statement: 'x'.repeat(600) };

type Operation = (process: Process, bucket: BucketTarget) => Promise<unknown>;
const nothing: Operation = async () => undefined;
const opened: Operation = ({ ledger }, bucket) =>
  ledger.open(draftOf(bucket, { found: { kind: 'observed', state: long } }));
const openOf = async (ledger: TestLedger, bucket: BucketTarget, aspect = 'encryption') => {
  const incident =
    (await ledger.recall(bucket)).open.get(aspect) ?? (await all(ledger.episodes(bucket, aspect)))[0];
  if (incident === undefined) throw new Error('no incident');
  return incident;
};

/** Puts as many event ids into the first episode's row as it has room for. */
export async function fillExplains(
  { client, table }: Process,
  bucket: BucketTarget,
): Promise<readonly string[]> {
  const ids = Array.from({ length: 100 }, (_, number) => `s-${String(number).padStart(3, '0')}`);
  const update = {
    TableName: table,
    Key: { ...incidentRow(bucket, 'encryption', 1) },
    UpdateExpression: 'ADD explains :full',
    ExpressionAttributeValues: { ':full': new Set(ids) },
  };
  await client.send(new UpdateCommand(update));
  return ids;
}

/** What is done once before, and what is done, cut off, and done again. */
export const operations: Record<string, { readonly given: Operation; readonly run: Operation }> = {
  open: { given: nothing, run: opened },
  'open with events': {
    given: nothing,
    run: ({ ledger }, bucket) => ledger.open(draftOf(bucket, { explains: ['e-1', 'e-2'] })),
  },
  'record and open': {
    given: nothing,
    run: ({ ledger }, bucket) =>
      ledger.record(auditOf(bucket, { content: long })).then(() => ledger.open(draftOf(bucket))),
  },
  change: {
    given: opened,
    run: async ({ ledger }, bucket) =>
      ledger.change(await openOf(ledger, bucket), {
        looks: 2,
        fields: [{ path: 'a', actual: long }],
        transition: { at: '2026-03-01T10:00:01.000Z', outcome: 'proposed', note: 'n' },
        notification: { id: 'n', kind: 'escalated', at: '2026-03-01T10:00:01.000Z' },
      }),
  },
  close: {
    given: opened,
    run: async ({ ledger }, bucket) =>
      ledger.change(await openOf(ledger, bucket), {
        status: 'closed',
        outcome: 'reverted',
        transition: { at: '2026-03-01T10:00:01.000Z', outcome: 'reverted', note: 'n' },
      }),
  },
  record: {
    given: ({ ledger }, bucket) => ledger.record(auditOf(bucket)),
    run: ({ ledger }, bucket) => ledger.record(auditOf(bucket, { kind: 'decided', content: long })),
  },
  explain: {
    given: opened,
    run: async ({ ledger }, bucket) => ledger.explain(await openOf(ledger, bucket), eventOf('e-1')),
  },
  'explain in a storm': {
    given: async (process, bucket) => {
      await process.ledger.open(draftOf(bucket));
      await fillExplains(process, bucket);
    },
    run: async ({ ledger }, bucket) => ledger.explain(await openOf(ledger, bucket), eventOf('late')),
  },
  'explain by another incident': {
    given: async ({ ledger }, bucket) => {
      await ledger.open(draftOf(bucket));
      await ledger.open(draftOf(bucket, { aspect: 'acl' }));
    },
    run: async ({ ledger }, bucket) => {
      await ledger.explain(await openOf(ledger, bucket), eventOf('e-1'));
      await ledger.explain(await openOf(ledger, bucket, 'acl'), eventOf('e-1'));
    },
  },
  markHead: {
    given: ({ ledger }, bucket) =>
      ledger.markHead(bucket, 'encryption', { stage: { found: null, interims: [null] } }),
    run: ({ ledger }, bucket) =>
      ledger.markHead(bucket, 'encryption', {
        stage: { found: long, interims: [long] },
        repaired: { at: '2026-03-01T10:00:00.000Z', before: 'd' },
        fence: 3,
        catalogue: 'c',
      }),
  },
  'know and see': {
    given: nothing,
    run: async ({ ledger }, bucket) => {
      await ledger.know(bucket, '2026-03-01T10:00:00.000Z', 'catalogue-1');
      await ledger.sawGood(bucket, '2026-03-01T10:00:00.000Z', new Map([['acl', 'd']]));
      await ledger.rememberGood(bucket, 'encryption', { at: '2026-03-01T10:00:00.000Z', state: long });
    },
  },
  note: {
    given: nothing,
    run: async ({ ledger }, bucket) => {
      await ledger.noteEvent(bucket, eventOf('e-1', { call: 'x'.repeat(600) }));
      await ledger.noteAttempt({ target: bucket, event: eventOf('e-2'), errorCode: 'AccessDenied' });
    },
  },
  waive: {
    given: ({ ledger }, bucket) => ledger.waive(waiverOf(bucket)),
    run: ({ ledger }, bucket) => ledger.waive(waiverOf(bucket, { reason: 'x'.repeat(600) })),
  },
  deliver: {
    given: opened,
    run: async ({ ledger }, bucket) => ledger.delivered(await openOf(ledger, bucket), 'opened'),
  },
};
