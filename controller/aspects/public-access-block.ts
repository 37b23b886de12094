import type { Step } from '../domain/plan.js';
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
  stageFor,
  strictest,
} from './kit/blocks.js';
import { onBucket, readBucket } from './kit/calls.js';
import { isPublic, isPutPublic, putsPublic } from './kit/opening.js';

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
    const first = putsPublic(situation) ? stageOf(situation) : strictest(live, last);
    // Before anything is let out again, both Block switches go on: from then on nobody can put anything public in its
    // place, and what is there can be read once more in peace.
    const held = isLooser(last, first) ? { ...first, BlockPublicAcls: true, BlockPublicPolicy: true } : first;
    // Whatever public is put behind our own stage had leave to be put: going back to what was found opens nothing more.
    const lifts = !isLooser(last, found);
    return [
      ...(isSame(first, live) ? [] : [put(situation, 'close', first)]),
      ...(isSame(held, first) ? [] : [put(situation, 'hold', held)]),
      ...(isSame(last, held) ? [] : [{ ...put(situation, 'lift', last), ...(lifts ? { lifts } : {}) }]),
      ...(isLooser(declared, last) ? [put(situation, 'open', declared)] : []),
    ];
  },
});

const blockIn = (settled: Situation['actual']): Block =>
  settled.kind === 'observed' ? asBlock(settled.state) : open;

/** Lets pass what is to be put, and nobody in. A declared ACL may be put for what others hid in it, too. */
const stageOf = (situation: Situation): Block =>
  stageFor({
    policy: isPutPublic('bucketPolicy', situation),
    acl: isPublic('acl', situation.wanted.get('acl')),
  });

const afterPuts = ['bucketPolicy.put', 'acl.put'];
const order = {
  close: { effect: 'close' },
  hold: { effect: 'close', after: ['publicAccessBlock.close', ...afterPuts] },
  lift: { effect: 'open', after: [...afterPuts, 'publicAccessBlock.hold'] },
  open: { effect: 'open', after: afterPuts },
} as const;

/** What this block may hide, and what has to be as declared before anything is let out. */
const hides = ['bucketPolicy', 'accessPoints'];

const put = ({ target, wanted }: Situation, verb: keyof typeof order, value: Block): Step => ({
  id: `publicAccessBlock.${verb}`,
  aspect: 'publicAccessBlock',
  service: 's3',
  operation: 'PutPublicAccessBlock',
  input: { ...onBucket(target), PublicAccessBlockConfiguration: { ...value } },
  ...order[verb],
  ...(order[verb].effect === 'open' && hides.some((name) => wanted.has(name))
    ? { confirms: hides.filter((name) => wanted.has(name)) }
    : {}),
  leaves: { kind: 'value', value: { ...value } },
});
