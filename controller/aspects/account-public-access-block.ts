import type { Step } from '../domain/plan.js';
import { defineAspect } from './kit/aspect.js';
import {
  asBlock,
  type Block,
  blockElements,
  blockOf,
  blockSchema,
  isLooser,
  isSame,
  open,
  strictest,
} from './kit/blocks.js';
import { readAccount } from './kit/calls.js';

/** Block Public Access of the whole account: no bucket policy or ACL can undo it (S3 User Guide, "Blocking public access"). */
export const accountPublicAccessBlock = defineAspect<'accountPublicAccessBlock', Block>({
  name: 'accountPublicAccessBlock',
  scope: 'account',
  events: ['PutAccountPublicAccessBlock', 'DeleteAccountPublicAccessBlock'],
  iam: { read: ['s3:GetAccountPublicAccessBlock'], write: ['s3:PutAccountPublicAccessBlock'] },
  needs: [],
  owns: [],
  absence: { codes: ['NoSuchPublicAccessBlockConfiguration'], declarable: false, means: open },
  schema: blockSchema,
  elements: blockElements,
  prevention:
    'Deny s3:PutAccountPublicAccessBlock in a service control policy for everybody but the role that manages it.',

  async read(reader) {
    const { PublicAccessBlockConfiguration: found } = await readAccount(reader, 'GetPublicAccessBlock');
    return found === undefined ? {} : { state: blockOf(found) };
  },

  canonical: (state) => ({ ...state }),

  write({ target, desired, actual }) {
    if (desired?.kind !== 'value') return [];
    const declared = asBlock(desired.value);
    const live = actual.kind === 'observed' ? asBlock(actual.state) : open;
    const tight = strictest(live, declared);
    const put = (effect: 'close' | 'open', value: Block): Step => ({
      id: `accountPublicAccessBlock.${effect}`,
      aspect: 'accountPublicAccessBlock',
      service: 's3control',
      operation: 'PutPublicAccessBlock',
      input: { AccountId: target.account, PublicAccessBlockConfiguration: { ...value } },
      effect,
      leaves: { kind: 'value', value: { ...value } },
    });
    return [
      ...(isSame(tight, live) ? [] : [put('close', tight)]),
      ...(isLooser(declared, tight) ? [put('open', declared)] : []),
    ];
  },
});
