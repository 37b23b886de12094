import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountPublicAccessBlock } from '../../controller/aspects/account-public-access-block.js';
import type { Settled, Situation } from '../../controller/aspects/kit/aspect.js';
import { asBlock, isLooser, open, strictest } from '../../controller/aspects/kit/blocks.js';
import type { Json } from '../../controller/domain/json.js';
import type { Step } from '../../controller/domain/plan.js';
import { value } from './arbitraries/account-public-access-block.js';

const target = { kind: 'account', partition: 'aws', account: '111122223333' } as const;

function write(actual: Settled, declared: Json): readonly Step[] {
  const desired = { kind: 'value', value: declared } as const;
  const situation: Situation = {
    target,
    desired,
    actual,
    found: actual,
    seen: new Map([['accountPublicAccessBlock', actual]]),
    wanted: new Map([['accountPublicAccessBlock', desired]]),
    repairs: new Set(['accountPublicAccessBlock']),
    mayOpen: () => false,
  };
  return accountPublicAccessBlock.write(situation) as readonly Step[];
}

describe('Block Public Access of an account', () => {
  it('goes through S3 Control to the enrolled account', () => {
    const closed = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    };
    expect(write({ kind: 'absent' }, closed)).toEqual([
      {
        id: 'accountPublicAccessBlock.close',
        aspect: 'accountPublicAccessBlock',
        service: 's3control',
        operation: 'PutPublicAccessBlock',
        input: { AccountId: target.account, PublicAccessBlockConfiguration: closed },
        effect: 'close',
        leaves: { kind: 'value', value: closed },
      },
    ]);
  });

  it('is all off where nothing is configured', () => {
    expect(accountPublicAccessBlock.absence).toMatchObject({ declarable: false, means: open });
    expect(write({ kind: 'absent' }, { ...open })).toEqual([]);
  });

  it('closes before it opens, and never passes a state looser than found and declared', () => {
    fc.assert(
      fc.property(value, value, (found, declared) => {
        const steps = write({ kind: 'observed', state: found }, declared);
        const puts = steps.map(({ input }) => asBlock(input['PublicAccessBlockConfiguration'] ?? null));
        const [from, to] = [asBlock(found), asBlock(declared)];
        const end = puts.at(-1) ?? from;
        expect(end).toEqual(to);
        expect(steps.map(({ effect }) => effect)).toEqual(
          [strictest(from, to), to].flatMap((state, index, all) => {
            const before = index === 0 ? from : all[0];
            return JSON.stringify(state) === JSON.stringify(before) ? [] : [index === 0 ? 'close' : 'open'];
          }),
        );
        if (puts.length === 2) expect(isLooser(puts[0] ?? open, from)).toBe(false);
      }),
    );
  });
});
