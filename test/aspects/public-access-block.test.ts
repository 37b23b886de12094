import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asBlock,
  type Block,
  isLooser,
  open,
  stageFor,
  strictest,
  switches,
} from '../../controller/aspects/kit/blocks.js';
import { publicAccessBlock } from '../../controller/aspects/public-access-block.js';
import type { Json } from '../../controller/domain/json.js';
import type { Step } from '../../controller/domain/plan.js';
import { account, bucket, situationOf } from './access-situation.js';
import { value } from './arbitraries/public-access-block.js';

const staged = stageFor({ policy: true, acl: false });
const closed: Block = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const publicPolicy: Json = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket.name}/*` },
  ],
};
const hostilePolicy: Json = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${bucket.name}/*` }],
};

const write = (situation: Parameters<typeof situationOf>[1]): readonly Step[] =>
  publicAccessBlock.write(situationOf('publicAccessBlock', situation)) as readonly Step[];

const brief = (steps: readonly Step[]): readonly unknown[] =>
  steps.map(({ id, effect, input, lifts }) => [
    id,
    effect,
    asBlock(input['PublicAccessBlockConfiguration'] ?? null),
    lifts === true,
  ]);

describe('Block Public Access of a bucket', () => {
  it('closes in one step that names the owner', () => {
    const [step, ...others] = write({
      found: { publicAccessBlock: { ...open } },
      wanted: { publicAccessBlock: { ...closed } },
      repairs: ['publicAccessBlock'],
    });
    expect(others).toEqual([]);
    expect(step).toMatchObject({
      effect: 'close',
      service: 's3',
      operation: 'PutPublicAccessBlock',
      input: { Bucket: bucket.name, ExpectedBucketOwner: account, PublicAccessBlockConfiguration: closed },
      leaves: { kind: 'value', value: closed },
    });
  });

  it('closes first and opens apart, whatever was found and declared', () => {
    fc.assert(
      fc.property(value, value, (found, declared) => {
        const [from, to] = [asBlock(found), asBlock(declared)];
        const steps = write({
          found: { publicAccessBlock: found },
          wanted: { publicAccessBlock: declared },
          repairs: ['publicAccessBlock'],
        });
        const closing = steps.filter(({ effect }) => effect === 'close');
        const opening = steps.filter(({ effect }) => effect === 'open');
        const after = strictest(from, to);
        expect(closing.length).toBe(switches.some((name) => after[name] !== from[name]) ? 1 : 0);
        expect(opening.length).toBe(isLooser(to, from) ? 1 : 0);
        // Nothing that opens is a lift of our own: nothing was closed by us.
        expect(opening.every(({ lifts }) => lifts === undefined)).toBe(true);
        for (const { input } of closing) {
          expect(isLooser(asBlock(input['PublicAccessBlockConfiguration'] ?? null), from)).toBe(false);
        }
      }),
    );
  });

  it('stages a public site whose public policy was tampered with, and lifts its own stage last', () => {
    const steps = write({
      found: { publicAccessBlock: { ...open }, bucketPolicy: hostilePolicy },
      wanted: { publicAccessBlock: { ...open }, bucketPolicy: publicPolicy },
      repairs: ['bucketPolicy'],
    });
    expect(brief(steps)).toEqual([
      ['publicAccessBlock.close', 'close', staged, false],
      ['publicAccessBlock.hold', 'close', closed, false],
      ['publicAccessBlock.lift', 'open', open, true],
    ]);
    expect(steps.map(({ confirms }) => confirms)).toEqual([undefined, undefined, ['bucketPolicy']]);
  });

  it('lets the policy of a site that a responder closed pass, and closes it again as found', () => {
    const steps = write({
      found: { publicAccessBlock: { ...closed }, bucketPolicy: hostilePolicy },
      wanted: { publicAccessBlock: { ...open }, bucketPolicy: publicPolicy },
      repairs: ['bucketPolicy', 'publicAccessBlock'],
    });
    expect(brief(steps)).toEqual([
      ['publicAccessBlock.close', 'close', staged, false],
      ['publicAccessBlock.lift', 'open', closed, true],
      ['publicAccessBlock.open', 'open', open, false],
    ]);
  });

  it('writes nothing for a policy that is not public', () => {
    const steps = write({
      found: { publicAccessBlock: { ...closed }, bucketPolicy: hostilePolicy },
      wanted: { publicAccessBlock: { ...closed } },
      repairs: ['bucketPolicy'],
    });
    expect(steps).toEqual([]);
  });
});
