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
import { isPublic, judged, opens } from './kit/opening.js';

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

  write(situation) {
    const live = blockIn(situation.actual);
    const found = blockIn(situation.found);
    const declared = situation.desired?.kind === 'value' ? asBlock(situation.desired.value) : found;
    const last = situation.mayOpen('publicAccessBlock') ? declared : strictest(found, declared);
    const first = putsPublic(situation) ? staged : strictest(live, last);
    const lifts = !isLooser(last, found) && (!isLooser(last, first) || wasPublic(situation));
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

/** Whether this plan puts a public policy or ACL, which S3 refuses while the Block switches are on. */
const putsPublic = ({ repairs, wanted, seen, mayOpen }: Situation): boolean =>
  judged.some((aspect) => {
    const declared = wanted.get(aspect);
    const isSent = repairs.has(aspect) && (!opens(aspect, declared, seen.get(aspect)) || mayOpen(aspect));
    return isSent && isPublic(aspect, declared);
  });

/**
 * Whether a policy or ACL that was found was public already: then lifting our own stage after the repair gives
 * the world nothing that it did not have. An unfinished stage was begun only for such a one.
 */
const wasPublic = ({ seen, actual, found }: Situation): boolean =>
  actual !== found || judged.some((aspect) => isPublic(aspect, seen.get(aspect)));

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
