import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Look } from '../../controller/domain/signal.js';
import { parseMessage } from '../../controller/runtime/cloudtrail.js';
import { mostEvents } from '../../controller/runtime/merge.js';
import { recheckBody } from '../../controller/runtime/recheck.js';
import { account, at, bucket, enrolment, event, eventLook } from './samples.js';

const due = '2026-01-31T12:00:10.000Z';
const parse = (text: string) => parseMessage(text, enrolment);
const lookOf = (text: string): Look => {
  const message = parse(text);
  if (message.kind !== 'recheck') throw new Error(`not a re-check but ${message.kind}`);
  return message.look;
};

describe('a re-check', () => {
  it('comes back as the look that it was made of, one round later, as a re-check', () => {
    const actor = { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/r/s', mfa: false };
    const look = {
      ...eventLook(bucket('invoices'), 'e-1'),
      signals: [event('e-1', { actor })],
      region: 'eu-west-1',
    };
    expect(lookOf(recheckBody(look, 1, due))).toEqual({
      target: bucket('invoices'),
      signals: [{ kind: 'recheck', at: due }, event('e-1', { actor })],
      aspects: ['bucketPolicy'],
      region: 'eu-west-1',
      round: 1,
    });
  });

  it('keeps account targets and looks at everything', () => {
    const look: Look = { target: account, signals: [{ kind: 'scan', at }], aspects: 'all', round: 0 };
    const again = lookOf(recheckBody(look, 1, due));
    expect(again).toEqual({
      target: account,
      signals: [{ kind: 'recheck', at: due }],
      aspects: 'all',
      round: 1,
    });
  });

  it('does not carry an older re-check along', () => {
    const first = lookOf(recheckBody(eventLook(bucket('invoices'), 'e-1'), 1, at));
    const second = lookOf(recheckBody(first, 2, due));
    expect(second.signals).toEqual([{ kind: 'recheck', at: due }, event('e-1')]);
  });

  it('fits into a message whatever the actors claim: all ids stay, and the oldest keeps its actor longest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: mostEvents }),
        fc.constantFrom('x', 'é', '漢'),
        (count, letter) => {
          const actor = {
            type: 'IAMUser',
            userAgent: letter.repeat(330),
            arn: 'a'.repeat(1024),
            role: 'r'.repeat(1024),
          };
          const signals = Array.from({ length: count }, (_, n) =>
            event(`event-${n}`, {
              actor,
              at: `2026-01-31T11:00:${String(59 - (n % 60))}.000Z`.replace(/:(\d)\./, ':0$1.'),
            }),
          );
          const text = recheckBody({ ...eventLook(bucket('invoices'), 'x'), signals }, 1, due);
          expect(Buffer.byteLength(text)).toBeLessThan(262_144);
          const events = lookOf(text).signals.filter((signal) => signal.kind === 'event');
          expect(events.map(({ id }) => id).sort()).toEqual(signals.map(({ id }) => id).sort());
          const oldest = events.reduce((a, b) => (a.at <= b.at ? a : b));
          expect(oldest.actor.arn).toBeDefined();
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['another version', { version: 2 }],
    ['a target that is none', { target: 'aws/111122223333/bucket/../x' }],
    ['a target of another form', { target: { name: 'invoices' } }],
    ['round 0', { round: 0 }],
    ['a round without end', { round: 1e9 }],
    ['half a round', { round: 1.5 }],
    ['aspects that are no names', { aspects: ['../x'] }],
    ['no aspects', { aspects: undefined }],
    ['no time', { signals: [{ kind: 'recheck' }] }],
    ['no signals', { signals: [] }],
    [
      'an event that is none',
      {
        signals: [
          { kind: 'recheck', at: due },
          { kind: 'event', id: 'x' },
        ],
      },
    ],
    [
      'a signal of another kind',
      {
        signals: [
          { kind: 'recheck', at: due },
          { kind: 'command', at: due },
        ],
      },
    ],
  ])('with %s is not read', (_, changes) => {
    const body: unknown = JSON.parse(recheckBody(eventLook(bucket('invoices'), 'e-1'), 1, due));
    expect(parse(JSON.stringify({ ...Object(body), ...changes })).kind).toBe('malformed');
  });

  it('of an account that is not enrolled, or of another partition, is passed over', () => {
    for (const key of ['aws/999999999999/bucket/invoices', 'aws-cn/111122223333/bucket/invoices']) {
      const body: unknown = JSON.parse(recheckBody(eventLook(bucket('invoices'), 'e-1'), 1, due));
      expect(parse(JSON.stringify({ ...Object(body), target: key })).kind).toBe('notOurs');
    }
  });

  it('is never the cause of an exception', () => {
    const any = fc.record(
      {
        version: fc.constantFrom(1, 2),
        target: fc.string(),
        round: fc.jsonValue(),
        aspects: fc.jsonValue(),
        signals: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(any, (body) => {
        const text = JSON.stringify({ snapback: 'recheck', ...body });
        expect(['malformed', 'notOurs', 'recheck']).toContain(parse(text).kind);
      }),
    );
  });
});
