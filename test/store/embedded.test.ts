import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../controller/package-root.js';
import { dynamoLedger } from '../../controller/store/dynamo-ledger.js';
import { EmbeddedHandler } from '../../controller/store/embedded/handler.js';
import { placeFor, type Serve } from '../../controller/store/embedded/place.js';
import { serveFolder } from '../../controller/store/embedded/serve.js';
import { createTable } from '../../controller/store/table.js';
import { realClock } from '../aws/real-clock.js';
import { all, seeded } from './database.js';
import { auditOf, draftOf, newBucket } from './samples.js';

let folder: string;
const opened: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'snapback-ledger-')), 'deep', 'ledger');
});
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
  await rm(join(folder, '..', '..'), { recursive: true, force: true });
});

/** A ledger in the folder, as a process of its own has it. */
async function process(serve: Serve = serveFolder) {
  const handler = new EmbeddedHandler(folder, serve, realClock, {});
  opened.push(() => handler.close().catch(() => {}));
  const client = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1',
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
    requestHandler: handler,
    maxAttempts: 1,
  });
  const ledger = dynamoLedger({
    client: DynamoDBDocumentClient.from(client),
    table: 'snapback',
    clock: realClock,
    random: seeded(1),
    controller: 'test',
  });
  return { ledger, client, close: () => handler.close() };
}

const table = 'snapback';

describe('a ledger in a folder', () => {
  it('keeps what it was given for whoever opens the folder next', async () => {
    const one = await process();
    await createTable(one.client, table);
    const bucket = newBucket();
    const { incident } = await one.ledger.open(draftOf(bucket));
    const entry = await one.ledger.record(auditOf(bucket));
    await one.close();
    const next = await process();
    expect(await next.ledger.incident(incident.id)).toEqual(incident);
    expect(await all(next.ledger.audit(bucket, 'encryption'))).toEqual([entry]);
  });

  it('is held by one of many who open it at once, and the others reach it through that one', async () => {
    const first = await process();
    await createTable(first.client, table);
    await first.close();
    let holders = 0;
    const counted: Serve = async (where) => {
      const served = await serveFolder(where);
      if (served.kind === 'serving') holders += 1;
      return served;
    };
    const many = await Promise.all(Array.from({ length: 4 }, () => process(counted)));
    const bucket = newBucket();
    await Promise.all(
      many.map(({ ledger }, index) => ledger.record(auditOf(bucket, { content: { index } }))),
    );
    expect(holders).toBe(1);
    for (const { ledger } of many) expect((await all(ledger.audit(bucket, 'encryption'))).length).toBe(4);
  });

  it('goes on with those who are left when its holder goes', async () => {
    const holder = await process();
    await createTable(holder.client, table);
    const other = await process();
    const bucket = newBucket();
    await other.ledger.record(auditOf(bucket));
    await holder.close();
    await other.ledger.record(auditOf(bucket, { kind: 'decided' }));
    expect((await all(other.ledger.audit(bucket, 'encryption'))).map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('is served to nobody who cannot read the key, and the key to nobody else', async () => {
    const { client } = await process();
    await createTable(client, table);
    const note = join(folder, 'holder.json');
    expect((await stat(note)).mode & 0o777).toBe(0o600);
    const place = await placeFor(folder, serveFolder, realClock);
    expect(Object.keys(place.holder).sort()).toEqual(['key', 'pid', 'port']);
    const url = `http://127.0.0.1:${place.holder.port}/`;
    for (const headers of [{}, { 'x-snapback-nonce': 'x', 'x-snapback-proof': 'f'.repeat(64) }]) {
      const answer = await fetch(url, { method: 'POST', headers, body: '{}' });
      expect([answer.status, await answer.text()]).toEqual([403, '']);
    }
  });

  it('does not believe a stranger on the port of a holder that is gone', async () => {
    const one = await process();
    await createTable(one.client, table);
    const stolen = (await placeFor(folder, serveFolder, realClock)).holder;
    await one.close();
    await writeFile(join(folder, 'holder.json'), JSON.stringify({ ...stolen, port: await strangerPort() }));
    const next = await process();
    expect(await next.ledger.recall(newBucket())).toMatchObject({ open: new Map() });
  });

  it('says who holds it if that one does not answer', async () => {
    const held: Serve = async () => ({ kind: 'held' });
    const hurried = { now: () => new Date(), sleep: async () => {} };
    await expect(placeFor(folder, held, hurried)).rejects.toThrow(
      /is held by a process that does not answer/,
    );
  });

  it('that is damaged is not opened, and says so', async () => {
    const one = await process();
    await createTable(one.client, table);
    await one.close();
    const tables = join(folder, 'tables');
    for (const name of await readdir(tables))
      if (name.startsWith('MANIFEST')) await writeFile(join(tables, name), 'no manifest at all');
    const before = (await readdir(tables)).length;
    await expect((await process()).ledger.recall(newBucket())).rejects.toThrow(
      /^The ledger in .+ cannot be opened: Corruption.+ put a copy in its place if it is damaged\.$/,
    );
    expect((await readdir(tables)).length).toBe(before);
  });
});

/** A port on which somebody answers everything with an empty success. */
async function strangerPort(): Promise<number> {
  const server = createServer((_request, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The program of a process that holds the folder in a thread and says each row that was acknowledged. */
const writer = (where: string) => `
  import { PutItemCommand } from '@aws-sdk/client-dynamodb';
  import { ledgerClient } from '${packageRoot}/dist/controller/ledger-client.js';
  import { createTable } from '${packageRoot}/dist/controller/store/table.js';
  const ledger = { kind: 'embedded', folder: '${where}' };
  const timeouts = { connectionMs: 60000, requestMs: 60000 };
  const { client } = ledgerClient({ ledger, region: undefined }, { timeouts });
  await createTable(client, '${table}');
  for (let row = 1; ; row += 1) {
    const Item = { pk: { S: 'rows' }, sk: { S: String(row) }, fill: { S: 'x'.repeat(1000) } };
    await client.send(new PutItemCommand({ TableName: '${table}', Item }));
    console.log(row);
  }
`;

describe('a ledger whose holder is killed', () => {
  it.each([
    ['has every row that was acknowledged, for whoever takes the folder over', 'exec "$0" "$@"'],
    ['has them even if the disk refused some writes before', 'ulimit -f 24; exec "$0" "$@"'],
  ])('%s', async (_name, script) => {
    const words = [globalThis.process.execPath, '--input-type=module', '-e', writer(folder)];
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    const child = spawn('bash', ['-c', script, ...words], { cwd: packageRoot, stdio: [...stdio] });
    let acknowledged = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      // What it says between the signal and its end was acknowledged as well.
      if (acknowledged === 60) child.kill('SIGKILL');
    }
    expect(acknowledged).toBeGreaterThanOrEqual(60);
    const { client } = await process();
    const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
    const kept = new Set(Items.map(({ sk }) => Number(sk?.S)));
    const lost = Array.from({ length: acknowledged }, (_, index) => index + 1).filter(
      (row) => !kept.has(row),
    );
    expect(lost).toEqual([]);
  });
});
