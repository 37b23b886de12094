import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aspects } from '../../controller/aspects/index.js';
import { trafficControl } from '../../controller/aws/calls.js';
import { s3Clients } from '../../controller/aws/clients.js';
import { readersOver } from '../../controller/aws/reader.js';
import { Regions } from '../../controller/aws/regions.js';
import { writersOver } from '../../controller/aws/writer.js';
import type { Json } from '../../controller/domain/json.js';
import type { Desired } from '../../controller/domain/observation.js';
import { approve, type Plan } from '../../controller/domain/plan.js';
import type { BucketTarget } from '../../controller/domain/target.js';
import { realClock } from '../aws/real-clock.js';
import { createDirectory } from '../local/directory-world.js';
import { OWNER, type S3World, STRANGER, startS3 } from '../local/s3-world.js';
import { arbitrariesOf } from './arbitraries.js';
import { lookAt, planFor } from './healing.js';

let aws: S3World;
let adapters: ReturnType<typeof adaptersFor>;
beforeAll(async () => {
  aws = await startS3();
  vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint);
  adapters = adaptersFor();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await aws.stop();
});

function adaptersFor() {
  const credentials = aws.credentialsFor(OWNER, 'snapback');
  const settings = {
    version: '1.2.3',
    timeouts: { connectionMs: 5_000, requestMs: 5_000 },
    credentialsOf: () => async () => credentials,
  };
  const shared = { traffic: trafficControl(realClock, () => 0.1, 5_000), regions: new Regions('us-east-1') };
  const clients = s3Clients(settings, 'read');
  return {
    readers: readersOver({ ...shared, clients, partition: 'aws', homeRegion: 'us-east-1' }),
    writers: writersOver({ ...shared, clients: s3Clients(settings, 'write') }),
  };
}

let born = 0;
async function freshPlace(): Promise<BucketTarget> {
  born += 1;
  const name = await createDirectory(aws.clients().s3, `place-${born}`);
  return { kind: 'bucket', partition: 'aws', account: OWNER, name };
}

const demand = (value: Json): Desired => ({ kind: 'value', value });
const sent = (): number => aws.world.calls.mutationsByController.length;

/** Values that a directory bucket takes, where those of other buckets are hardly ever such. */
const own: Readonly<Record<string, (place: BucketTarget) => readonly Json[]>> = {
  bucketPolicy: ({ name }) =>
    ['ReadOnly', 'ReadWrite'].map((mode) => ({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${STRANGER}:root` },
          Action: 's3express:CreateSession',
          Resource: `arn:aws:s3express:us-east-1:${OWNER}:bucket/${name}`,
          Condition: { StringEquals: { 's3express:SessionMode': mode } },
        },
      ],
    })),
  lifecycle: () => [
    { Rules: [{ ID: 'old', Status: 'Enabled', Filter: {}, Expiration: { Days: 7 } }] },
    {
      Rules: [
        {
          ID: 'parts',
          Status: 'Enabled',
          Filter: { Prefix: 'tmp/' },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        },
      ],
    },
  ],
};

/** Sends a plan's steps as the controller would, and says what was found to do before. */
async function repaired(place: BucketTarget, aspect: string, wanted: Desired): Promise<Plan> {
  const planned = planFor(place, aspect, wanted, await lookAt(adapters.readers, place, aspect));
  const writer = adapters.writers.writerFor(approve(planned, 'contract', 1));
  for (const step of planned.steps) await writer.send(step);
  return planned;
}

describe.each(aspects.filter(({ directory }) => directory !== undefined))(
  '$name of a directory bucket',
  ({ name, absence }) => {
    it('is healed to whatever is declared and possible there, and else written by nobody', async () => {
      const { value } = await arbitrariesOf(name);
      let healed = 0;
      await fc.assert(
        fc.asyncProperty(value, value, async (first, second) => {
          const place = await freshPlace();
          const values = [...(own[name]?.(place) ?? []), first, second].map(demand);
          for (const wanted of [...values, ...(absence.declarable ? [{ kind: 'absent' } as const] : [])]) {
            const before = sent();
            const { escalations } = await repaired(place, name, wanted);
            const left = planFor(place, name, wanted, await lookAt(adapters.readers, place, name));
            if (escalations.length > 0) {
              expect(sent()).toBe(before);
              expect(escalations).toMatchObject([{ aspect: name, runbook: expect.stringMatching(/\.$/) }]);
              expect(left.steps).toEqual([]);
            } else {
              healed += 1;
              expect([left.steps, left.escalations, left.differences]).toEqual([[], [], []]);
            }
          }
        }),
        { numRuns: 8 },
      );
      expect(healed).toBeGreaterThan(0);
    });
  },
);

it('nothing is asked about what directory buckets do not have', async () => {
  const place = await freshPlace();
  const asked = new Set<string>();
  const readerFor: typeof adapters.readers.readerFor = (target) => {
    const reader = adapters.readers.readerFor(target);
    return {
      read: (call) => {
        asked.add(call.operation);
        return reader.read(call);
      },
    };
  };
  for (const { name } of aspects.filter(({ directory, scope }) => scope === 'bucket' && !directory)) {
    const seen = await lookAt({ ...adapters.readers, readerFor }, place, name);
    expect(seen.get(name)).toMatchObject({ kind: 'notApplicable' });
  }
  // What some of them are read together with exists there.
  expect([...asked]).toEqual(['ListTagsForResource']);
});
