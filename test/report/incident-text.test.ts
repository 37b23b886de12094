import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import { answersOf } from '../../controller/report/answers.js';
import { incidentDocument, incidentJson } from '../../controller/report/incident-json.js';
import { incidentText } from '../../controller/report/incident-text.js';
import { relatedCalls } from '../../controller/report/related.js';
import { anyIncident } from './arbitrary-incident.js';
import { sampleIncident } from './sample-incident.js';
import { sampleCall } from './sample-timeline.js';

const plain = { width: 100, color: false };
const now = '2026-02-01T00:00:00.000Z';

const documentOf = (incident: Incident, statement?: string) => {
  const [own = ''] = incident.explains;
  const timeline = [
    sampleCall('a', 'PutBucketTagging', '2026-01-31T11:43:09.000Z', {
      actor: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ann' },
    }),
    sampleCall(own, 'PutBucketPublicAccessBlock', '2026-01-31T12:00:00.000Z'),
    sampleCall('b', 'PutBucketPolicy', '2026-01-31T12:00:09.000Z', { errorCode: 'AccessDenied' }),
    sampleCall('c', 'DeleteBucketEncryption', '2026-01-31T12:03:09.000Z', { bucket: 'acme-logs' }),
  ];
  const episodes = [
    sampleIncident({ id: 'inc-01k7', episode: 1, detectedAt: '2026-01-02T08:00:00.000Z' }),
    incident,
    sampleIncident({ id: 'inc-01k8', episode: 2, detectedAt: '2026-01-12T08:00:00.000Z' }),
  ];
  const answers = answersOf(incident, { episodes, prevention: () => statement });
  return incidentDocument(incident, answers, relatedCalls(incident, timeline), now);
};

/** A scan found it and no call can help. */
const escalated = (): Incident => {
  const { remediatedAt, verifiedAt, closedAt, remediatedBy, region, proposal, exposure, ...rest } =
    sampleIncident();
  return {
    ...rest,
    aspect: 'lifecycle',
    status: 'open',
    outcome: 'escalated',
    channel: 'scan',
    episode: 1,
    who: { kind: 'unknown', reason: 'no event in the interval' },
    occurred: { kind: 'between', from: '2026-01-31T06:00:00.000Z', to: '2026-01-31T12:00:02.000Z' },
    fields: [
      { path: 'Rules[id=expire].NoncurrentVersionExpiration.NoncurrentDays', actual: 1, desired: 365 },
      {
        path: 'Rules[id=tmp]',
        desired: { ID: 'tmp', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, Expiration: { Days: 7 } },
      },
    ],
    escalation: {
      kind: 'escalate',
      aspect: 'lifecycle',
      runbook:
        'Objects may be gone already.\n1. Stop the expiry rule.\n2. Restore versions from the replica.',
    },
    transitions: [
      { at: '2026-01-31T12:00:02.100Z', outcome: 'escalated', note: 'deleted versions do not come back' },
    ],
  };
};

describe('incidentText', () => {
  it('answers nine questions about a repair', () => {
    const statement =
      'A service control policy that denies s3:PutBucketPublicAccessBlock to everybody but Snapback and the break-glass role.';
    expect(incidentText(documentOf(sampleIncident(), statement), plain)).toMatchSnapshot();
  });

  it('answers nine questions about what needs a human', () => {
    expect(incidentText(documentOf(escalated()), plain)).toMatchSnapshot();
  });

  it('says what the policy is called, stands for and asks of a human', () => {
    const { policy } = sampleIncident();
    const more = {
      title: 'Block Public Access deleted',
      tactic: 'TA0009',
      controls: ['S3.8', 'CIS-2.1.4'],
      runbook: 'Look who read what meanwhile.',
    } as const;
    const text = incidentText(documentOf(sampleIncident({ policy: { ...policy, ...more } })), plain);
    expect(text).toMatch(/alert +Block Public Access deleted\n/);
    expect(text).toMatch(/tactic +Collection \(TA0009\)\n/);
    expect(text).toMatch(/controls +S3\.8, CIS-2\.1\.4\n/);
    expect(text).toMatch(/for a human +Look who read what meanwhile\.\n/);
  });

  it('lets nothing from outside reach the terminal as it is', () => {
    const evil = '\u001b]0;owned\u0007\u202e\nMFA  yes';
    const { who } = sampleIncident();
    const incident = sampleIncident({
      who: who.kind === 'known' ? { ...who, actor: { ...who.actor, userAgent: evil, arn: evil } } : who,
      fields: [
        {
          path: `Rules[id=${evil}]`,
          actual: evil,
          desired: { [evil]: [evil, evil, evil, evil, evil, evil] },
        },
      ],
      found: { kind: 'unreadable', error: { name: 'AccessDenied', message: evil } },
      transitions: [{ at: now, outcome: 'failed', note: evil }],
      escalation: { kind: 'escalate', aspect: 'acl', runbook: evil },
    });
    const text = incidentText(documentOf(incident, evil), plain);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain('\\u001b]0;owned\\u0007\\u202e');
  });

  it('has nine answers, whatever the incident', () => {
    fc.assert(
      fc.property(anyIncident, (incident) => {
        const text = incidentText(documentOf(incident), plain);
        const numbers = text.split('\n').flatMap((line) => /^(\d)\. \S/.exec(line)?.[1] ?? []);
        expect(numbers.join('')).toBe('123456789');
        expect(text).toContain('statement  none known');
        expect(text).not.toMatch(/undefined|NaN|\[object/);
      }),
    );
  });

  it('says the same in colour', () => {
    const document = documentOf(sampleIncident());
    const colored = incidentText(document, { ...plain, color: true });
    expect(colored).not.toBe(incidentText(document, plain));
    expect(stripVTControlCharacters(colored)).toBe(incidentText(document, plain));
  });

  it('fits a terminal of 100 columns', () => {
    const lines = [sampleIncident(), escalated()].flatMap((one) =>
      incidentText(documentOf(one), plain).split('\n'),
    );
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });
});

describe('incidentJson', () => {
  it('has schema, kind, incident, answers and related calls, and survives a round trip', () => {
    const document = documentOf(sampleIncident(), 'Do not.');
    expect(Object.keys(document)).toEqual([
      'schema',
      'kind',
      'generatedAt',
      'incident',
      'answers',
      'related',
    ]);
    expect(Object.keys(document.answers)).toEqual([
      'resource',
      'change',
      'occurred',
      'who',
      'broke',
      'detection',
      'remediation',
      'means',
      'prevention',
    ]);
    expect(JSON.parse(incidentJson(document))).toEqual(document);
  });

  it('counts recurrences by the episode, also where older ones are no longer on record', () => {
    const incident = sampleIncident({ episode: 5 });
    const episodes = [
      incident,
      sampleIncident({ id: 'inc-4', episode: 4 }),
      sampleIncident({ id: 'inc-6', episode: 6 }),
    ];
    const { prevention } = answersOf(incident, { episodes, prevention: () => undefined });
    expect(prevention).toMatchObject({ times: 4, before: [{ id: 'inc-4' }], since: 1, statement: null });
  });
});
