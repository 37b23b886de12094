import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import { figuresOf } from '../../controller/report/figures.js';
import { bucketOf, untilIncidents } from '../rig/book.js';
import { drifts } from '../rig/drifts.js';
import { enrol } from '../rig/enrol.js';
import { dataBaseline, namesOf } from '../rig/fleet.js';
import { type Planted, plantAll, untilHealed } from '../rig/plant.js';
import { type Rig, startRig } from '../rig/rig.js';

const names = namesOf(drifts.length);
let rig: Rig;
let planted: readonly Planted[];
let incidents: readonly Incident[];

beforeAll(async () => {
  rig = await startRig(dataBaseline);
  await enrol(rig, names, { drop: 1 });
  await rig.start();
  planted = await plantAll(rig, names);
  await untilHealed(rig, names);
  incidents = await untilIncidents(
    rig,
    (found) => found.length >= planted.length && found.every(({ status }) => status === 'closed'),
  );
});
afterAll(() => rig.stop());

test('without a single message scans heal everything, once each', () => {
  expect(rig.aws.world.bus.counts.delivered).toBe(0);
  expect(incidents.map((one) => [bucketOf(one), one.aspect, one.outcome, one.channel])).toEqual(
    planted.map(({ bucket, aspect }) => [bucket, aspect, 'reverted', 'scan']),
  );
  expect(rig.aws.world.oracle.violations).toEqual([]);
});

test('what a scan found has an interval that holds the true moment, and nobody is accused', () => {
  for (const [place, { occurred, detectedAt, who, explains }] of incidents.entries()) {
    expect(who.kind).toBe('unknown');
    expect(explains).toEqual([]);
    expect(occurred).toEqual({ kind: 'between', from: expect.any(String), to: detectedAt });
    // The record has whole seconds: the change was made within the second that it names.
    const second = Date.parse(planted[place]?.record.eventTime ?? '');
    const { from, to } = occurred.kind === 'between' ? occurred : { from: '', to: '' };
    expect(Date.parse(from)).toBeLessThan(second + 1_000);
    expect(Date.parse(to)).toBeGreaterThanOrEqual(second);
  }
});

test('no figure pretends to know the moment', () => {
  const period = { since: '2000-01-01T00:00:00.000Z', until: '2100-01-01T00:00:00.000Z' };
  const { timeToDetect, timeToRepair, states } = figuresOf(incidents, period);
  expect(states.healed).toBe(planted.length);
  for (const { exact, interval, unknown, contradictory } of [timeToDetect, timeToRepair]) {
    expect([exact.count, interval.atMost.count, unknown, contradictory]).toEqual([0, planted.length, 0, 0]);
  }
});
