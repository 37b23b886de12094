import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actorOf } from '../../controller/domain/actor-of.js';

const source = { sourceIPAddress: '203.0.113.7', userAgent: 'aws-cli/2.31' };
const seen = { sourceIp: '203.0.113.7', userAgent: 'aws-cli/2.31' };

const forms: readonly [string, unknown, object][] = [
  [
    'a role session, whose role has its path only at the issuer',
    {
      type: 'AssumedRole',
      accountId: '111122223333',
      arn: 'arn:aws:sts::111122223333:assumed-role/deploy/ci',
      principalId: 'AROAEXAMPLE:ci',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          arn: 'arn:aws:iam::111122223333:role/team/deploy',
          principalId: 'AROAEXAMPLE',
        },
        attributes: { mfaAuthenticated: 'false' },
      },
    },
    {
      type: 'AssumedRole',
      account: '111122223333',
      arn: 'arn:aws:sts::111122223333:assumed-role/deploy/ci',
      role: 'arn:aws:iam::111122223333:role/team/deploy',
      principalId: 'AROAEXAMPLE:ci',
      mfa: false,
    },
  ],
  [
    'a user at the console, with MFA as text',
    {
      type: 'IAMUser',
      accountId: '111122223333',
      arn: 'arn:aws:iam::111122223333:user/ops',
      userName: 'ops',
      principalId: 'AIDAEXAMPLE',
      sessionContext: { attributes: { mfaAuthenticated: 'true' } },
    },
    {
      type: 'IAMUser',
      account: '111122223333',
      arn: 'arn:aws:iam::111122223333:user/ops',
      principalId: 'AIDAEXAMPLE',
      mfa: true,
    },
  ],
  [
    'root',
    {
      type: 'Root',
      accountId: '111122223333',
      principalId: '111122223333',
      arn: 'arn:aws:iam::111122223333:root',
    },
    {
      type: 'Root',
      account: '111122223333',
      principalId: '111122223333',
      arn: 'arn:aws:iam::111122223333:root',
    },
  ],
  [
    'a service, which has no ARN',
    { type: 'AWSService', invokedBy: 'config.amazonaws.com' },
    { type: 'AWSService', invokedBy: 'config.amazonaws.com' },
  ],
  [
    'a caller of another account',
    { type: 'AWSAccount', accountId: '999988887777', principalId: 'AROAOTHER:x' },
    { type: 'AWSAccount', account: '999988887777', principalId: 'AROAOTHER:x' },
  ],
  [
    'a role that a service uses for somebody',
    {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/stacks/x',
      invokedBy: 'cloudformation.amazonaws.com',
      sessionContext: { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/stacks' } },
    },
    {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/stacks/x',
      role: 'arn:aws:iam::111122223333:role/stacks',
      invokedBy: 'cloudformation.amazonaws.com',
    },
  ],
  [
    'a federated user, whose issuer is a user and no role',
    {
      type: 'FederatedUser',
      arn: 'arn:aws:sts::111122223333:federated-user/sam',
      sessionContext: { sessionIssuer: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/broker' } },
    },
    { type: 'FederatedUser', arn: 'arn:aws:sts::111122223333:federated-user/sam' },
  ],
  [
    'a user of Identity Center',
    { type: 'IdentityCenterUser', accountId: '111122223333' },
    { type: 'IdentityCenterUser', account: '111122223333' },
  ],
  [
    'a directory user',
    { type: 'Directory', accountId: '111122223333' },
    { type: 'Directory', account: '111122223333' },
  ],
  [
    'a role',
    { type: 'Role', arn: 'arn:aws:iam::111122223333:role/x' },
    { type: 'Role', arn: 'arn:aws:iam::111122223333:role/x' },
  ],
  ['an unknown caller', { type: 'Unknown' }, { type: 'Unknown' }],
];

describe('actorOf', () => {
  it.each(forms)('tells %s', (_name, identity, expected) => {
    expect(actorOf(identity, source)).toEqual({ ...expected, ...seen });
  });

  it('takes junk for an unknown actor without claims', () => {
    for (const junk of [
      undefined,
      null,
      7,
      'root',
      [],
      { type: 7, arn: {}, accountId: [], sessionContext: 'x' },
    ])
      expect(actorOf(junk, {})).toEqual({ type: 'Unknown' });
  });

  it('escapes what forges lines in logs and turns text around', () => {
    const actor = actorOf({ type: 'IAMUser', arn: 'a\nb\u202ec\u2028d\u0000' }, { userAgent: '\u001b[2J' });
    expect(actor.arn).toBe('a\\u000ab\\u202ec\\u2028d\\u0000');
    expect(actor.userAgent).toBe('\\u001b[2J');
  });

  it('keeps at most 1 KB of well-formed text of any claim, and never throws', () => {
    const text = fc.string({ unit: 'binary', maxLength: 3000 });
    fc.assert(
      fc.property(
        fc.record({ type: text, arn: text, principalId: text }),
        fc.object(),
        text,
        (identity, noise, agent) => {
          const actor = actorOf({ ...noise, ...identity }, { userAgent: agent, sourceIPAddress: noise });
          for (const claim of Object.values(actor)) {
            if (typeof claim !== 'string') continue;
            expect(Buffer.byteLength(claim)).toBeLessThanOrEqual(1024);
            expect(claim).not.toMatch(/\p{Cc}/u);
            expect(Buffer.from(claim).toString()).toBe(claim);
          }
        },
      ),
    );
  });
});
