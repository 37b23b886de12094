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

  it.each<[Notification['kind'], string | undefined]>([
    ['opened', 'Look who read what meanwhile.'],
    ['closed', undefined],
  ])(
    'says of what was %s what it is known as, and what a human does while it is open',
    async (kind, runbook) => {
      const log = new RecordingLog();
      const { policy } = sampleIncident();
      const more = {
        title: 'Blocks deleted',
        tactic: 'TA0009',
        controls: ['S3.8'],
        runbook: 'Look who read what meanwhile.',
      };
      const incident = sampleIncident({ policy: { ...policy, ...more, tactic: 'TA0009' } });
      await logNotifier(log).notify(incident, { id: 'ntf-1', kind, at: '2026-01-31T12:00:04.050Z' });
      const [line] = log.lines;
      expect(line?.fields).toMatchObject({
        alert: 'Blocks deleted',
        tactic: 'Collection, T1530, T1562.001',
        controls: 'S3.8',
      });
      expect(line?.fields?.['runbook']).toBe(runbook);
    },
  );
});
