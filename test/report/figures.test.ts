import { describe, expect, it } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import { type Figures, figuresOf, type Group } from '../../controller/report/figures.js';
import { sampleIncident } from './sample-incident.js';

const period = { since: '2026-01-01T00:00:00.000Z', until: '2026-02-01T00:00:00.000Z' };

const figuresOfAll = (...incidents: readonly Partial<Incident>[]): Figures =>
  figuresOf(
    incidents.map((changes, index) => sampleIncident({ id: `inc-${index}`, ...changes })),
    period,
  );

describe('the headline', () => {
  it('is what the clock says, and its parts add up', () => {
    const figures = figuresOfAll({}, { verifiedAt: '2026-01-31T12:00:08.050Z' });
    expect(figures.timeToRepair.exact).toMatchObject({ count: 2, meanMs: 6_050, p50Ms: 4_050, maxMs: 8_050 });
    expect(figures.timeToDetect.exact).toMatchObject({ count: 2, meanMs: 2_100 });
    const { occurredToDetected, detectedToRemediated, remediatedToVerified } = figures.parts;
    const parts = [occurredToDetected, detectedToRemediated, remediatedToVerified];
    expect(parts.map((one) => one.exact.meanMs)).toEqual([2_100, 1_300, 2_650]);
  });

  it.each<[string, Partial<Incident>]>([
    ['a rollout', { cause: 'rollout' }],
    ['an onboarding', { cause: 'onboarding' }],
    ['what could not be read', { finding: 'unreadable' }],
    ['what was opened in dry-run', { mode: 'dry-run' }],
  ])('averages no %s', (_, changes) => {
    const figures = figuresOfAll({}, { ...changes, verifiedAt: '2026-02-09T00:00:00.000Z' });
    expect(figures.timeToRepair.exact).toMatchObject({ count: 1, maxMs: 4_050 });
    expect(figures.timeToDetect.exact.count).toBe(1);
    expect(figures.incidents).toBe(2);
  });

  it.each<[string, Partial<Incident>]>([
    ['others healed', { outcome: 'healedElsewhere' }],
    ['is open', { status: 'open', outcome: 'failed' }],
    ['is proposed', { status: 'open', outcome: 'proposed' }],
    ['is escalated', { status: 'open', outcome: 'escalated' }],
    ['ended without repair', { outcome: 'gone' }],
  ])('takes no repair time from what %s, but counts that it was detected', (_, changes) => {
    const figures = figuresOfAll({}, changes);
    expect(figures.timeToRepair.exact.count).toBe(1);
    expect(figures.timeToDetect.exact.count).toBe(2);
  });

  it('says how many repairs were no drift', () => {
    expect(figuresOfAll({}, { cause: 'rollout' }, { finding: 'unreadable' }).healedNotDrift).toBe(2);
  });
});

describe('a start that is not known exactly', () => {
  it('gives bounds for an interval and leaves the headline alone', () => {
    const { timeToRepair, timeToDetect } = figuresOfAll(
      {},
      {
        occurred: { kind: 'between', from: '2026-01-31T11:00:00.000Z', to: '2026-01-31T12:00:02.000Z' },
        channel: 'scan',
      },
    );
    expect(timeToRepair.exact).toMatchObject({ count: 1, meanMs: 4_050 });
    expect(timeToRepair.interval.atLeast).toMatchObject({ count: 1, meanMs: 2_050, maxMs: 2_050 });
    expect(timeToRepair.interval.atMost).toMatchObject({ count: 1, meanMs: 3_604_050, maxMs: 3_604_050 });
    expect(timeToDetect.interval.atLeast.meanMs).toBe(100);
  });

  it('counts an unknown start and averages nothing', () => {
    const { timeToRepair } = figuresOfAll({ occurred: { kind: 'unknown' } });
    expect(timeToRepair).toMatchObject({ exact: { count: 0, meanMs: null }, unknown: 1, contradictory: 0 });
  });

  it('counts times that contradict each other and averages nothing', () => {
    const { timeToRepair } = figuresOfAll({ verifiedAt: '2026-01-31T11:59:59.000Z' });
    expect(timeToRepair).toMatchObject({ exact: { count: 0, meanMs: null }, unknown: 0, contradictory: 1 });
  });
});

describe('the period', () => {
  it('counts what was detected in it, and ages also what is open from before', () => {
    const old = { detectedAt: '2025-12-01T00:00:00.000Z' };
    const figures = figuresOfAll({}, old, { ...old, status: 'open', outcome: 'failed' });
    expect(figures.incidents).toBe(1);
    expect(figures.openByAge.at(-1)).toEqual({
      age: 'over 30 d',
      open: 1,
      proposed: 0,
      escalated: 0,
      dryRun: 0,
    });
  });

  it('leaves out what was detected after it', () => {
    const figures = figuresOfAll({
      detectedAt: '2026-02-01T00:00:00.001Z',
      status: 'open',
      outcome: 'failed',
    });
    expect(figures.incidents).toBe(0);
    expect(figures.openByAge.map((row) => row.open)).toEqual([0, 0, 0, 0, 0]);
  });

  it.each([
    ['2026-01-31T23:00:00.001Z', 'under 1 h'],
    ['2026-01-31T23:00:00.000Z', '1 h to 1 d'],
    ['2026-01-31T00:00:00.000Z', '1 d to 7 d'],
    ['2026-01-25T00:00:00.000Z', '7 d to 30 d'],
    ['2026-01-02T00:00:00.000Z', 'over 30 d'],
  ])('detected at %s is %s old', (detectedAt, age) => {
    const { openByAge } = figuresOfAll({
      detectedAt,
      status: 'open',
      outcome: 'proposed',
      mode: 'auto-revert',
    });
    expect(openByAge.filter((row) => row.proposed > 0).map((row) => row.age)).toEqual([age]);
  });
});

describe('groups', () => {
  const keys = (groups: readonly Group[]): readonly string[] => groups.map((group) => group.key);

  it('are by aspect, severity and channel, in an order that does not depend on the incidents', () => {
    const { by } = figuresOfAll(
      { aspect: 'lifecycle', severity: 'low', channel: 'scan' },
      { aspect: 'acl', severity: 'critical', channel: 'recheck' },
      { aspect: 'lifecycle', severity: 'high', channel: 'event' },
    );
    expect(keys(by.aspect)).toEqual(['acl', 'lifecycle']);
    expect(keys(by.severity)).toEqual(['critical', 'high', 'low']);
    expect(keys(by.channel)).toEqual(['event', 'recheck', 'scan']);
    expect(by.aspect.map((group) => group.incidents)).toEqual([1, 2]);
  });
});
