import { describe, expect, it } from 'vitest';
import { accessPoints } from '../../controller/aspects/access-points.js';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { compare } from '../../controller/engine/compare.js';
import { account, beside, block, bucket, partner, situationOf } from './access-situation.js';
import { observedFrom } from './refused-read.js';

const arn = `arn:aws:s3:eu-west-1:${account}:accesspoint/reports`;
const letting = (Principal: Json, more: JsonObject = {}): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: `${arn}/object/*`, ...more }],
});
const reader = { AWS: `arn:aws:iam::${account}:role/reader` };
const own = letting(reader);
const open = block(false);
const point = (more: JsonObject = {}): JsonObject => ({ Name: 'reports', ...more });
const points = (...AccessPointList: readonly JsonObject[]): JsonObject => ({ AccessPointList });
const write = (found: Json, wanted: Json) =>
  accessPoints.write(
    situationOf('accessPoints', {
      found: { accessPoints: found },
      wanted: { accessPoints: wanted },
      repairs: ['accessPoints'],
    }),
  );
const put = { operation: 'PutAccessPointPolicy' };
const drop = { operation: 'DeleteAccessPointPolicy' };

describe('the policy of a listed point', () => {
  it.each<[string, Json, JsonObject, readonly object[]]>([
    ['that lets in the world is closed', letting('*'), { Policy: own }, [{ ...put, effect: 'close' }]],
    ['that lets in strangers is closed', letting({ AWS: partner }), { Policy: own }, [{ effect: 'close' }]],
    ['that must not be there is taken away at once', letting('*'), {}, [{ ...drop, effect: 'close' }]],
    [
      'that only lost something is restored',
      letting(reader, { Action: 's3:ListBucket' }),
      { Policy: own },
      [{ ...put, effect: 'restore' }],
    ],
    [
      'that must be public opens',
      own,
      { Policy: letting('*'), PublicAccessBlockConfiguration: open },
      [{ ...put, effect: 'open' }],
    ],
    [
      'that must be public, while strangers are in: they are shut out before it opens',
      letting({ AWS: partner }),
      { Policy: letting('*'), PublicAccessBlockConfiguration: open },
      [
        { ...drop, id: 'accessPoints.shut.reports', effect: 'close' },
        { ...put, effect: 'open', after: ['accessPoints.shut.reports'] },
      ],
    ],
    [
      'for a VPC is never public to S3, and so never opens',
      own,
      { Policy: letting('*'), VpcConfiguration: { VpcId: 'vpc-0a1b2c3d' } },
      [{ ...put, effect: 'restore' }],
    ],
  ])('%s', (_name, live, declared, steps) => {
    const { Policy: _, ...fixed } = declared;
    const found = points(point({ ...fixed, Policy: live }));
    expect(write(found, points(point(declared)))).toMatchObject(steps);
  });
});

describe('a point that nobody listed', () => {
  const theirs = { Name: 'theirs', Policy: letting({ AWS: partner }) };
  const remaining = (unlisted: string) => write(points(theirs), { ...points(), unlisted });

  it('loses its policy, and stays', () => {
    expect(remaining('shut')).toEqual([
      {
        id: 'accessPoints.shut.theirs',
        aspect: 'accessPoints',
        service: 's3control',
        operation: 'DeleteAccessPointPolicy',
        input: { AccountId: account, Name: 'theirs' },
        effect: 'close',
        leaves: { kind: 'value', value: { ...points(), unlisted: 'shut' } },
      },
    ]);
    const bare: Json = points({ Name: 'theirs' });
    const desired = { kind: 'value', value: points() } as const;
    expect(compare('accessPoints', desired, { kind: 'observed', state: bare }, bucket)).toEqual([]);
  });

  it.each<[string, Json]>([
    ['the baseline says so', { ...points(), unlisted: 'delete' }],
    ['there must be none', null],
  ])('is deleted after its policy where %s', (_name, wanted) => {
    expect(write(points(theirs), wanted)).toMatchObject([
      { ...drop, effect: 'close' },
      { operation: 'DeleteAccessPoint', effect: 'restore' },
    ]);
  });

  it('is left alone where the baseline says so', () => {
    expect(remaining('leave')).toEqual([]);
  });
});

describe('a point that went', () => {
  it('is created as declared, with all four switches, before its policy', () => {
    const wanted = points(point({ Policy: own, VpcConfiguration: { VpcId: 'vpc-0a1b2c3d' } }));
    expect(write(null, wanted)).toMatchObject([
      {
        operation: 'CreateAccessPoint',
        input: {
          AccountId: account,
          Name: 'reports',
          Bucket: bucket.name,
          BucketAccountId: account,
          VpcConfiguration: { VpcId: 'vpc-0a1b2c3d' },
          PublicAccessBlockConfiguration: block(true),
        },
        leaves: { value: { unlisted: 'leave' } },
      },
      { ...put, after: ['accessPoints.create.reports'], leaves: { kind: 'value', value: wanted } },
    ]);
  });
});

describe('what is fixed in a point', () => {
  it.each<[string, JsonObject]>([
    ['its VPC', { VpcConfiguration: { VpcId: 'vpc-0a1b2c3d' } }],
    ['its Block Public Access', { PublicAccessBlockConfiguration: open }],
  ])('is for a human to change: %s', (_name, live) => {
    const found = points(point({ Policy: own, ...live }));
    expect(write(found, points(point({ Policy: own })))).toMatchObject({
      kind: 'escalate',
      runbook: expect.stringContaining('delete-access-point'),
    });
  });

  it('keeps no policy from being closed, which then proves no more than it did', () => {
    const wanted = points(point({ Policy: own }));
    const found = points(point({ Policy: letting('*'), PublicAccessBlockConfiguration: open }));
    expect(write(found, wanted)).toMatchObject([
      { ...put, effect: 'close', leaves: { kind: 'value', value: wanted } },
    ]);
  });
});

describe('a declaration that cannot be kept', () => {
  const why = (value: JsonObject, wanted: Readonly<Record<string, Json>> = {}) =>
    accessPoints.unreachable?.(value as never, beside(wanted), bucket);

  it.each<[string, JsonObject, RegExp]>([
    ['names a point twice', points(point(), point()), /listed twice/],
    ['is public behind the block of the point', points(point({ Policy: letting('*') })), /Block Public/],
    [
      'names another point',
      points(point({ Policy: letting(reader, { Resource: arn.replace('reports', 'else') }) })),
      /is not this access point/,
    ],
    [
      'names the bucket',
      points(point({ Policy: letting(reader, { Resource: `arn:aws:s3:::${bucket.name}/*` }) })),
      /is not this access point/,
    ],
    ['has an empty policy', points(point({ Policy: { Statement: [] } })), /no statement/],
    ['names who was deleted', points(point({ Policy: letting({ AWS: 'AROAEXAMPLE' }) })), /deleted user/],
  ])('%s', (_name, value, reason) => {
    expect(why(value)).toMatch(reason);
  });

  it('is public behind the block of the bucket', () => {
    const value = points(point({ Policy: letting('*'), PublicAccessBlockConfiguration: open }));
    expect(why(value)).toBeUndefined();
    expect(why(value, { publicAccessBlock: block(true) })).toMatch(/or of the bucket/);
  });
});

describe('a look', () => {
  const replies = (given: Readonly<Record<string, object>>) => () => {
    const left = new Map(Object.entries(given));
    return observedFrom('accessPoints', async () => {
      const [[operation, answer] = ['', {}]] = left;
      left.delete(operation);
      if (answer instanceof Error) throw answer;
      return { output: answer, elements: new Set<string>() };
    });
  };
  const refused = (name: string) => Object.assign(new Error(name), { name });
  const head = { HeadBucket: {} };
  const list = { List: { AccessPointList: [{ Name: 'reports' }] } };

  it.each<[string, Readonly<Record<string, object>>, object]>([
    ['asks whose the bucket is first', { HeadBucket: refused('AccessDenied') }, { kind: 'unreadable' }],
    ['finds none', { ...head, List: {} }, { kind: 'absent' }],
    [
      'may not see a policy',
      { ...head, ...list, Get: { Bucket: bucket.name }, Policy: refused('AccessDenied') },
      { kind: 'unreadable', error: { name: 'AccessDenied' } },
    ],
    [
      'finds no policy',
      { ...head, ...list, Get: { Bucket: bucket.name }, Policy: refused('NoSuchAccessPointPolicy') },
      { kind: 'observed', state: points({ Name: 'reports', PublicAccessBlockConfiguration: open }) },
    ],
    ['finds a point that went', { ...head, ...list, Get: refused('NoSuchAccessPoint') }, { kind: 'absent' }],
    ['finds a point of another bucket', { ...head, ...list, Get: { Bucket: 'else' } }, { kind: 'absent' }],
    [
      'goes in a circle',
      { ...head, one: { NextToken: 't' }, other: { NextToken: 't' } },
      { kind: 'unreadable', error: { name: 'IncompleteList' } },
    ],
    [
      'is told a policy that nobody can read',
      { ...head, ...list, Get: { Bucket: bucket.name }, Policy: { Policy: '{"Id":"a","Id":"b"}' } },
      { kind: 'unreadable' },
    ],
  ])('%s', async (_name, given, expected) => {
    expect(await replies(given)()).toMatchObject(expected);
  });
});
