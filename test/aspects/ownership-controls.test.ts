import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byWriter, type Ownership } from '../../controller/aspects/kit/ownership.js';
import { ownershipControls } from '../../controller/aspects/ownership-controls.js';
import type { Json } from '../../controller/domain/json.js';
import type { Step } from '../../controller/domain/plan.js';
import { account, bucket, shownAcl, situationOf } from './access-situation.js';
import { mutated, value } from './arbitraries/ownership-controls.js';

const of = (name: string): Json => ({ ObjectOwnership: name });
const [enforced, preferred, writer] = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'].map(of);

const canonical = (state: Json): Json => ownershipControls.canonical(state as Ownership, bucket);

const write = (found: Json, wanted: Json | undefined): readonly Step[] =>
  ownershipControls.write(
    situationOf('ownershipControls', {
      found: { ownershipControls: found, acl: shownAcl() },
      wanted: wanted === undefined ? {} : { ownershipControls: wanted },
      repairs: ['ownershipControls'],
    }),
  ) as readonly Step[];

describe('object ownership', () => {
  it('is told apart by its one word', () => {
    const pair = value.chain((each) => fc.tuple(fc.constant(each), mutated(each)));
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(canonical(b)).not.toEqual(canonical(a));
        expect(canonical({ ...(a as Ownership) })).toEqual(canonical(a));
      }),
    );
  });

  it('is the writer where nothing is configured', () => {
    expect(ownershipControls.absence).toEqual({
      codes: ['OwnershipControlsNotFoundError'],
      declarable: false,
      means: byWriter,
    });
    expect(byWriter).toEqual(writer);
  });

  it.each<[string, Json | undefined, Json | undefined, string, readonly string[]]>([
    ['disabling ACLs', writer, enforced, 'close', ['acl.put']],
    ['disabling ACLs where nothing is configured', null, enforced, 'close', ['acl.put']],
    ['enabling ACLs', enforced, preferred, 'open', []],
    ['the owner for the writer', writer, preferred, 'restore', []],
    ['the writer for the owner', preferred, writer, 'restore', []],
  ])('%s', (_name, found, wanted, effect, after) => {
    expect(write(found ?? null, wanted)).toEqual([
      {
        id: 'ownershipControls.put',
        aspect: 'ownershipControls',
        service: 's3',
        operation: 'PutBucketOwnershipControls',
        input: {
          Bucket: bucket.name,
          ExpectedBucketOwner: account,
          OwnershipControls: { Rules: [wanted] },
        },
        effect,
        ...(after.length === 0 ? {} : { after }),
        leaves: { kind: 'value', value: wanted },
      },
    ]);
  });

  it('is never written where it is unmanaged', () => {
    expect(write(writer ?? null, undefined)).toEqual([]);
  });
});
