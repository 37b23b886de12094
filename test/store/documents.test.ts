import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { targetKey } from '../../controller/domain/target.js';
import { all, database } from './database.js';
import { auditOf, draftOf, eventOf, newBucket } from './samples.js';

const at = '2026-03-01T10:00:00.000Z';

describe('documents of any size', () => {
  const db = database();

  it('come back as they were, cut anywhere', async () => {
    const json = fc.jsonValue({ depthSize: 'small' });
    const text = fc.record({ text: fc.string({ unit: 'binary', maxLength: 300 }) });
    const cut = fc.record({
      inline: fc.integer({ min: 0, max: 40 }),
      part: fc.integer({ min: 20, max: 90 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(json, text), cut, async (value, limits) => {
        // What JSON cannot tell apart (-0, lone surrogates' spelling) is not asked for.
        const state = JSON.parse(JSON.stringify(value));
        const { ledger } = db.process({ limits });
        const bucket = newBucket();
        await ledger.rememberGood(bucket, 'acl', { at, state });
        expect(await ledger.goodState(bucket, 'acl')).toEqual({ at, state });
      }),
      { numRuns: 25 },
    );
  });

  it('may nest deeper and have odder members than DynamoDB allows', async () => {
    const { ledger } = db.process();
    const bucket = newBucket();
    const deep = Array.from({ length: 60 }).reduce<object>((inner) => ({ inner }), { '': 1e-200 });
    const state = JSON.parse(
      `{"__proto__": {"polluted": true}, "sha256": "x", "deep": ${JSON.stringify(deep)}}`,
    );
    await ledger.rememberGood(bucket, 'acl', { at, state });
    const kept = await ledger.goodState(bucket, 'acl');
    expect(JSON.stringify(kept?.state)).toBe(JSON.stringify(state));
  });

  it('may be larger than a row can be, in incidents, audit rows and time lines', async () => {
    const { ledger } = db.process();
    const bucket = newBucket();
    const statements = Array.from({ length: 6000 }, (_, number) => ({
      Sid: `Öffentlich-${number}`,
      Effect: 'Allow',
      Resource: `arn:aws:s3:::bucket/${number}/*`,
    }));
    const state = { Version: '2012-10-17', Statement: statements };
    const megabyte = 'é'.repeat(512 * 1024);
    expect(Buffer.byteLength(JSON.stringify(state))).toBeGreaterThan(400 * 1024);
    const draft = draftOf(bucket, {
      found: { kind: 'observed', state },
      desired: { kind: 'value', value: megabyte },
      fields: [{ path: 'Statement', actual: statements }],
    });
    const { incident } = await ledger.open(draft);
    expect((await ledger.recall(bucket)).open.get('encryption')).toEqual(incident);
    expect(incident.found).toEqual(draft.found);
    const proposal = { digest: megabyte, steps: [] };
    const changed = await ledger.change(incident, { proposal });
    expect(await ledger.incident(incident.id)).toEqual(changed);
    expect(changed.proposal).toEqual(proposal);
    await ledger.record(auditOf(bucket, { content: state }));
    expect((await all(ledger.audit(bucket, 'encryption')))[0]?.content).toEqual(state);
    const event = eventOf('e-1', { actor: { type: 'Root', userAgent: megabyte } });
    await ledger.noteEvent(bucket, event);
    expect(await all(ledger.timeline({ target: bucket }, '2026', '2027'))).toEqual([
      { target: bucket, event },
    ]);
  });

  it('are refused when a part is missing or was altered', async () => {
    const { ledger, client, table } = db.process({ limits: { inline: 10, part: 10 } });
    const bucket = newBucket();
    await ledger.rememberGood(bucket, 'acl', { at, state: 'x'.repeat(30) });
    const parts = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :part)',
        ExpressionAttributeValues: { ':pk': targetKey(bucket), ':part': 'part/' },
      }),
    );
    const [first] = parts.Items ?? [];
    const key = { pk: first?.['pk'], sk: first?.['sk'] };
    await client.send(new PutCommand({ TableName: table, Item: { ...key, piece: new Uint8Array([32]) } }));
    await expect(ledger.goodState(bucket, 'acl')).rejects.toThrow(/not whole/);
    await client.send(new DeleteCommand({ TableName: table, Key: key }));
    await expect(ledger.goodState(bucket, 'acl')).rejects.toThrow(/not whole/);
  });
});
