import type { Act, Attempt } from './act.js';
import { aclOpened } from './acts/acl.js';
import { bucketDeleted, mfaDeleteOff } from './acts/beyond-repair.js';
import { bornOpen } from './acts/birth.js';
import { accountBlockWeakened, blockRemoved } from './acts/blocks.js';
import { copiedAbroad } from './acts/copies.js';
import { everythingExpires, loggingOff, versioningSuspended } from './acts/durability.js';
import { encryptionDeleted, kmsDowngraded } from './acts/encryption.js';
import {
  policyDeleted,
  policyMadePublic,
  policyShared,
  publicPolicyRefused,
  websiteHijacked,
} from './acts/policy.js';
import { corsOpened, websiteSwitchedOn } from './acts/web.js';

/** What the intruder does one after the other, each answered before the next. No two acts are about the same aspect of the same target. */
export const oneByOne: readonly (Act | Attempt)[] = [
  encryptionDeleted,
  policyShared,
  publicPolicyRefused,
  policyMadePublic,
  websiteHijacked,
  loggingOff,
  aclOpened,
  policyDeleted,
  copiedAbroad,
  mfaDeleteOff,
  bucketDeleted,
];

/** What the intruder does at last, all at once. */
export const allAtOnce: readonly Act[] = [
  bornOpen,
  blockRemoved,
  kmsDowngraded,
  corsOpened,
  websiteSwitchedOn,
  versioningSuspended,
  accountBlockWeakened,
  everythingExpires,
];

/** Every act, in order. */
export const acts: readonly Act[] = [...oneByOne, ...allAtOnce].filter((one) => one.kind === 'act');
