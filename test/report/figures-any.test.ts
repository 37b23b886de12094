import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import { type Figures, figuresOf, type Tally } from '../../controller/report/figures.js';
import type { SpanFigures } from '../../controller/report/span.js';
import { anyIncident, anyInstant } from './arbitrary-incident.js';

const period = { since: '2026-01-01T00:00:00.000Z', until: '2026-02-01T00:00:00.000Z' };

const countOf = (figures: SpanFigures): number =>
  figures.exact.count + figures.interval.atLeast.count + figures.unknown + figures.contradictory;

const tallies = (figures: Figures): readonly Tally[] => [figures, ...Object.values(figures.by).flat()];

const spansOf = (figures: Figures): readonly SpanFigures[] => [
  ...Object.values(figures.parts),
  ...tallies(figures).flatMap((one) => [one.timeToDetect, one.timeToRepair]),
];

describe('for any incidents', () => {
  const anyFigures = fc
    .tuple(fc.array(anyIncident, { maxLength: 40 }), anyInstant)
    .map(([incidents, since]) => ({
      incidents,
      figures: figuresOf(incidents, { since, until: period.until }),
      since,
    }));

  it('counts each incident once, in one state, in one group of each kind', () => {
    fc.assert(
      fc.property(anyFigures, ({ incidents, figures, since }) => {
        const newest = new Map<string, Incident>();
        for (const one of incidents) {
          const known = newest.get(one.id);
          if (known === undefined || one.version > known.version) newest.set(one.id, one);
        }
        const expected = [...newest.values()].filter((one) => one.detectedAt >= since).length;
        expect(figures.incidents).toBe(expected);
        for (const one of tallies(figures))
          expect(Object.values(one.states).reduce((sum, count) => sum + count, 0)).toBe(one.incidents);
        for (const groups of Object.values(figures.by))
          expect(groups.reduce((sum, group) => sum + group.incidents, 0)).toBe(expected);
      }),
    );
  });

  it('loses no repair and counts none twice', () => {
    fc.assert(
      fc.property(anyFigures, ({ figures }) => {
        const repairs = figures.states.healed - figures.healedNotDrift;
        expect(countOf(figures.timeToRepair)).toBe(repairs);
        for (const part of Object.values(figures.parts)) expect(countOf(part)).toBe(repairs);
        for (const groups of Object.values(figures.by))
          expect(groups.reduce((sum, group) => sum + countOf(group.timeToRepair), 0)).toBe(repairs);
      }),
    );
  });

  it('gives no negative figure, and bounds in order', () => {
    fc.assert(
      fc.property(anyFigures, ({ figures }) => {
        for (const { exact, interval } of spansOf(figures)) {
          for (const one of [exact, interval.atLeast, interval.atMost])
            for (const value of Object.values(one)) expect(value ?? 0).toBeGreaterThanOrEqual(0);
          expect(interval.atLeast.count).toBe(interval.atMost.count);
          for (const name of ['meanMs', 'p50Ms', 'p95Ms', 'p99Ms', 'maxMs'] as const)
            expect(interval.atLeast[name] ?? 0).toBeLessThanOrEqual(interval.atMost[name] ?? 0);
        }
      }),
    );
  });

  it('ages exactly what is open', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyIncident, { selector: (one) => one.id }), (incidents) => {
        const { openByAge } = figuresOf(incidents, period);
        const aged = openByAge.reduce(
          (sum, row) => sum + row.open + row.proposed + row.escalated + row.dryRun,
          0,
        );
        expect(aged).toBe(incidents.filter((one) => one.status === 'open').length);
      }),
    );
  });
});
