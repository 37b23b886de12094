import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonOf, typing } from '../cli/typed.js';
import { untilIncidents } from '../rig/book.js';
import { createFleet } from '../rig/fleet.js';
import { type Rig, startRig } from '../rig/rig.js';

const baseline = `
name: data
select:
  buckets: ['data-*']
aspects:
  versioning: { Status: Enabled }
  tagging: { team: data }
`;

let rig: Rig;
const written = (): readonly string[] =>
  rig.aws.world.calls.mutationsByController.map(({ operation }) => operation);

beforeAll(async () => {
  rig = await startRig(baseline);
  await createFleet(rig.intruder.s3, ['data-one']);
  await (await rig.tools()).createTable();
  await rig.start();
});
afterAll(() => rig.stop());

test('what is proposed is sent once a person approves it, and nothing else', async () => {
  const type = typing(rig);
  const all = await untilIncidents(
    rig,
    (found) => found.length === 2 && found.every(({ outcome }) => outcome === 'proposed'),
  );
  const [tagging, versioning] = ['tagging', 'versioning'].map(
    (aspect) => all.find((one) => one.aspect === aspect)?.id ?? '',
  ) as [string, string];
  const because = ['--reason', 'agreed with the owner'];

  expect(await type('approve', versioning)).toMatchObject({
    code: 1,
    err: expect.stringContaining('--reason'),
  });
  expect(await type('approve', versioning, ...because)).toMatchObject({
    code: 2,
    out: expect.stringMatching(/1 step would be sent:[\s\S]+PutBucketVersioning[\s\S]+--mode auto-revert/),
  });
  expect(written()).toEqual([]);

  const really = [...because, '--mode', 'auto-revert'];
  await rig.intruder.s3.send(
    new PutBucketVersioningCommand({ Bucket: 'data-one', VersioningConfiguration: { Status: 'Suspended' } }),
  );
  expect(await type('approve', versioning, ...really)).toMatchObject({
    code: 0,
    out: `${versioning}: versioning reverted\n`,
  });
  expect(written()).toEqual(['PutBucketVersioning']);
  expect(await type('approve', versioning, ...really)).toMatchObject({
    code: 0,
    out: `${versioning} is closed already: reverted.\n`,
  });
  expect(written()).toEqual(['PutBucketVersioning']);

  expect(jsonOf(await type('incident', versioning, '--json'))).toMatchObject({
    incident: {
      status: 'closed',
      transitions: expect.arrayContaining([
        expect.objectContaining({
          note: expect.stringMatching(/Approved by arn:aws:.+: agreed with the owner$/),
        }),
      ]),
    },
  });
  expect(jsonOf(await type('incident', tagging, '--json'))).toMatchObject({ incident: { status: 'open' } });
});
