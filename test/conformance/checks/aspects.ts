import { isDeepStrictEqual } from 'node:util';
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { DeletePublicAccessBlockCommand as DeletePublicAccessBlockOfAccount } from '@aws-sdk/client-s3-control';
import fc from 'fast-check';
import { aspects } from '../../../controller/aspects/index.js';
import type { Desired } from '../../../controller/domain/observation.js';
import type { Target } from '../../../controller/domain/target.js';
import { logTargets } from '../../aspects/arbitraries/logging.js';
import { pointBuckets } from '../../aspects/arbitraries/multi-region-access-points.js';
import { copyTargets } from '../../aspects/arbitraries/replication.js';
import { arbitrariesOf } from '../../contract/arbitraries.js';
import { heal, lookAt, planFor } from '../../contract/healing.js';
import { freshMultiRegionPoints } from '../../contract/multi-region-reads.js';
import { expectedFor, plainReads } from '../../contract/plain-reads.js';
import { needsVersions, outOfReach } from '../../contract/reach.js';
import { sdkReaders } from '../../fakes/sdk-reader.js';
import { oregon } from '../../local/multi-region-world.js';
import { type Check, errorOf, newBucket, type Place } from '../check.js';

/** As JSON sees it: a member that is undefined is none. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null');

const settled = 'as declared, and nothing left to do';

async function withVersions({ clients }: Place, Bucket: string): Promise<void> {
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await clients.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
}

async function withPoints({ account: AccountId, clients, clientsIn }: Place): Promise<void> {
  for (const Bucket of pointBuckets) await errorOf(clients.s3.send(new CreateBucketCommand({ Bucket })));
  await freshMultiRegionPoints({ client: clientsIn(oregon).s3control, AccountId });
}

async function targetFor(place: Place, scope: Target['kind'], aspect: string): Promise<Target> {
  const { account, clients } = place;
  if (scope === 'account') {
    if (aspect === 'multiRegionAccessPoints') await withPoints(place);
    return { kind: 'account', partition: 'aws', account };
  }
  for (const Bucket of [...logTargets, ...copyTargets]) {
    await errorOf(clients.s3.send(new CreateBucketCommand({ Bucket })));
    await withVersions(place, Bucket);
  }
  const name = await newBucket(place, { ObjectOwnership: 'ObjectWriter' });
  await errorOf(clients.s3.send(new DeletePublicAccessBlockCommand({ Bucket: name })));
  if (needsVersions.includes(aspect)) await withVersions(place, name);
  return { kind: 'bucket', partition: 'aws', account, name };
}

/** Every aspect: put, put over by another value, read by plain SDK calls, and left alone by a second plan. */
export const aspectChecks: readonly Check[] = aspects.map(({ name: aspect, scope, absence }) => ({
  operation: aspect,
  says: 'is healed twice and then left alone',
  expected: settled,
  async run(place) {
    const clients = aspect === 'multiRegionAccessPoints' ? place.clientsIn(oregon) : place.clients;
    const { value } = await arbitrariesOf(aspect);
    const values = fc.sample(
      value.filter((declared) => outOfReach[aspect]?.(declared) !== true),
      { numRuns: 2, seed: 7 },
    );
    const wanted: readonly Desired[] = [
      ...values.map((declared) => ({ kind: 'value', value: declared }) as const),
      ...(absence.declarable && outOfReach[aspect]?.('absent') !== true ? [{ kind: 'absent' } as const] : []),
    ];
    const look = plainReads[aspect];
    if (look === undefined) throw new Error(`${aspect} has no line in plain-reads.ts`);
    const target = await targetFor(place, scope, aspect);
    const where = { bucket: target.kind === 'bucket' ? target.name : '', account: target.account };
    const readers = sdkReaders(clients);
    for (const desired of wanted) {
      const before = await look.read(clients, where);
      await heal(clients, readers, target, aspect, desired);
      const after = await look.read(clients, where);
      if (!isDeepStrictEqual(plain(after), plain(expectedFor(look, desired, before))))
        return `reads ${JSON.stringify(after)}`;
      const again = planFor(target, aspect, desired, await lookAt(readers, target, aspect));
      const left = [...again.steps.map(({ id }) => id), ...again.escalations.map(({ kind }) => kind)];
      if (left.length > 0) return `never content: ${left.join(', ')}`;
    }
    // All checks share the account.
    if (scope === 'account')
      await errorOf(
        clients.s3control.send(new DeletePublicAccessBlockOfAccount({ AccountId: place.account })),
      );
    return settled;
  },
}));
