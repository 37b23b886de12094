import { randomUUID } from 'node:crypto';
import { GetBucketAclCommand, GetBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import type { Observation } from '../../controller/domain/observation.js';
import type { BucketTarget } from '../../controller/domain/target.js';
import { compare } from '../../controller/engine/compare.js';
import { defaultTiming } from '../../controller/engine/engine.js';
import { observe } from '../../controller/engine/observe.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { sdkReaders, sendPlain } from '../fakes/sdk-reader.js';
import { freshBucket, OWNER, refusal, type S3World, STRANGER, startS3 } from '../local/s3-world.js';
import { accessPlan } from './access-plan.js';
import { beside, block, grantToUser } from './access-situation.js';

type Values = Readonly<Record<string, Json>>;
const access = ['acl', 'bucketPolicy', 'ownershipControls', 'publicAccessBlock'];

let aws: S3World;
let target: BucketTarget;
beforeAll(async () => {
  aws = await startS3();
});
afterAll(() => aws.stop());

/** One plain write, as anybody's tool makes it. */
const put = (operation: string, input: JsonObject): Promise<unknown> =>
  sendPlain(aws.clients(), { service: 's3', operation, input: { Bucket: target.name, ...input } });
const putBlock = (value: Json): Promise<unknown> =>
  put('PutPublicAccessBlock', { PublicAccessBlockConfiguration: value });
const putOwnership = (ObjectOwnership: string): Promise<unknown> =>
  put('PutBucketOwnershipControls', { OwnershipControls: { Rules: [{ ObjectOwnership }] } });
const putPolicy = (policy: Json): Promise<unknown> =>
  put('PutBucketPolicy', { Policy: JSON.stringify(policy) });

const look = (): Promise<ReadonlyMap<string, Observation>> =>
  observe(
    {
      access: { mode: 'dry-run', reader: sdkReaders(aws.clients()) },
      clock: new FakeClock(),
      timing: defaultTiming,
    },
    target,
    access,
  );

/** Sends the plan; each step must leave just what it says that it leaves. Answers the ids. */
async function heal(wanted: Values, mayOpen = true): Promise<readonly string[]> {
  const steps = accessPlan(target, await look(), wanted, () => mayOpen);
  const sent = steps.filter(({ effect, lifts }) => mayOpen || effect !== 'open' || lifts === true);
  for (const step of sent) {
    await sendPlain(aws.clients(), step);
    const seen = (await look()).get(step.aspect);
    if (seen?.kind !== 'observed' && seen?.kind !== 'absent')
      throw new Error(`${step.aspect} cannot be read`);
    expect(step.leaves && compare(step.aspect, step.leaves, seen, target)).toEqual([]);
  }
  return sent.map(({ id }) => id);
}

/** What is still other than wanted. */
async function left(wanted: Values): Promise<readonly string[]> {
  const seen = await look();
  return [...beside(wanted)].flatMap(([aspect, desired]) => {
    const observed = seen.get(aspect);
    if (observed?.kind !== 'observed' && observed?.kind !== 'absent') return [aspect];
    return compare(aspect, desired, observed, target).length === 0 ? [] : [aspect];
  });
}

const reading = (principal: Json): Json => ({
  Statement: {
    Effect: 'Allow',
    Principal: principal,
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${target.name}/*`,
  },
});

beforeEach(async () => {
  const name = await freshBucket(aws.clients().s3, { Bucket: `heron-${randomUUID()}` });
  target = { kind: 'bucket', partition: 'aws', account: OWNER, name };
});

describe('access to a bucket comes back through S3', () => {
  it('after it was opened on every way', async () => {
    await putBlock(block(false));
    await putOwnership('ObjectWriter');
    await put('PutBucketAcl', { ACL: 'public-read-write' });
    await putPolicy(reading('*'));
    const wanted = {
      publicAccessBlock: block(true),
      bucketPolicy: reading({ AWS: OWNER }),
      acl: { Canned: 'private' },
      ownershipControls: { ObjectOwnership: 'BucketOwnerEnforced' },
    };
    const ids = await heal(wanted);
    expect([...ids].sort()).toEqual([
      'acl.put',
      'bucketPolicy.put',
      'ownershipControls.put',
      'publicAccessBlock.close',
    ]);
    expect(await left(wanted)).toEqual([]);
  });

  it('after a public ACL was hidden behind IgnorePublicAcls', async () => {
    await putBlock(block(false));
    await putOwnership('ObjectWriter');
    await put('PutBucketAcl', { ACL: 'public-read' });
    await putBlock(block(true));
    expect(
      (await aws.clients().s3.send(new GetBucketAclCommand({ Bucket: target.name }))).Grants,
    ).toHaveLength(1);
    const wanted = {
      publicAccessBlock: block(true),
      ownershipControls: { ObjectOwnership: 'BucketOwnerEnforced' },
    };
    expect(await heal(wanted)).toEqual(['acl.put', 'ownershipControls.put']);
    expect(await left(wanted)).toEqual([]);
    await putBlock(block(false));
    await putOwnership('ObjectWriter');
    expect(
      (await aws.clients().s3.send(new GetBucketAclCommand({ Bucket: target.name }))).Grants,
    ).toHaveLength(1);
  });

  it('after ACLs that the baseline uses were disabled', async () => {
    const wanted = {
      acl: { Grants: [grantToUser('owner', 'FULL_CONTROL'), grantToUser('b8'.repeat(32), 'READ')] },
      ownershipControls: { ObjectOwnership: 'BucketOwnerPreferred' },
    };
    expect(await heal(wanted)).toEqual(['ownershipControls.put', 'acl.put']);
    expect(await left(wanted)).toEqual([]);
  });

  it('after a public site was closed and its policy and ACL were taken', async () => {
    await putOwnership('ObjectWriter');
    await putPolicy(reading({ AWS: STRANGER }));
    const wanted = {
      publicAccessBlock: block(false),
      bucketPolicy: reading('*'),
      acl: { Canned: 'public-read' },
      ownershipControls: { ObjectOwnership: 'ObjectWriter' },
    };
    await heal(wanted);
    expect(await left(wanted)).toEqual([]);
  });

  it('only as far as it closes while nobody allows more', async () => {
    await putBlock(block(false));
    await putPolicy(reading({ AWS: STRANGER }));
    const wanted = { publicAccessBlock: block(false), bucketPolicy: reading('*') };
    expect(await heal(wanted, false)).toEqual(['bucketPolicy.close']);
    expect(await left(wanted)).toEqual(['bucketPolicy']);
    const { s3 } = aws.clients();
    expect(await refusal(s3.send(new GetBucketPolicyCommand({ Bucket: target.name })))).toBe(
      'NoSuchBucketPolicy 404',
    );
  });
});
