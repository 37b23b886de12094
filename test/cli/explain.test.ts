import { CreateBucketCommand, DeleteBucketTaggingCommand, PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rig, startRig } from '../rig/rig.js';
import { jsonOf, typing } from './typed.js';

const baselines = `
name: base
aspects:
  versioning: { Status: Enabled }
---
name: data
extends: base
select: { buckets: ['data-*'] }
aspects:
  publicAccessBlock: {}
---
name: precious
extends: data
select: { buckets: ['store-*', 'data-*'], tags: { class: precious } }
aspects:
  ownershipControls: { ObjectOwnership: BucketOwnerEnforced }
`;

let rig: Rig;
let type: ReturnType<typeof typing>;
const calls = (): number =>
  ['ListBuckets', 'HeadBucket', 'GetBucketLocation', 'GetBucketTagging'].reduce(
    (sum, operation) => sum + rig.aws.world.calls.of(operation),
    0,
  );

beforeAll(async () => {
  rig = await startRig(baselines);
  type = typing(rig);
  await rig.intruder.s3.send(new CreateBucketCommand({ Bucket: 'store-one' }));
  const TagSet = [{ Key: 'class', Value: 'precious' }];
  await rig.intruder.s3.send(new PutBucketTaggingCommand({ Bucket: 'store-one', Tagging: { TagSet } }));
});
afterAll(() => rig.stop());

describe('explain', () => {
  it('tells by the tags, before and after there is a table', async () => {
    const { code, out, err } = await type('explain', 'store-one');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /baseline {2}precious\s+\(\S+yaml:12\)\s+on\s+data\s+\(\S+:6\)\s+on\s+base\s+\(\S+:2\)/,
    );
    expect(out).toMatch(/versioning {2}\S+baselines\.yaml:4\n {4}Status: "Enabled"/);
    await rig.onboard();
    expect(jsonOf(await type('explain', 'store-one', '--json'))).toMatchObject({
      schema: 1,
      baselines: [{ baseline: 'precious' }],
      tags: { class: 'precious' },
    });
  });

  it('plan counts what is held to nothing, also where only the tags could tell', async () => {
    await rig.intruder.s3.send(new CreateBucketCommand({ Bucket: 'store-two' }));
    await rig.intruder.s3.send(new CreateBucketCommand({ Bucket: 'else' }));
    expect(jsonOf(await type('plan', '--json'))).toMatchObject({
      looked: 1,
      unmanaged: [{ bucket: 'else' }, { bucket: 'store-two' }],
    });
  });

  it('tells of a bucket that is held although its tags are gone', async () => {
    await rig.intruder.s3.send(new DeleteBucketTaggingCommand({ Bucket: 'store-one' }));
    const { code, out } = await type('explain', 'store-one');
    expect(code).toBe(2);
    expect(out).toContain('Its tags were changed and choose no baseline now');
    expect(out).toContain('precious (');
  });

  it('asks nobody where neither region nor tags decide', async () => {
    await rig.declare(baselines.slice(0, baselines.lastIndexOf('---')));
    const before = calls();
    expect(before).toBeGreaterThan(0);
    const { code, out } = await type('explain', 'data-never-made');
    expect(code).toBe(0);
    expect(out).toContain('publicAccessBlock');
    expect(await type('explain', 'else')).toMatchObject({
      code: 2,
      out: expect.stringContaining('the name does not match data-*'),
    });
    await rig.declare(
      `${baselines.slice(0, baselines.lastIndexOf('---'))}---\nname: rest\nselect: { default: true }\naspects: { versioning: { Status: Enabled } }\n`,
    );
    expect(await type('explain', 'else')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/rest \(\S+:\d+\);\s+the\s+default:\s+no\s+other\s+one\s+selects\s+it/),
    });
    expect((await type('check')).out).toContain('Held to rest by default');
    expect(await type('explain', '111122223333')).toMatchObject({ code: 2 });
    expect(calls()).toBe(before);
  });
});
