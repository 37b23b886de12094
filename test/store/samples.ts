import type { AuditDraft } from '../../controller/domain/audit.js';
import type { IncidentDraft } from '../../controller/domain/ledger.js';
import type { Actor, EventSignal } from '../../controller/domain/signal.js';
import type { BucketTarget } from '../../controller/domain/target.js';
import type { GrantedWaiver } from '../../controller/domain/waiver.js';

let buckets = 0;

/** A bucket that no other test of the file uses. */
export const newBucket = (): BucketTarget => {
  buckets += 1;
  return { kind: 'bucket', partition: 'aws', account: '111122223333', name: `bucket-${buckets}` };
};

export const deployer: Actor = {
  type: 'AssumedRole',
  account: '111122223333',
  arn: 'arn:aws:sts::111122223333:assumed-role/deployer/laptop',
  role: 'arn:aws:iam::111122223333:role/teams/payments/deployer',
  userAgent: '',
};

export const draftOf = (target: BucketTarget, changes: Partial<IncidentDraft> = {}): IncidentDraft => ({
  target,
  aspect: 'encryption',
  region: 'eu-central-1',
  finding: 'difference',
  status: 'open',
  outcome: 'proposed',
  mode: 'auto-revert',
  cause: 'drift',
  severity: 'high',
  response: 'propose',
  policy: { id: 'encryption-changed', why: 'Keys matter.', techniques: [], source: 'policies/a.yaml:1' },
  baseline: { name: 'production', source: 'baselines/production.yaml:3' },
  desired: { kind: 'value', value: { Rules: [{ BucketKeyEnabled: true, Note: '' }] } },
  found: { kind: 'absent' },
  fields: [{ path: '', desired: { Rules: [] } }],
  occurred: { kind: 'at', at: '2026-03-01T09:59:58.000Z' },
  detectedAt: '2026-03-01T10:00:00.000Z',
  channel: 'event',
  who: { kind: 'known', actor: deployer, call: 'PutBucketEncryption', event: 'e-0', confirmed: false },
  explains: [],
  looks: 1,
  transitions: [{ at: '2026-03-01T10:00:00.000Z', outcome: 'detected', note: 'seen' }],
  outbox: [{ id: 'opened', kind: 'opened', at: '2026-03-01T10:00:00.000Z' }],
  ...changes,
});

export const auditOf = (target: BucketTarget, changes: Partial<AuditDraft> = {}): AuditDraft => ({
  target,
  aspect: 'encryption',
  at: '2026-03-01T10:00:00.000Z',
  incident: 'inc-1',
  kind: 'seen',
  content: { found: 'absent' },
  fence: 1,
  catalogue: 'c1',
  controller: 'test',
  ...changes,
});

export const eventOf = (id: string, changes: Partial<EventSignal> = {}): EventSignal => ({
  kind: 'event',
  id,
  call: 'PutBucketEncryption',
  aspects: ['encryption'],
  actor: deployer,
  at: '2026-03-01T09:59:58.000Z',
  ...changes,
});

export const waiverOf = (target: BucketTarget, changes: Partial<GrantedWaiver> = {}): GrantedWaiver => ({
  target,
  id: `granted:${changes.aspect ?? 'encryption'}:${changes.state ?? 'state'}`,
  aspect: 'encryption',
  state: 'state',
  reason: 'The migration needs the old key until Monday.',
  owner: 'team-storage',
  grantedAt: '2026-03-01T10:00:00.000Z',
  expires: '2026-03-01T14:00:00.000Z',
  incident: 'waived',
  source: 'incident waived',
  ...changes,
});
