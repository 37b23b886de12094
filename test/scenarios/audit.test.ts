import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { targetKey } from '../../controller/domain/target.js';
import { auditSort } from '../../controller/store/keys.js';
import { keyPair } from '../audit/keys.js';
import { jsonOf, typing } from '../cli/typed.js';
import { untilIncidents } from '../rig/book.js';
import { enrol } from '../rig/enrol.js';
import { dataBaseline, namesOf } from '../rig/fleet.js';
import { driftNamed, plant } from '../rig/plant.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';

const names = namesOf(1);
const [name = ''] = names;
const keys = keyPair();
let folder: string;
let rig: Rig;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapback-seals-'));
  await writeFile(join(folder, 'seal.pem'), keys.privatePem);
  await writeFile(join(folder, 'seal.pub.pem'), keys.publicPem);
  rig = await startRig(dataBaseline, {
    around: {
      SNAPBACK_SEALS: join(folder, 'seals'),
      SNAPBACK_SEAL_KEY: join(folder, 'seal.pem'),
      SNAPBACK_SEAL_EVERY: '1s',
    },
  });
  await enrol(rig, names);
  await rig.start();
});
afterAll(async () => {
  await rig.stop();
  await rm(folder, { recursive: true });
});

test('a running controller seals its audit; what is pruned is not missed, what somebody else deletes is', async () => {
  const type = typing(rig);
  const verify = () => type('audit', 'verify', '--key', join(folder, 'seal.pub.pem'), '--json');
  await plant(rig, name, driftNamed('shares with a foreign account'));
  const [incident = expect.fail()] = await untilIncidents(rig, (all) =>
    all.some(({ status }) => status === 'closed'),
  );
  const sealed = await until(
    verify,
    (answer) => jsonOf(answer)['unsealed'] === 0 && Number(jsonOf(answer)['rows']) > 0,
    10_000,
  );
  expect(sealed).toMatchObject({ code: 0, err: '' });
  expect(jsonOf(sealed)).toMatchObject({ faults: [], beyondHead: 0, newest: { number: expect.any(Number) } });
  expect((await type('audit', 'verify')).out).toMatch(
    /^\d+ chains? with .+\nSeal \d+ of .+\nNothing is wrong\.\n$/,
  );
  expect(await type('audit', 'seal')).toMatchObject({ code: 0, err: '' });

  const file = join(folder, 'audit.jsonl');
  expect(await type('audit', 'export', '--to', file)).toMatchObject({ code: 0, out: '' });
  expect(await type('audit', 'export', '--to', file)).toMatchObject({ code: 1 });
  const prune = ['audit', 'prune', '--before', '0s', '--export', file] as const;
  expect(await type(...prune)).toMatchObject({ code: 2, out: '' });
  expect(await type(...prune, '--yes')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+ rows? deleted/),
  });
  expect(await verify()).toMatchObject({ code: 0 });

  const { target, aspect } = incident;
  const pk = targetKey(target);
  const numbers: number[] = [];
  for await (const { seq = 0 } of (await rig.tools()).auditTrail().rows({ target: pk, aspect }, 1))
    numbers.push(seq);
  const gone = numbers.at(-2) ?? expect.fail();
  const table = DynamoDBDocumentClient.from(rig.intruder.dynamodb);
  const Key = { pk, sk: auditSort(aspect, gone) };
  await table.send(new DeleteCommand({ TableName: 'snapback', Key }));
  const missed = await verify();
  expect(missed.code).toBe(1);
  expect(jsonOf(missed)['faults']).toEqual([
    { kind: 'missing', chain: { target: pk, aspect }, seq: gone, what: 'it is not there' },
  ]);
  expect(await type('audit', 'verify')).toMatchObject({
    code: 1,
    out: expect.stringContaining(`missing: ${aspect} of ${name}, row ${gone}: it is not there\n1 fault.\n`),
  });
  await writeFile(join(folder, 'other.pem'), keyPair().publicPem);
  expect((await type('audit', 'verify', '--key', join(folder, 'other.pem'))).out).toContain(
    'not signed with a key',
  );
});
