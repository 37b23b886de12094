import {
  DeletePublicAccessBlockCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { DeletePublicAccessBlockCommand as DeleteAccountBlockCommand } from '@aws-sdk/client-s3-control';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aspects } from '../../controller/aspects/index.js';
import type { Situation } from '../../controller/aspects/kit/aspect.js';
import { frozen } from '../../controller/catalog/freeze.js';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import type { Desired } from '../../controller/domain/observation.js';
import type { BucketTarget, Target } from '../../controller/domain/target.js';
import { compare } from '../../controller/engine/compare.js';
import { logTargets } from '../aspects/arbitraries/logging.js';
import { asRead as asReadPoints, pointBuckets } from '../aspects/arbitraries/multi-region-access-points.js';
import { copyTargets } from '../aspects/arbitraries/replication.js';
import { sdkReaders } from '../fakes/sdk-reader.js';
import { oregon } from '../local/multi-region-world.js';
import { freshBucket, OWNER, type S3World, STRANGER, startS3 } from '../local/s3-world.js';
import { arbitrariesOf } from './arbitraries.js';
import { heal, lookAt, planFor } from './healing.js';
import { freshMultiRegionPoints } from './multi-region-reads.js';
import { expectedFor, plainReads } from './plain-reads.js';
import { withoutPoints } from './point-reads.js';
import { needsVersions, outOfReach } from './reach.js';

let aws: S3World;
beforeAll(async () => {
  aws = await startS3();
  const { s3 } = aws.clients();
  for (const Bucket of logTargets) await freshBucket(s3, { Bucket });
  for (const Bucket of pointBuckets) await freshBucket(aws.clients(STRANGER).s3, { Bucket });
  for (const Bucket of copyTargets) await keepVersions(s3, await freshBucket(s3, { Bucket }));
});
afterAll(() => aws.stop());

const bucket: BucketTarget = { kind: 'bucket', partition: 'aws', account: OWNER, name: 'data' };
const account: Target = { kind: 'account', partition: 'aws', account: STRANGER };
const demand = (value: Json): Desired => ({ kind: 'value', value });

/** A declared value as a read would give it, where that is another shape. */
const asRead: Readonly<Record<string, (value: Json) => Json>> = {
  acl: (value) => ({ Owner: { ID: 'a7'.repeat(32) }, Grants: (value as JsonObject)['Grants'] ?? [] }),
  multiRegionAccessPoints: asReadPoints,
};

/** Settings of accounts are the same in every region, but for those that only one region answers for. */
const clientsAt = ({ kind, account: owner }: Target) =>
  aws.clients(owner, kind === 'account' ? oregon : undefined);

const keepVersions = (s3: S3Client, Bucket: string) =>
  s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));

/** A place of its own where nothing stands in the way: ACLs work, and nothing blocks what is public. */
async function freshPlace({ name: aspect, scope }: (typeof aspects)[number]): Promise<Target> {
  if (scope === 'account') {
    const owner = { client: clientsAt(account).s3control, AccountId: account.account };
    await owner.client.send(new DeleteAccountBlockCommand({ AccountId: owner.AccountId }));
    if (aspect === 'multiRegionAccessPoints') await freshMultiRegionPoints(owner);
    return account;
  }
  const { s3, s3control } = aws.clients();
  if (aspect === 'accessPoints') await withoutPoints(s3control, OWNER);
  const name = await freshBucket(s3, { ObjectOwnership: 'ObjectWriter' });
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket: name }));
  if (needsVersions.includes(aspect)) await keepVersions(s3, name);
  return { ...bucket, name };
}

describe.each(aspects)('$name', (aspect) => {
  const { name, scope, absence } = aspect;
  const target = scope === 'bucket' ? bucket : account;
  const situation = (desired: Json, live: Json): Situation => {
    const actual = { kind: 'observed', state: asRead[name]?.(live) ?? live } as const;
    return frozen({
      target,
      desired: demand(desired),
      actual,
      found: actual,
      seen: new Map([[name, actual]]),
      wanted: new Map([[name, demand(desired)]]),
      repairs: new Set([name]),
      mayOpen: () => true,
    });
  };

  it('reads by Get, List and Head alone, knows every element of the reply, and hides no failure', async () => {
    const place = await freshPlace(aspect);
    const readers = sdkReaders(clientsAt(place));
    const { value } = await arbitrariesOf(name);
    const [declared = null] = fc.sample(value, { numRuns: 1, seed: 1 });
    await heal(clientsAt(place), readers, place, name, demand(declared));
    const found = (await lookAt(readers, place, name)).get(name);
    expect(found).toMatchObject({ kind: 'observed' });
    expect(found).not.toHaveProperty('unknown');
    expect(readers.calls.map(({ operation }) => operation)).not.toContainEqual(
      expect.not.stringMatching(/^(Get|List|Head)[A-Z]/),
    );
    const slow = Object.assign(new Error('Reduce your request rate'), { name: 'SlowDown' });
    await expect(aspect.read({ read: () => Promise.reject(slow) }, place)).rejects.toBe(slow);
  });

  it('plans without touching what it is given, the same each time, and only its own calls', async () => {
    const { value } = await arbitrariesOf(name);
    fc.assert(
      fc.property(value, value, (desired, live) => {
        const answer = aspect.write(situation(desired, live));
        expect(aspect.write(situation(desired, live))).toEqual(answer);
        if ('kind' in answer) {
          expect(answer).toMatchObject({
            kind: 'escalate',
            aspect: name,
            runbook: expect.stringMatching(/\.$/),
          });
          expect(aspect.escalates).toMatch(/\.$/);
          return;
        }
        expect(new Set(answer.map(({ id }) => id)).size).toBe(answer.length);
        expect(answer.length === 0 || aspect.iam.write.length > 0).toBe(true);
        for (const step of answer) {
          expect(step).toMatchObject({
            aspect: name,
            id: expect.stringMatching(`^${name}\\.[a-z]+(\\.[\\w.-]+)?$`),
          });
          expect(step.operation).not.toMatch(/^(Get|List|Head)[A-Z]/);
          expect(JSON.parse(JSON.stringify(step))).toEqual(step);
          expect(step.input).toMatchObject(
            step.service === 's3control'
              ? { AccountId: target.account }
              : { Bucket: bucket.name, ExpectedBucketOwner: target.account },
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is content with every equivalent spelling', async () => {
    const { value, equivalent } = await arbitrariesOf(name);
    const pairs = value.chain((desired) => fc.tuple(fc.constant(desired), equivalent(desired)));
    fc.assert(
      fc.property(pairs, ([desired, live]) => {
        expect(compare(name, demand(desired), { kind: 'observed', state: live }, target)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('sees every single field that is other than declared', async () => {
    const { value, mutated } = await arbitrariesOf(name);
    const pairs = value.chain((desired) => fc.tuple(fc.constant(desired), mutated(desired)));
    fc.assert(
      fc.property(pairs, ([desired, live]) => {
        const fields = compare(name, demand(desired), { kind: 'observed', state: live }, target);
        expect(fields).not.toEqual([]);
        expect(JSON.parse(JSON.stringify(fields))).toEqual(fields);
      }),
      { numRuns: 200 },
    );
  });

  it('heals whatever is there to whatever is declared, and has then nothing left to do', async () => {
    const look = plainReads[name];
    if (look === undefined) throw new Error(`${name} has no line in plain-reads.ts`);
    const { value } = await arbitrariesOf(name);
    const reachable = value.filter((declared) => outOfReach[name]?.(declared) !== true).map(demand);
    const mayGo = absence.declarable && outOfReach[name]?.('absent') !== true;
    const last: readonly Desired[] = mayGo ? [{ kind: 'absent' }] : [];
    await fc.assert(
      fc.asyncProperty(reachable, reachable, async (first, second) => {
        const place = await freshPlace(aspect);
        const clients = clientsAt(place);
        const readers = sdkReaders(clients);
        const where = { bucket: place.kind === 'bucket' ? place.name : '', account: place.account };
        for (const wanted of [first, second, ...last]) {
          const before = await look.read(clients, where);
          await heal(clients, readers, place, name, wanted);
          expect(await look.read(clients, where)).toEqual(expectedFor(look, wanted, before));
          const again = planFor(place, name, wanted, await lookAt(readers, place, name));
          expect([again.steps, again.escalations]).toEqual([[], []]);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('has a schema that takes every value that it may be given', async () => {
    const { value } = await arbitrariesOf(name);
    const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false });
    const fits = ajv.compile(aspect.schema);
    fc.assert(
      fc.property(value, (declared) => {
        expect([fits(declared), fits.errors]).toEqual([true, null]);
      }),
      { numRuns: 200 },
    );
  });
});
