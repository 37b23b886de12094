import { describe, expect, it } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import { instant } from '../../controller/domain/time.js';
import { figuresOf } from '../../controller/report/figures.js';
import { incidentsTable } from '../../controller/report/incidents-table.js';
import { reportJson } from '../../controller/report/report-json.js';
import { reportText } from '../../controller/report/report-text.js';
import { sampleIncident } from './sample-incident.js';

const plain = { width: 100, color: false };
const period = { since: '2026-01-01T00:00:00.000Z', until: '2026-01-31T00:00:00.000Z' };

const second = 1_000;
const momentAt = (ms: number): string => instant(new Date(Date.parse('2026-01-10T08:00:00.000Z') + ms));

/** A month of a small fleet: mostly events, some found by scans, some not healed. */
const month = (): readonly Incident[] =>
  Array.from({ length: 40 }, (_, index) => {
    const start = index * 8 * 3_600 * second;
    const scan = index % 8 === 3;
    return sampleIncident({
      id: `inc-01k9t4m2qx${index}`,
      target: { kind: 'bucket', partition: 'aws', account: '111122223333', name: `acme-data-${index % 7}` },
      aspect: index % 3 === 0 ? 'encryption' : 'publicAccessBlock',
      severity: index % 3 === 0 ? 'high' : 'critical',
      channel: scan ? 'scan' : 'event',
      occurred: scan
        ? { kind: 'between', from: momentAt(start - 3_600 * second), to: momentAt(start + second) }
        : { kind: 'at', at: momentAt(start) },
      detectedAt: momentAt(start + (2 + (index % 5)) * second),
      remediatedAt: momentAt(start + (3 + (index % 5)) * second),
      verifiedAt: momentAt(start + (4 + (index % 5) + (index % 4)) * second),
      ...(index === 5 ? { occurred: { kind: 'unknown' } } : {}),
      ...(index === 9 ? { cause: 'rollout' } : {}),
      ...(index === 12 ? { outcome: 'healedElsewhere' } : {}),
      ...(index > 37 ? { status: 'open', outcome: 'escalated' } : {}),
      ...(index % 10 === 6 ? { mode: 'dry-run', status: 'open', outcome: 'proposed' } : {}),
    });
  });

describe('reportText', () => {
  it('is worth reading', () => {
    expect(reportText(figuresOf(month(), period), plain)).toMatchSnapshot();
  });

  it('says that there was nothing, without figures made up', () => {
    const text = reportText(figuresOf([], period), plain);
    expect(text).toContain('0 incidents on 0 targets');
    expect(text).not.toContain('0 ms');
    expect(text).not.toContain('By aspect');
  });

  it('fits a terminal of 100 columns', () => {
    const lines = reportText(figuresOf(month(), period), plain).split('\n');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });
});

describe('a report by control', () => {
  const { policy } = sampleIncident();
  const broke = (id: string, controls: readonly string[], changes: Partial<Incident> = {}): Incident =>
    sampleIncident({ id, policy: { ...policy, controls }, detectedAt: momentAt(0), ...changes });
  const figures = figuresOf(
    [
      broke('inc-1', ['S3.13', 'CIS-2.1.4']),
      broke('inc-2', ['S3.9'], { status: 'open', outcome: 'proposed' }),
      broke('inc-3', ['S3.9', 'S3.13'], { outcome: 'healedElsewhere' }),
      broke('inc-4', []),
      sampleIncident({ id: 'inc-5', detectedAt: momentAt(0) }),
    ],
    period,
  );

  it('counts an incident for every control that it broke, and apart what broke none', () => {
    expect(figures.by.control.map(({ key, incidents }) => [key, incidents])).toEqual([
      ['CIS-2.1.4', 1],
      ['S3.9', 2],
      ['S3.13', 2],
      ['none', 2],
    ]);
  });

  it('says for each control what became of its incidents', () => {
    const lines = reportText(figures, plain, 'control').split('\n');
    const at = lines.indexOf('What became of them, by control');
    expect(lines.slice(at + 1, at + 6).map((line) => line.trim().split(/ +/))).toEqual([
      ['control', 'incidents', 'healed', 'open', 'otherwise', 'dry-run'],
      ['CIS-2.1.4', '1', '1', '0', '0', '0'],
      ['S3.9', '2', '1', '1', '0', '0'],
      ['S3.13', '2', '2', '0', '0', '0'],
      ['none', '2', '2', '0', '0', '0'],
    ]);
    expect(lines).toContain('By control');
    expect(lines).not.toContain('By aspect');
  });
});

describe('reportJson', () => {
  it('is a document of a known schema with all figures', () => {
    const figures = figuresOf(month(), period);
    const document: unknown = JSON.parse(reportJson(figures, period.until));
    expect(document).toEqual({ schema: 1, kind: 'report', generatedAt: period.until, ...figures });
  });

  it('writes null, and no zero, where nothing was counted', () => {
    const document: unknown = JSON.parse(reportJson(figuresOf([], period), period.until));
    const nothing = { count: 0, meanMs: null, p50Ms: null, p95Ms: null, p99Ms: null, maxMs: null };
    expect(document).toMatchObject({
      timeToRepair: { exact: nothing, interval: { atLeast: nothing, atMost: nothing }, unknown: 0 },
    });
  });
});

describe('incidentsTable', () => {
  it('has one line for each incident, in the order given', () => {
    const shown = [
      sampleIncident(),
      sampleIncident({ id: 'inc-2', status: 'open', outcome: 'proposed', severity: 'low' }),
      sampleIncident({ id: 'inc-3', outcome: 'gone' }),
      sampleIncident({ id: 'inc-4', outcome: 'healedElsewhere' }),
      sampleIncident({
        id: 'inc-5',
        mode: 'dry-run',
        target: { kind: 'account', partition: 'aws', account: '111122223333' },
      }),
      sampleIncident({
        id: 'inc-6',
        occurred: { kind: 'between', from: '2026-01-31T06:00:00.000Z', to: '2026-01-31T12:00:00.000Z' },
      }),
    ];
    expect(incidentsTable(shown, '2026-02-02T03:00:00.000Z', plain)).toMatchSnapshot();
  });

  it('shortens names before ids on a narrow screen', () => {
    const text = incidentsTable([sampleIncident()], period.until, { width: 60, color: false });
    expect(text).toContain('inc-01k9t4m2qx7d');
    expect(text).toContain('publicAcces…');
  });

  it('says so when there are none', () => {
    expect(incidentsTable([], period.until, plain)).toBe('No incidents.\n');
  });
});
