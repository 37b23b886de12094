import fc from 'fast-check';
import type { Incident, Occurred } from '../../controller/domain/incident.js';
import { modes, outcomes, severities } from '../../controller/domain/response.js';
import { instant } from '../../controller/domain/time.js';
import { sampleIncident } from './sample-incident.js';

const origin = Date.parse('2026-01-01T00:00:00.000Z');
const day = 86_400_000;

/** Moments of January 2026. */
export const anyInstant = fc.integer({ min: 0, max: 31 * day }).map((ms) => instant(new Date(origin + ms)));

const anyOccurred: fc.Arbitrary<Occurred> = fc.oneof(
  fc.record({ kind: fc.constant('at' as const), at: anyInstant }),
  fc.record({ kind: fc.constant('between' as const), from: anyInstant, to: anyInstant }),
  fc.constant({ kind: 'unknown' as const }),
);

/** Incidents in any combination of states and times, also such as no sane clock writes. */
export const anyIncident: fc.Arbitrary<Incident> = fc
  .record(
    {
      id: fc.integer({ min: 1, max: 30 }).map((number) => `inc-${number}`),
      version: fc.integer({ min: 1, max: 3 }),
      aspect: fc.constantFrom('acl', 'encryption', 'publicAccessBlock'),
      finding: fc.constantFrom('difference', 'unreadable', 'gone'),
      status: fc.constantFrom('open', 'closed'),
      outcome: fc.constantFrom(...outcomes),
      mode: fc.constantFrom(...modes),
      cause: fc.constantFrom('drift', 'rollout', 'onboarding'),
      severity: fc.constantFrom(...severities),
      channel: fc.constantFrom('event', 'scan', 'recheck', 'catalogue', 'command'),
      occurred: anyOccurred,
      detectedAt: anyInstant,
      remediatedAt: anyInstant,
      verifiedAt: anyInstant,
    } as const,
    { requiredKeys: ['id'] },
  )
  .map((changes) => sampleIncident(changes));
