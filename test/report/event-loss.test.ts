import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import { eventFigures } from '../../controller/report/event-loss.js';
import { eventLines } from '../../controller/report/event-loss-text.js';
import { sampleIncident } from './sample-incident.js';

const until = '2026-01-31T13:00:00.000Z';
const { who: told } = sampleIncident();
if (told.kind !== 'known') throw new Error('the sample names nobody');

/** A drift that a scan found, and the event that CloudTrail's history has of it. */
const found = (event: string, changes: Partial<Incident> = {}, at = '2026-01-31T12:00:00.000Z'): Incident =>
  sampleIncident({
    id: `inc-${event}`,
    channel: 'scan',
    explains: [],
    who: { ...told, event, call: 'PutBucketAcl', at, confirmed: true },
    ...changes,
  });
const came = (event: string): Incident =>
  sampleIncident({ id: `inc-${event}`, who: { ...told, event, confirmed: false }, explains: [event] });

const figuresOf = (incidents: readonly Incident[], ...heard: readonly string[]) =>
  eventFigures(incidents, { until, heard: new Set(heard) });

describe('events that should have told of drift', () => {
  it('are lost if CloudTrail has them and they did not come, by call and region', () => {
    const figures = figuresOf([came('a'), came('b'), came('c'), found('d')]);
    expect(figures).toMatchObject({ came: 3, late: 0, lost: 1, pending: 0, unknown: 0, lossRate: 0.25 });
    expect(figures.calls).toEqual([
      { call: 'PutBucketAcl', region: 'eu-central-1', came: 0, lost: 1 },
      { call: 'PutBucketPublicAccessBlock', region: 'eu-central-1', came: 3, lost: 0 },
    ]);
    expect(figures.neverCame).toEqual(['PutBucketAcl']);
    expect(figures.lostEvents).toEqual([
      {
        incident: 'inc-d',
        event: 'd',
        call: 'PutBucketAcl',
        at: '2026-01-31T12:00:00.000Z',
        region: 'eu-central-1',
      },
    ]);
  });

  it.each<[string, readonly Incident[], readonly string[], object]>([
    ['came late', [found('d', { explains: ['d'] })], [], { came: 1, late: 1, lost: 0, lossRate: 0 }],
    ['came, and told of nothing', [found('d')], ['d'], { came: 1, late: 1, lost: 0, lossRate: 0 }],
    [
      'may yet come',
      [found('d', {}, '2026-01-31T12:50:00.000Z')],
      [],
      { came: 0, lost: 0, pending: 1, lossRate: null },
    ],
    [
      'are not known',
      [found('d', { who: { kind: 'unknown', reason: 'nobody asked' } })],
      [],
      { came: 0, lost: 0, unknown: 1, lossRate: null },
    ],
    ['belong to a rollout', [found('d', { cause: 'rollout' })], [], { lost: 0, unknown: 0 }],
    ['could not have told of what is unreadable', [found('d', { finding: 'unreadable' })], [], { lost: 0 }],
  ])('are not lost if they %s', (_, incidents, heard, expected) => {
    expect(figuresOf(incidents, ...heard)).toMatchObject(expected);
    expect(figuresOf(incidents, ...heard).lostEvents).toEqual([]);
  });

  it('are a call that never came only if none of it came anywhere', () => {
    const elsewhere = found('e', { explains: ['e'], region: 'us-east-1' });
    expect(figuresOf([found('d'), elsewhere]).neverCame).toEqual([]);
  });

  it('add up, whatever happened', () => {
    const one = fc.record({
      event: fc.uuid(),
      isKnown: fc.boolean(),
      isHeard: fc.boolean(),
      explained: fc.boolean(),
      at: fc.constantFrom('2026-01-31T12:00:00.000Z', '2026-01-31T12:59:00.000Z'),
      cause: fc.constantFrom('drift', 'rollout'),
    });
    fc.assert(
      fc.property(fc.array(one), (drawn) => {
        const incidents = drawn.map(({ event, isKnown, explained, at, cause }) =>
          found(
            event,
            {
              cause,
              explains: explained ? [event] : [],
              ...(isKnown ? {} : { who: { kind: 'unknown', reason: 'none' } as const }),
            },
            at,
          ),
        );
        const heard = drawn.filter(({ isHeard }) => isHeard).map(({ event }) => event);
        const figures = figuresOf(incidents, ...heard);
        const drifts = drawn.filter(({ cause }) => cause === 'drift');
        expect(figures.came + figures.lost + figures.pending + figures.unknown).toBe(drifts.length);
        expect(figures.calls.reduce((sum, call) => sum + call.came + call.lost, 0)).toBe(
          figures.came + figures.lost,
        );
        for (const { event } of figures.lostEvents)
          expect(drawn.find((each) => each.event === event)).toMatchObject({
            isKnown: true,
            isHeard: false,
            explained: false,
            at: '2026-01-31T12:00:00.000Z',
          });
      }),
    );
  });

  it('are told to people with what to do', () => {
    const unknown = found('u', { who: { kind: 'unknown', reason: 'none' } });
    const lines = eventLines(figuresOf([came('a'), found('d'), unknown]), { width: 100, color: false });
    expect(lines.join('\n')).toContain('1 of 2 events came');
    expect(lines.join('\n')).toContain('Lost: 1 (50.0 %).');
    expect(lines.join('\n')).toContain('1 drift left out');
    expect(lines.join('\n')).toContain('not one event came: PutBucketAcl');
  });
});
