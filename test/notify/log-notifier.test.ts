import { describe, expect, it } from 'vitest';
import type { Notification } from '../../controller/domain/incident.js';
import { logNotifier } from '../../controller/notify/log-notifier.js';
import { RecordingLog } from '../fakes/recording-log.js';
import { sampleIncident } from '../report/sample-incident.js';

describe('logNotifier', () => {
  it.each<[Notification['kind'], string]>([
    ['opened', 'warn'],
    ['closed', 'info'],
    ['escalated', 'error'],
  ])('writes %s as one %s line, static message and varying fields apart', async (kind, level) => {
    const log = new RecordingLog();
    await logNotifier(log).notify(sampleIncident(), { id: 'ntf-1', kind, at: '2026-01-31T12:00:04.050Z' });
    expect(log.lines).toEqual([
      {
        level,
        message: `incident ${kind}`,
        fields: expect.objectContaining({
          notification: 'ntf-1',
          incident: 'inc-01k9t4m2qx7d',
          target: 'aws/111122223333/bucket/acme-invoices',
          aspect: 'publicAccessBlock',
          severity: 'critical',
          who: 'arn:aws:sts::111122223333:assumed-role/deployer/laptop',
        }),
      },
    ]);
  });
});
