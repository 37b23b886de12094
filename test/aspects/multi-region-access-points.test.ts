import { describe, expect, it } from 'vitest';
import { multiRegionAccessPoints } from '../../controller/aspects/multi-region-access-points.js';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { compare } from '../../controller/engine/compare.js';
import { account, beside, block, partner, situationOf } from './access-situation.js';
import { observedFrom } from './refused-read.js';

const target = { kind: 'account', partition: 'aws', account } as const;
const alias = 'mfzwi23gnjvgw.mrap';
const arn = `arn:aws:s3::${account}:accesspoint/${alias}`;
const letting = (Principal: Json, more: JsonObject = {}): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: `${arn}/object/*`, ...more }],
});
const reader = { AWS: `arn:aws:iam::${account}:role/reader` };
const own = letting(reader);
const theirs = letting({ AWS: partner });
const world = letting('*');
const ownAlone = letting({ AWS: `arn:aws:iam::${account}:root` });
const open = block(false);
const point = (more: JsonObject = {}): JsonObject => ({
  Name: 'reports',
  Regions: [{ Bucket: 'reports-eu' }],
  ...more,
});
const live = (more: JsonObject = {}): JsonObject => point({ Alias: alias, PublicAccessBlock: open, ...more });
const points = (...AccessPoints: readonly JsonObject[]): JsonObject => ({ AccessPoints });
const declaring = (more: JsonObject = {}): JsonObject => points(point({ PublicAccessBlock: open, ...more }));
const name = 'multiRegionAccessPoints';
const write = (found: Json, wanted: Json) =>
  multiRegionAccessPoints.write({
    ...situationOf(name, { found: { [name]: found }, wanted: { [name]: wanted }, repairs: [name] }),
    target,
  });
const isClean = (found: JsonObject, wanted: JsonObject): boolean =>
  compare(name, { kind: 'value', value: wanted }, { kind: 'observed', state: found }, target).length === 0;
const textIn = (step: object): unknown =>
  JSON.parse((step as { input: { Details: { Policy: string } } }).input.Details.Policy);

describe('the policy of a listed point', () => {
  it.each<[string, JsonObject, JsonObject, readonly object[]]>([
    ['that lets in the world is closed', { Policy: world }, { Policy: own }, [{ effect: 'close' }]],
    ['that lets in strangers is closed', { Policy: theirs }, { Policy: own }, [{ effect: 'close' }]],
    [
      'that is about to let in strangers is closed',
      { Policy: own, Proposed: theirs },
      { Policy: own },
      [{ effect: 'close' }],
    ],
    [
      'that only lost something is restored',
      { Policy: letting(reader, { Action: 's3:PutObject' }) },
      { Policy: own },
      [{ effect: 'restore' }],
    ],
    ['that is on its way is left alone', { Policy: world, Proposed: own }, { Policy: own }, []],
    ['that must be public opens', { Policy: own }, { Policy: world }, [{ effect: 'open' }]],
    [
      'that must be public does not open before what was put last is in force',
      { Policy: own, Proposed: letting(reader, { Action: 's3:PutObject' }) },
      { Policy: world },
      [],
    ],
    [
      'that must be public, while strangers are in: they are shut out before it opens',
      { Policy: theirs },
      { Policy: world },
      [
        { id: `${name}.close.reports`, effect: 'close' },
        { effect: 'open', after: [`${name}.close.reports`] },
      ],
    ],
    [
      'that must be public, while the shutting out of strangers is on its way',
      { Policy: theirs, Proposed: ownAlone },
      { Policy: world },
      [],
    ],
    [
      'that must be public, and that somebody is about to open otherwise: that is closed first',
      { Policy: own, Proposed: letting('*', { Action: 's3:*' }) },
      { Policy: world },
      [{ effect: 'close' }, { effect: 'open' }],
    ],
  ])('%s', (_name, found, declared, steps) => {
    const given = write(points(live(found)), declaring(declared)) as readonly object[];
    expect(given).toMatchObject(steps);
    expect(given).toHaveLength(steps.length);
  });

  it('is put as declared, for the point by its name, and proved by all of the declaration', () => {
    const wanted = declaring({ Policy: own });
    expect(write(points(live({ Policy: world })), wanted)).toEqual([
      {
        id: `${name}.policy.reports`,
        aspect: name,
        service: 's3control',
        operation: 'PutMultiRegionAccessPointPolicy',
        input: { AccountId: account, Details: { Name: 'reports', Policy: JSON.stringify(own) } },
        effect: 'close',
        leaves: { kind: 'value', value: wanted },
      },
    ]);
  });

  it('that nobody declared gives way to one for the account alone, which then counts as none', () => {
    const [step = {}] = write(points(live({ Policy: theirs })), declaring()) as readonly object[];
    expect(step).toMatchObject({ effect: 'close' });
    const after = textIn(step) as JsonObject;
    expect(after).toMatchObject(letting({ AWS: `arn:aws:iam::${account}:root` }));
    expect(isClean(points(live({ Policy: after })), declaring())).toBe(true);
    expect(isClean(points(live({ Policy: theirs, Proposed: after })), declaring())).toBe(false);
    expect(write(points(live({ Policy: theirs, Proposed: after })), declaring())).toEqual([]);
    expect(isClean(points(live({ Policy: own })), declaring())).toBe(false);
  });
});

describe('a point that nobody listed', () => {
  const stranger = live({ Name: 'theirs', Policy: theirs });

  it('is shut, and nothing else', () => {
    const steps = write(points(stranger), points()) as readonly object[];
    expect(steps).toMatchObject([
      { id: `${name}.shut.theirs`, effect: 'close', leaves: { kind: 'value', value: points() } },
    ]);
    expect(steps.map(textIn)).toMatchObject([ownAlone]);
    expect(isClean(points(live({ Name: 'theirs' })), points())).toBe(true);
  });

  it('is left alone where the baseline says so', () => {
    expect(write(points(stranger), { ...points(), unlisted: 'leave' })).toEqual([]);
    expect(isClean(points(stranger), { ...points(), unlisted: 'leave' })).toBe(true);
  });

  it('is shut where there must be none, and then for a human to delete', () => {
    expect(write(points(stranger), null)).toMatchObject([{ effect: 'close', leaves: { kind: 'absent' } }]);
    expect(write(points(live()), null)).toMatchObject({
      kind: 'escalate',
      runbook: expect.stringContaining('delete-multi-region-access-point'),
    });
  });
});

describe('what no call can put right', () => {
  it.each<[string, Json, RegExp]>([
    ['a point that went', null, /is not there/],
    ['a point that is being deleted', points(live({ Status: 'DELETING' })), /is being deleted/],
    ['other buckets', points(live({ Regions: [{ Bucket: 'else' }] })), /other buckets/],
    [
      'a bucket of the same name and another owner',
      points(live({ Regions: [{ Bucket: 'reports-eu', BucketAccountId: partner }] })),
      /other buckets/,
    ],
    ['its Block Public Access', points(live({ PublicAccessBlock: block(true) })), /Block Public Access/],
  ])('is for a human: %s', (_name, found, reason) => {
    expect(write(found, declaring())).toMatchObject({
      kind: 'escalate',
      runbook: expect.stringMatching(reason),
    });
  });

  it('keeps no policy from being closed', () => {
    const found = points(live({ Policy: theirs, PublicAccessBlock: block(true) }));
    expect(write(found, declaring())).toMatchObject([{ effect: 'close' }]);
  });
});

describe('a declaration that cannot be kept', () => {
  const why = (value: JsonObject, wanted: Readonly<Record<string, Json>> = {}) =>
    multiRegionAccessPoints.unreachable?.(value as never, beside(wanted), target);

  it.each<[string, JsonObject, RegExp]>([
    ['names a point twice', points(point(), point()), /listed twice/],
    ['is public behind the block of the point', points(point({ Policy: world })), /Block Public/],
    [
      'names a point of one region',
      points(point({ Policy: letting(reader, { Resource: `${arn.replace('::', ':eu-west-1:')}` }) })),
      /is not this access point/,
    ],
    [
      'names the point by its name',
      points(point({ Policy: letting(reader, { Resource: arn.replace(alias, 'reports') }) })),
      /ALIAS\.mrap/,
    ],
    [
      'names a point of another account',
      points(point({ Policy: letting(reader, { Resource: arn.replace(account, partner) }) })),
      /is not this access point/,
    ],
    ['has an empty policy', points(point({ Policy: { Statement: [] } })), /no statement/],
    ['names who was deleted', points(point({ Policy: letting({ AWS: 'AROAEXAMPLE' }) })), /deleted user/],
  ])('%s', (_name, value, reason) => {
    expect(why(value)).toMatch(reason);
  });

  it('is public behind the block of the account', () => {
    const value = declaring({ Policy: world });
    expect(why(value)).toBeUndefined();
    expect(why(value, { accountPublicAccessBlock: block(true) })).toMatch(/or of the account/);
  });
});

describe('a look', () => {
  const seen = (list: object, policy: object) =>
    observedFrom(
      name,
      async ({ operation }) => {
        const answer = operation.startsWith('List') ? list : policy;
        if (answer instanceof Error) throw answer;
        return { output: answer, elements: new Set<string>() };
      },
      target,
    );
  const refused = (code: string) => Object.assign(new Error(code), { name: code });
  const report = {
    Name: 'reports',
    Alias: alias,
    Status: 'READY',
    PublicAccessBlock: block(true),
    Regions: [{ Bucket: 'reports-eu', Region: 'eu-west-1', BucketAccountId: account }],
  };
  const list = { AccessPoints: [report] };
  const both = (established: JsonObject, proposed: JsonObject) => ({
    Policy: {
      Established: { Policy: JSON.stringify(established) },
      Proposed: { Policy: JSON.stringify(proposed) },
    },
  });
  const shown = { Name: 'reports', Alias: alias };

  it.each<[string, object, object, object]>([
    ['finds none', {}, {}, { kind: 'absent' }],
    ['may not list', refused('AccessDenied'), {}, { kind: 'unreadable' }],
    ['may not see a policy', list, refused('AccessDenied'), { kind: 'unreadable' }],
    ['goes in a circle', { NextToken: 't' }, {}, { kind: 'unreadable', error: { name: 'IncompleteList' } }],
    ['finds a point that went', list, refused('NoSuchMultiRegionAccessPoint'), { kind: 'absent' }],
    [
      'is told a policy that nobody can read',
      list,
      { Policy: { Established: { Policy: '{"Id":"a","Id":"b"}' } } },
      { kind: 'unreadable' },
    ],
    [
      'is told a proposed policy that nobody can read',
      list,
      { Policy: { Established: { Policy: '{}' }, Proposed: { Policy: '{' } } },
      { kind: 'unreadable' },
    ],
    [
      'is told a point without an alias',
      { AccessPoints: [{ ...report, Alias: undefined }] },
      {},
      { kind: 'unreadable', error: { name: 'IncompleteList' } },
    ],
  ])('%s', async (_name, first, second, expected) => {
    expect(await seen(first, second)).toMatchObject(expected);
  });

  it.each<[string, object]>([
    ['by an error', refused('NoSuchMultiRegionAccessPointPolicy')],
    ['without a document', {}],
    ['by an empty text', { Policy: { Established: { Policy: '' } } }],
  ])('knows that there is no policy, said %s', async (_how, policy) => {
    const found = await seen(list, policy);
    expect(found).toMatchObject({ kind: 'observed', state: points(shown) });
    expect(JSON.stringify(found)).not.toMatch(/"Policy"|Proposed/);
  });

  it('tells a policy that is on its way from one that is in force', async () => {
    const settled = await seen(list, both(own, letting(reader, { Sid: 'Renamed' })));
    expect(settled).toMatchObject({ state: points({ ...shown, Policy: own }) });
    expect(JSON.stringify(settled)).not.toContain('Proposed');
    const moving = await seen(list, both(own, theirs));
    expect(moving).toMatchObject({ state: points({ ...shown, Policy: own, Proposed: theirs }) });
  });

  it('tells a point that is being deleted', async () => {
    const going = { AccessPoints: [{ ...report, Status: 'DELETING' }] };
    expect(await seen(going, {})).toMatchObject({ state: points({ ...shown, Status: 'DELETING' }) });
  });
});
