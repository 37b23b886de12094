import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { jsonOf, typing } from './typed.js';

const idsOf = (policies: unknown): readonly string[] => (policies as { id: string }[]).map(({ id }) => id);

// The catalogue that comes with Snapback, which needs no AWS.
const type = typing({ env: {} });

describe('snapback policies', () => {
  it('lists every policy in the order in which it decides, the last word last', async () => {
    const { code, out, err } = await type('policies');
    expect([code, err]).toEqual([0, '']);
    const lines = out.trim().split('\n');
    expect(lines[0]).toMatch(/^policy +severity +response +tactic +techniques +controls$/);
    expect(lines.at(-1)).toMatch(/^default +medium +alert +- +- +-$/);
    expect(lines.findIndex((line) => line.startsWith('acl.public'))).toBeLessThan(
      lines.findIndex((line) => line.startsWith('acl.changed')),
    );
  });

  it('tells programs everything', async () => {
    const { policies } = jsonOf(await type('policies', '--control', 'S3.20', '--json'));
    expect(policies).toMatchObject([
      {
        id: 'versioning.mfa-delete-disabled',
        title: 'MFA delete disabled',
        aspect: 'versioning',
        severity: 'critical',
        tactic: 'TA0040',
        techniques: ['T1490', 'T1485'],
        controls: ['S3.20', 'CIS-2.1.2'],
        response: 'revert',
        why: expect.any(String),
        runbook: expect.any(String),
      },
    ]);
  });

  it('lists those of one aspect alone', async () => {
    const { policies } = jsonOf(await type('policies', '--aspect', 'logging', '--json'));
    expect((policies as { aspect: string }[]).map(({ aspect }) => aspect)).toEqual(
      expect.arrayContaining(['logging']),
    );
    expect(new Set((policies as { aspect: string }[]).map(({ aspect }) => aspect)).size).toBe(1);
  });

  it('lets folders of others decide before those that come with Snapback, wherever it is called', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'policies-'));
    const own = '- { id: ours, aspect: logging, severity: low, response: alert, why: Our own word. }\n';
    writeFileSync(join(folder, 'ours.yaml'), own);
    const asked = ['policies', '--aspect', 'logging', '--json', '--policies'];
    const elsewhere = vi.spyOn(process, 'cwd').mockReturnValue(folder);
    try {
      const { policies: both } = jsonOf(await type(...asked, `${folder}, shipped`));
      const { policies: standard } = jsonOf(await type('policies', '--aspect', 'logging', '--json'));
      expect(idsOf(standard).length).toBeGreaterThan(1);
      expect(idsOf(both)).toEqual(['ours', ...idsOf(standard)]);
      expect(await type(...asked, folder)).toMatchObject({
        code: 1,
        err: expect.stringContaining('no folder of remediation policies has _default.yaml'),
      });
    } finally {
      elsewhere.mockRestore();
      rmSync(folder, { recursive: true });
    }
  });

  it('says so where nothing is found', async () => {
    expect(await type('policies', '--control', 'S3.99')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('No remediation policy is so'),
    });
  });
});

describe('snapback report', () => {
  it('says by what it can group', async () => {
    expect(await type('report', '--by', 'colour')).toMatchObject({
      code: 1,
      err: expect.stringContaining('aspect, severity, channel, control'),
    });
  });
});
