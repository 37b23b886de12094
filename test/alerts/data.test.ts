import { describe, expect, test } from 'vitest';
import { alertFrom, allAlerts } from './data.js';
import { listed } from './listed.js';

const alerts = allAlerts();
const scenarios = alerts.flatMap((one) => one.scenarios);

test('every listed alert has one file, a drift and a benign twin', () => {
  expect(new Map(alerts.map(({ alert, name }) => [alert, name]))).toEqual(listed);
  expect(alerts).toHaveLength(listed.size);
  const drifts = scenarios.filter(({ kind }) => kind === 'drift').length;
  const benign = scenarios.length - drifts;
  process.stdout.write(
    `alerts: ${alerts.length} of ${listed.size}; scenarios: ${2 * drifts + benign} (${drifts} with the event, ${drifts} with the event lost, ${benign} benign)\n`,
  );
});

const sound = `
alert: 17
name: Versioning disabled
events: [PutBucketVersioning]
drifts:
  - it: suspends
    baseline: { aspects: { versioning: { Status: Enabled } } }
    change: [{ PutBucketVersioning: { VersioningConfiguration: { Status: Suspended } } }]
    end: [{ read: GetBucketVersioning, gives: { Status: Enabled } }]
    incidents: [{ aspect: versioning, policy: versioning.suspended, severity: critical, outcome: reverted }]
    writes: [PutBucketVersioning]
benign:
  - it: enables what is enabled
    baseline: { aspects: { versioning: { Status: Enabled } } }
    change: [{ PutBucketVersioning: { VersioningConfiguration: { Status: Enabled } } }]
    end: [{ read: GetBucketVersioning, gives: { Status: Enabled } }]
`;

describe('a data file', () => {
  test('is read', () => {
    expect(alertFrom('x.yaml', sound).scenarios.map(({ kind }) => kind)).toEqual(['drift', 'benign']);
  });

  test.each([
    ['an unknown member', 'name: Versioning', 'nmae: Versioning', 'additional properties'],
    ['an unknown member of a scenario', 'writes:', 'write:', 'additional properties'],
    ['a duplicate member', 'alert: 17', 'alert: 17\nalert: 17', 'unique'],
    [
      'an operation that the SDK has not',
      '{ PutBucketVersioning:',
      '{ PutBucketVersionning:',
      'no operation',
    ],
    ['a read that the SDK has not', 'read: GetBucketVersioning', 'read: GetVersioning', 'no operation'],
    ['a member that the SDK would leave out', '{ Status: Suspended }', '{ Statos: Suspended }', 'Statos'],
    ['an end state that asserts nothing', ', gives: { Status: Enabled } }', ' }', 'gives'],
    ['no end state', 'end: [{ read: GetBucketVersioning, gives: { Status: Enabled } }]', 'end: []', 'fewer'],
    ['no incident', /incidents: .*/, 'incidents: []', 'fewer'],
    ['no benign twin', /benign:[\s\S]*$/, 'benign: []\n', 'fewer'],
    ['a revert without a write', 'writes: [PutBucketVersioning]', 'writes: []', 'writes just if'],
    ['a severity that does not exist', 'critical', 'terrible', 'severity'],
    ['no baseline', /baseline: .*/, '', 'no baseline'],
    ['a change that changes nothing', '{ PutBucketVersioning:', '{ GetBucketVersioning:', 'property name'],
  ])('with %s is refused', (_, part, other, message) => {
    const text = sound.replace(part, other);
    expect(text).not.toBe(sound);
    expect(() => alertFrom('x.yaml', text)).toThrow(message);
  });
});
