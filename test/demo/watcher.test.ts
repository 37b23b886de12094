import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { expect, it } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import type { Act } from '../../deploy/local/demo/act.js';
import { mfaDeleteOff } from '../../deploy/local/demo/acts/beyond-repair.js';
import { fateOf, type Witnesses } from '../../deploy/local/demo/watcher.js';
import type { RecordedCall } from '../../deploy/local/world.js';
import { sampleIncident } from '../report/sample-incident.js';

const begun = '2026-01-31T12:00:00.000Z';
const after = '2026-01-31T12:00:01.000Z';

/** What people have been told of, with what to do, and what is theirs. */
const told: Partial<Incident> = {
  status: 'open',
  outcome: 'escalated',
  detectedAt: after,
  escalation: { kind: 'escalate', aspect: 'versioning', runbook: 'Only the root user can.' },
  outbox: [],
};
const notice = { id: 'inc.1', kind: 'escalated', at: after } as const;

const putBySnapback = (bucket: string, at: string): RecordedCall => ({
  requestId: 'one',
  at: new Date(at),
  operation: 'PutBucketVersioning',
  eventName: 'PutBucketVersioning',
  readOnly: false,
  principal: { account: '111122223333', kind: 'role', name: 'snapback', arn: 'arn' },
  region: 'us-east-1',
  sourceIp: '127.0.0.1',
  userAgent: 'test',
  account: '111122223333',
  bucket,
  requestParameters: {},
});

/** What became of an act after which S3, the ledger and the record of calls say this. */
async function fate(
  state: string,
  incident: Partial<Incident> | undefined,
  calls: readonly RecordedCall[] = [],
) {
  const act: Act = { ...mfaDeleteOff, read: async () => state };
  const { escalation: _, ...plain } = sampleIncident();
  const witnesses: Witnesses = {
    aws: { world: { calls: { mutationsByController: calls } } },
    book: {
      async *episodes() {
        if (incident !== undefined) yield { ...plain, ...incident };
      },
    },
    auditor: { s3: new S3Client({}), s3control: new S3ControlClient({}), foreignCanonicalId: '' },
  };
  return (await fateOf(act, begun, witnesses)).ending;
}

it('is put back if S3 shows what is declared and the ledger says that it was reverted and verified', async () => {
  const reverted: Partial<Incident> = { status: 'closed', outcome: 'reverted', detectedAt: after };
  expect(await fate('Enabled', reverted)).toBe('putBack');
  expect(await fate('Disabled', reverted)).toBeUndefined();
  expect(await fate('Enabled', { ...reverted, outcome: 'healedElsewhere' })).toBeUndefined();
  expect(await fate('Enabled', { ...reverted, status: 'open' })).toBeUndefined();
  expect(await fate('Enabled', { ...reverted, detectedAt: '2026-01-31T11:59:59.000Z' })).toBeUndefined();
  expect(await fate('Enabled', undefined)).toBeUndefined();
});

it('is handed over if people were told what to do, and the controller has sent nothing to the bucket', async () => {
  const earlier = putBySnapback('vault-contracts', '2026-01-31T11:59:59.000Z');
  const elsewhere = putBySnapback('data-orders', after);
  expect(await fate('Disabled', told, [earlier, elsewhere])).toBe('handedOver');
  expect(await fate('Disabled', told, [putBySnapback('vault-contracts', after)])).toBeUndefined();
  expect(await fate('Enabled', told)).toBeUndefined();
  expect(await fate('Disabled', { ...told, outbox: [notice] })).toBeUndefined();
  expect(await fate('Disabled', { ...told, status: 'closed' })).toBeUndefined();
  const { escalation: _, ...untold } = told;
  expect(await fate('Disabled', untold)).toBeUndefined();
  expect(await fate('Disabled', undefined)).toBeUndefined();
});
