import { describe, expect, test } from 'vitest';
import { alertFrom, allAlerts } from './data.js';
import { listed } from './listed.js';
import { placed, type Way } from './place.js';

const alerts = allAlerts();
const places = placed(alerts.flatMap((one) => one.scenarios));

test('every listed alert has one file, a drift and a benign twin', () => {
  expect(new Map(alerts.map(({ alert, name }) => [alert, name]))).toEqual(listed);
  expect(alerts).toHaveLength(listed.size);
  const count = (way: Way): number => places.filter((place) => place.way === way).length;
  process.stdout.write(
    `alerts: ${alerts.length} of ${listed.size}; scenarios: ${places.length} (${count('event')} with the event, ${count('lost')} with the event lost, ${count('benign')} benign)\n`,
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

  test('of what Snapback rests on has no end state, and is played with the event lost if it leaves a trace', () => {
    const own = `
alert: own-trail
name: The trail
own: arn:aws:cloudtrail:us-east-1:111122223333:trail/watch
events: [StopLogging]
drifts:
  - it: stops it
    change: [{ cloudtrail:StopLogging: { name: watch } }]
    incidents: [{ aspect: ownTrail, policy: own-trail.stopped, severity: critical, outcome: alerted }]
    writes: []
benign:
  - it: may not
    change: [{ cloudtrail:StopLogging: { name: watch } }]
    refused: AccessDenied
`;
    const waysOf = (text: string) => placed(alertFrom('x.yaml', text).scenarios).map(({ way }) => way);
    expect(waysOf(own)).toEqual(['event', 'lost', 'benign']);
    expect(waysOf(own.replace('writes:', 'traceless: true\n    writes:'))).toEqual(['event', 'benign']);
    expect(() => alertFrom('x.yaml', own.replace(/own: .*/, ''))).toThrow('no baseline');
    expect(() => alertFrom('x.yaml', own.replaceAll('cloudtrail:Stop', 's3:Stop'))).toThrow('change');
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
    ['no end state at all', /end: .*/, '', 'end state'],
    ['a state of another service', 'change:', 'state: [{ iam:TagRole: {} }]\n    change:', 'property name'],
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
