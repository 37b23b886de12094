import { expect, it } from 'vitest';
import { mfaDeleteOff } from '../../deploy/local/demo/acts/beyond-repair.js';
import { encryptionDeleted } from '../../deploy/local/demo/acts/encryption.js';
import { publicPolicyRefused } from '../../deploy/local/demo/acts/policy.js';
import { complaints, type Evidence, resultDocument } from '../../deploy/local/demo/verdict.js';

const at = '2026-01-31T12:00:00.000Z';

const allWell: Evidence = {
  played: [
    {
      act: encryptionDeleted,
      begun: at,
      occurredAt: at,
      state: encryptionDeleted.intact,
      ending: 'putBack',
      ms: 840,
    },
  ],
  tried: [{ attempt: publicPolicyRefused, at, errorCode: 'AccessDenied', onTimeline: true }],
  open: [],
  objections: [],
  websiteGrants: ['world:read'],
};

it('has nothing to complain of when everything was put back', () => {
  expect(complaints(allWell)).toEqual([]);
  expect(resultDocument(allWell, { kind: 'report' })).toMatchObject({
    ok: true,
    acts: [
      { name: 'encryption-deleted', target: 'data-orders', aspect: 'encryption', ms: 840, healed: true },
    ],
    attempts: [{ name: 'public-policy-refused', errorCode: 'AccessDenied', onTimeline: true }],
    oracle: { violations: [] },
    report: { kind: 'report' },
  });
});

const unanswered = { act: encryptionDeleted, begun: at, occurredAt: at, state: null };
const [tried] = allWell.tried;
// Nobody can put MFA delete back, so a demo that says so has not seen what it says.
const tooGood = {
  act: mfaDeleteOff,
  begun: at,
  occurredAt: at,
  state: 'Enabled',
  ending: 'putBack',
} as const;
const objection = { bucket: 'data-orders', operation: 'PutBucketPolicy', before: [], after: ['world:read'] };

it.each<[string, Partial<Evidence>, string]>([
  ['one act was not put back', { played: [unanswered] }, 'was not put back'],
  [
    'one act was not handed to people',
    { played: [tooGood] },
    'mfa-delete-off: versioning of vault-contracts was not handed to people',
  ],
  ['an incident is open', { open: ['acl of data-orders'] }, 'acl of data-orders: the incident is still open'],
  [
    'the controller opened too far',
    { objections: [objection] },
    'PutBucketPolicy on data-orders opened more',
  ],
  ['the website was closed', { websiteGrants: [] }, 'outsiders have: nothing'],
  ['the website is too open', { websiteGrants: ['world:read', 'world:write'] }, 'world:read, world:write'],
  ['an attempt left no trace', { tried: tried ? [{ ...tried, onTimeline: false }] : [] }, 'time line'],
])('says so when %s, for people and for machines', (_, change, sentence) => {
  const evidence = { ...allWell, ...change };
  expect(complaints(evidence)).toEqual([expect.stringContaining(sentence)]);
  expect(resultDocument(evidence, {})).toMatchObject({
    ok: false,
    complaints: [expect.stringContaining(sentence)],
  });
});
