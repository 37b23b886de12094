import type { Step } from '../domain/plan.js';
import type { Target } from '../domain/target.js';
import { defineAspect, type Situation } from './kit/aspect.js';
import {
  asBlock,
  type Block,
  blockElements,
  blockOf,
  blockSchema,
  isLooser,
  isSame,
  open,
  staged,
  strictest,
} from './kit/blocks.js';
import { onBucket, readBucket } from './kit/calls.js';
import { putsPublic } from './kit/opening.js';

/**
 * Block Public Access of one bucket. It alone writes this document, also when the repair of a public policy
 * or ACL needs it set differently for a while: two writers of one document would undo each other.
 */
export const publicAccessBlock = defineAspect<'publicAccessBlock', Block>({
  name: 'publicAccessBlock',
  scope: 'bucket',
  // CloudTrail adds "Bucket" to the API's names; both spellings are taken.
  events: [
    'PutBucketPublicAccessBlock',
    'DeleteBucketPublicAccessBlock',
    'PutPublicAccessBlock',
    'DeletePublicAccessBlock',
  ],
  marker: 'publicAccessBlock',
  iam: { read: ['s3:GetBucketPublicAccessBlock'], write: ['s3:PutBucketPublicAccessBlock'] },
  needs: [],
  owns: [],
  absence: { codes: ['NoSuchPublicAccessBlockConfiguration'], declarable: false, means: open },
  schema: blockSchema,
  elements: blockElements,
  prevention:
    'Deny s3:PutBucketPublicAccessBlock in a service control policy for everybody but the role that manages it, and block public access for the whole account.',

  async read(reader) {
    const { PublicAccessBlockConfiguration: found } = await readBucket(reader, 'GetPublicAccessBlock');
    return found === undefined ? {} : { state: blockOf(found) };
  },

  canonical: (state) => ({ ...state }),

  noLooser: (value, than) => !isLooser(value, than),

  write(situation) {
    const live = blockIn(situation.actual);
    const found = blockIn(situation.found);
    const declared = situation.desired?.kind === 'value' ? asBlock(situation.desired.value) : found;
    const last = situation.mayOpen('publicAccessBlock') ? declared : strictest(found, declared);
    const first = putsPublic(situation) ? staged : strictest(live, last);
    // Whatever public is put behind our own stage had leave to be put: going back to what was found opens nothing more.
    const lifts = !isLooser(last, found);
    return [
      ...(isSame(first, live) ? [] : [put(situation.target, 'close', first)]),
      ...(isSame(last, first)
        ? []
        : [{ ...put(situation.target, 'lift', last), ...(lifts ? { lifts } : {}) }]),
      ...(isLooser(declared, last) ? [put(situation.target, 'open', declared)] : []),
    ];
  },
});

const blockIn = (settled: Situation['actual']): Block =>
  settled.kind === 'observed' ? asBlock(settled.state) : open;

const put = (target: Target, verb: 'close' | 'lift' | 'open', value: Block): Step => ({
  id: `publicAccessBlock.${verb}`,
  aspect: 'publicAccessBlock',
  service: 's3',
  operation: 'PutPublicAccessBlock',
  input: { ...onBucket(target), PublicAccessBlockConfiguration: { ...value } },
  effect: verb === 'close' ? 'close' : 'open',
  ...(verb === 'close' ? {} : { after: ['bucketPolicy.put', 'acl.put'] }),
  leaves: { kind: 'value', value: { ...value } },
});
