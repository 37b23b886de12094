import { describe, expect, it } from 'vitest';
import { actorKey, nearTime, relatedCalls } from '../../controller/report/related.js';
import { sampleIncident } from './sample-incident.js';
import { deployer, sampleCall } from './sample-timeline.js';

describe('nearTime', () => {
  it.each([
    [{ kind: 'at', at: '2026-01-31T12:00:00.000Z' }, '2026-01-31T11:00:00.000Z'],
    [
      { kind: 'between', from: '2026-01-31T06:30:00.000Z', to: '2026-01-31T12:00:00.000Z' },
      '2026-01-31T05:30:00.000Z',
    ],
    [{ kind: 'unknown' }, '2026-01-31T11:00:02.100Z'],
  ] as const)('for %j begins at %s and ends an hour after detection', (occurred, from) => {
    expect(nearTime(sampleIncident({ occurred }))).toEqual({ from, to: '2026-01-31T13:00:02.100Z' });
  });
});

describe('actorKey', () => {
  const actor = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ann' };
  const known = { kind: 'known', call: 'PutBucketAcl', event: 'e', confirmed: false } as const;

  it.each([
    [sampleIncident().who, 'arn:aws:iam::111122223333:role/deployer'],
    [{ ...known, actor }, 'arn:aws:iam::111122223333:user/ann'],
    [{ ...known, actor: { type: 'AWSService' } }, undefined],
    [{ kind: 'unknown', reason: 'no event' } as const, undefined],
  ])('of %j is %s', (who, expected) => {
    expect(actorKey({ who })).toBe(expected);
  });
});

describe('relatedCalls', () => {
  const [own = ''] = sampleIncident().explains;

  it('joins both time lines in order, each call once', () => {
    const cause = sampleCall(own, 'PutBucketPublicAccessBlock', '2026-01-31T12:00:00.000Z');
    const elsewhere = sampleCall('b', 'DeleteBucketEncryption', '2026-01-31T12:03:00.000Z', {
      bucket: 'acme-logs',
    });
    const stranger = sampleCall('a', 'PutBucketPolicy', '2026-01-31T11:30:00.000Z', {
      actor: { type: 'AWSAccount' },
      errorCode: 'AccessDenied',
    });
    const related = relatedCalls(sampleIncident(), [cause, stranger, elsewhere, cause]);
    expect(
      related.map(({ event, sameTarget, sameActor, explained, refused, actor }) => ({
        event,
        sameTarget,
        sameActor,
        explained,
        refused,
        actor,
      })),
    ).toEqual([
      {
        event: 'a',
        sameTarget: true,
        sameActor: false,
        explained: false,
        refused: 'AccessDenied',
        actor: 'AWSAccount',
      },
      { event: own, sameTarget: true, sameActor: true, explained: true, refused: null, actor: deployer.role },
      {
        event: 'b',
        sameTarget: false,
        sameActor: true,
        explained: false,
        refused: null,
        actor: deployer.role,
      },
    ]);
  });

  it('takes nobody for the same actor while the actor is unknown', () => {
    const incident = sampleIncident({ who: { kind: 'unknown', reason: 'no event' } });
    const nameless = sampleCall('a', 'PutBucketAcl', '2026-01-31T12:00:00.000Z', {
      actor: { type: 'AWSService' },
    });
    expect(relatedCalls(incident, [nameless])[0]?.sameActor).toBe(false);
  });
});
