import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident, Notification } from '../../controller/domain/incident.js';
import { slackBody } from '../../controller/notify/slack-body.js';
import { anyIncident } from '../report/arbitrary-incident.js';
import { sampleIncident } from '../report/sample-incident.js';

const at = '2026-01-31T12:00:04.050Z';
const notification = (kind: Notification['kind']): Notification => ({ id: 'ntf-1', kind, at });

const withRunbook = (runbook: string): Incident =>
  sampleIncident({ outcome: 'escalated', escalation: { kind: 'escalate', aspect: 'acl', runbook } });

describe('the headline', () => {
  it.each<[Notification['kind'], Partial<Incident>, string]>([
    ['opened', {}, 'Not as declared: publicAccessBlock of acme-invoices'],
    ['opened', { finding: 'unreadable' }, 'Cannot be read: publicAccessBlock of acme-invoices'],
    ['opened', { finding: 'gone' }, 'Gone: publicAccessBlock of acme-invoices'],
    ['closed', {}, 'Put back: publicAccessBlock of acme-invoices'],
    ['closed', { outcome: 'healedElsewhere' }, 'Put back by others: publicAccessBlock of acme-invoices'],
    ['closed', { outcome: 'ignored' }, 'Closed: publicAccessBlock of acme-invoices'],
    ['escalated', {}, 'Needs a human: publicAccessBlock of acme-invoices'],
  ])('of %s with %j is "%s"', (kind, changes, headline) => {
    const body = slackBody(sampleIncident(changes), notification(kind));
    expect(body.text).toBe(`[critical] ${headline} (inc-01k9t4m2qx7d)`);
    expect(body.blocks[0]).toEqual({ type: 'header', text: { type: 'plain_text', text: headline } });
  });
});

describe('the blocks', () => {
  it('say who, where, when, and what a human has to do', () => {
    const text = JSON.stringify(slackBody(withRunbook('First.\nThen.'), notification('escalated')));
    for (const part of [
      '*target*\\naws/111122223333/bucket/acme-invoices',
      '*who*\\narn:aws:sts::111122223333:assumed-role/deployer/laptop"',
      '*occurred*\\n2026-01-31T12:00:00.000Z',
      '*fields*\\nBlockPublicAcls\\nBlockPublicPolicy',
      '*runbook*\\nFirst.\\nThen.',
    ])
      expect(text).toContain(part);
  });

  it('do not take a claim for a fact, nor an interval for a moment', () => {
    const { who } = sampleIncident();
    const claimed = who.kind === 'known' ? { ...who, confirmed: false } : who;
    const text = JSON.stringify(
      slackBody(
        sampleIncident({ who: claimed, occurred: { kind: 'between', from: 'A', to: 'B' } }),
        notification('opened'),
      ),
    );
    expect(text).toContain('(claimed by an event, not confirmed)');
    expect(text).toContain('*occurred*\\nbetween A and B');
  });

  it('let nobody outside call people or make links', () => {
    const evil = '<!channel> <https://evil.example|click> & \u202e';
    const incident = sampleIncident({
      who: { kind: 'unknown', reason: evil },
      fields: [{ path: evil }],
      escalation: { kind: 'escalate', aspect: 'acl', runbook: evil },
    });
    const text = JSON.stringify(slackBody(incident, notification('escalated')).blocks.slice(1));
    expect(text).not.toMatch(/[<>\u202e]|&(?!amp;|lt;|gt;)/);
    expect(text).toContain('&lt;!channel&gt;');
    expect(text.match(/"mrkdwn"/g)?.length).toBe(text.match(/"verbatim":true/g)?.length);
  });

  it('stay within what Slack takes, and cut nothing in two', () => {
    const anyText = fc
      .array(fc.constantFrom('&', '<', 'a', '🪣', '\n', '\u0007'), { minLength: 1, maxLength: 40 })
      .map((parts) => parts.join('').repeat(200));
    fc.assert(
      fc.property(
        anyIncident,
        anyText,
        fc.constantFrom('opened', 'closed', 'escalated'),
        (incident, text, kind) => {
          const body = slackBody(
            {
              ...incident,
              aspect: text,
              who: { kind: 'unknown', reason: text },
              escalation: { kind: 'escalate', aspect: 'acl', runbook: text },
            },
            notification(kind),
          );
          expect(body.text.length).toBeLessThanOrEqual(3000);
          expect(body.blocks.length).toBeLessThanOrEqual(50);
          expect(JSON.stringify(body)).not.toMatch(/\\ud[89a-f]/);
          for (const block of body.blocks) {
            if (block.type === 'header') {
              expect(block.text.text.length).toBeLessThanOrEqual(150);
              continue;
            }
            const texts = 'text' in block ? [block.text] : block.fields;
            expect(texts.length).toBeLessThanOrEqual(10);
            for (const one of texts) {
              expect(one.text.length).toBeLessThanOrEqual('text' in block ? 3000 : 2000);
              expect(one.text).not.toMatch(/&(?!amp;|lt;|gt;)/);
            }
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
