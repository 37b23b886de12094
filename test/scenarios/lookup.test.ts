import { setTimeout as sleep } from 'node:timers/promises';
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import { createFleet, dataBaseline } from '../rig/fleet.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig(dataBaseline);
  await createFleet(rig.intruder.s3, ['data-01', 'data-02']);
  await rig.onboard();
});
afterAll(() => rig.stop());

const who = async (bucket: string): Promise<Incident['who'] | undefined> => {
  const { ledger, partition } = await rig
    .tools()
    .then((tools) => ({ ledger: tools.ledger(), partition: tools.partition }));
  const target = { kind: 'bucket', partition, account: '111122223333', name: bucket } as const;
  for await (const incident of ledger.episodes(target, 'versioning')) {
    if (incident.channel !== 'command') return incident.who;
  }
  return undefined;
};

test('CloudTrail tells who did what no event told of, and confirms what an event claims', async () => {
  const suspend = (Bucket: string) =>
    rig.intruder.s3.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
    );
  // CloudTrail counts in seconds: what came before must not share one with what is to be told apart.
  await sleep(1_100);
  rig.aws.world.bus.turn({ drop: (record) => JSON.stringify(record.requestParameters).includes('data-01') });
  await rig.start({ lookup: 'cloudtrail' });
  await Promise.all([suspend('data-01'), suspend('data-02')]);
  for (const bucket of ['data-01', 'data-02']) {
    const found = await until(
      () => who(bucket),
      (one) => one?.kind === 'known' && one.confirmed,
      20_000,
    );
    expect(found).toMatchObject({
      call: 'PutBucketVersioning',
      actor: { arn: expect.stringContaining('contractor') },
    });
  }
});
