import { describe, expect, it } from 'vitest';
import type { Json } from '../../controller/domain/json.js';
import { approve, type Effect, type Step } from '../../controller/domain/plan.js';
import { apply } from '../../controller/engine/apply.js';
import type { Scene } from '../../controller/engine/engine.js';
import { Life } from '../fakes/life.js';
import { blocked, policies, unblocked } from './access-worlds.js';
import {
  account,
  baselineOf,
  declarationsOf,
  demand,
  engineIn,
  passing,
  scanAt,
  surroundings,
  target,
} from './world.js';

const on = { Bucket: target.name, ExpectedBucketOwner: account };
const putBlock = (id: string, effect: Effect, value: Json, after: readonly string[] = []): Step => ({
  id,
  aspect: 'publicAccessBlock',
  service: 's3',
  operation: 'PutPublicAccessBlock',
  input: { ...on, PublicAccessBlockConfiguration: value },
  effect,
  after,
  leaves: demand(value),
});
const putPolicy = (effect: Effect, after: readonly string[] = []): Step => ({
  id: 'bucketPolicy.put',
  aspect: 'bucketPolicy',
  service: 's3',
  operation: 'PutBucketPolicy',
  input: { ...on, Policy: JSON.stringify(policies.tls) },
  effect,
  after,
});
const putVersioning: Step = {
  id: 'versioning.put',
  aspect: 'versioning',
  service: 's3',
  operation: 'PutBucketVersioning',
  input: { ...on, VersioningConfiguration: { Status: 'Enabled' } },
  effect: 'protect',
};

/** Sends these steps as one approved plan. */
async function applied(
  steps: readonly Step[],
  prepare: (around: ReturnType<typeof surroundings>) => void = () => {},
  signal?: AbortSignal,
) {
  const around = surroundings();
  prepare(around);
  const life = new Life();
  const baseline = baselineOf({ bucketPolicy: policies.tls, versioning: { Status: 'Enabled' } });
  const declarations = declarationsOf(baseline);
  const engine = engineIn(around, { life, declarations });
  const memory = { sightings: new Map(), heads: new Map(), open: new Map() };
  const scene: Scene = {
    look: scanAt(around.clock),
    baseline,
    declarations,
    memory,
    isNew: false,
    ...(signal === undefined ? {} : { signal }),
  };
  const plan = approve(
    { target, differences: [], steps, escalations: [], digest: 'digest' },
    'generation-1',
    1,
  );
  const { access } = engine;
  if (access.mode === 'dry-run') throw new Error('this engine writes');
  const work = apply(
    engine,
    access.writerFor(plan),
    scene,
    plan,
    () => 'inc-1',
    async () => {},
  );
  const results = await passing(around.clock, work);
  const kinds = Object.fromEntries([...results].map(([id, { kind }]) => [id, kind]));
  return { kinds, results, sent: around.s3.sent.map(({ id }) => id), calls: life.calls, around };
}

describe('sending a plan', () => {
  it('drops what waits for a failed step and goes on with the rest', async () => {
    const close = putBlock('block.close', 'close', blocked);
    const { kinds, sent, results } = await applied(
      [close, putPolicy('restore', ['block.close']), putVersioning],
      ({ s3 }) => s3.failing.set('PutPublicAccessBlock', 'InternalError'),
    );
    expect(kinds).toEqual({
      'block.close': 'failed',
      'bucketPolicy.put': 'dropped',
      'versioning.put': 'verified',
    });
    expect(results.get('bucketPolicy.put')).toEqual({ kind: 'dropped', waitedFor: 'block.close' });
    expect(sent).toEqual(['block.close', 'versioning.put']);
  });

  it('reads once what several steps leave behind', async () => {
    const ids = ['versioning.put.a', 'versioning.put.b', 'versioning.put.c'];
    const { kinds, calls } = await applied(ids.map((id) => ({ ...putVersioning, id })));
    expect(kinds).toEqual(Object.fromEntries(ids.map((id) => [id, 'verified'])));
    expect(calls.filter((name) => name === 'GetBucketVersioning')).toHaveLength(1);
  });

  it.each<[string, readonly Step[], string]>([
    ['done once a read shows it', [putVersioning], 'verified'],
    ['not done on its word alone', [], 'unconfirmed'],
  ])('takes a delete that found nothing for %s', async (_name, others, expected) => {
    const remove = {
      ...putVersioning,
      id: 'versioning.delete.a',
      operation: 'DeleteBucketMetricsConfiguration',
    };
    const { kinds } = await applied([remove, ...others], ({ s3 }) =>
      s3.failing.set(remove.operation, 'NoSuchConfiguration'),
    );
    expect(kinds['versioning.delete.a']).toBe(expected);
  });

  it('drops what waits for a dropped step', async () => {
    const first = putBlock('block.close', 'close', blocked);
    const second = putPolicy('restore', ['block.close']);
    const third = { ...putVersioning, after: ['bucketPolicy.put'] };
    const { kinds } = await applied([first, second, third], ({ s3 }) =>
      s3.failing.set('PutPublicAccessBlock', 'InternalError'),
    );
    expect(kinds).toMatchObject({ 'bucketPolicy.put': 'dropped', 'versioning.put': 'dropped' });
  });

  it.each(['PutBucketVersioning', 'PutBucketPolicy'])(
    'opens nothing after any step failed: %s',
    async (failing) => {
      const steps = [putPolicy('close'), putVersioning, putBlock('block.open', 'open', unblocked)];
      const { kinds, sent } = await applied(steps, ({ s3 }) => s3.failing.set(failing, 'InternalError'));
      expect(kinds).toMatchObject({ 'block.open': 'dropped' });
      expect(sent).toEqual(['bucketPolicy.put', 'versioning.put']);
    },
  );

  it('opens only after everything before it was read back', async () => {
    const { calls } = await applied([
      putPolicy('close'),
      putVersioning,
      putBlock('block.open', 'open', unblocked),
    ]);
    const opened = calls.indexOf('PutPublicAccessBlock');
    expect(calls.indexOf('GetBucketPolicy')).toBeGreaterThan(calls.indexOf('PutBucketPolicy'));
    expect(calls.indexOf('GetBucketPolicy')).toBeLessThan(opened);
    expect(calls.indexOf('GetBucketVersioning')).toBeLessThan(opened);
  });

  it('has every step in the audit before it is sent, and its answer after', async () => {
    const { calls, around } = await applied([putPolicy('close'), putVersioning], ({ s3 }) =>
      s3.failing.set('PutBucketVersioning', 'InternalError'),
    );
    for (const operation of ['PutBucketPolicy', 'PutBucketVersioning']) {
      const at = calls.indexOf(operation);
      expect([calls[at - 1], calls[at + 1]]).toEqual(['record', 'record']);
    }
    const rows: unknown[] = [];
    for await (const row of around.ledger.as(new Life()).audit(target, 'versioning')) rows.push(row);
    expect(rows).toMatchObject([
      {
        seq: 1,
        kind: 'sent',
        incident: 'inc-1',
        content: { plan: 'digest', steps: [{ step: 'versioning.put', operation: 'PutBucketVersioning' }] },
      },
      {
        seq: 2,
        kind: 'answered',
        content: { steps: [{ step: 'versioning.put', error: { name: 'InternalError' } }] },
      },
    ]);
  });

  it('tells the audit of many equal calls at once, of all before the first of them', async () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ ...putVersioning, id: `versioning.put.${n}` }));
    const { calls, sent, around, kinds } = await applied([putPolicy('close'), ...many]);
    const turns = (count: number): readonly string[] => [
      'record',
      ...Array.from({ length: count }, () => 'PutBucketVersioning'),
      'record',
    ];
    const begin = calls.indexOf('PutBucketPolicy') + 2;
    expect(calls.slice(begin, begin + 66)).toEqual([...turns(25), ...turns(25), ...turns(10)]);
    expect(sent).toEqual(['bucketPolicy.put', ...many.map(({ id }) => id)]);
    expect(new Set(Object.values(kinds))).toEqual(new Set(['verified']));
    const told: Record<string, string[]> = { sent: [], answered: [] };
    for await (const { kind, content } of around.ledger.as(new Life()).audit(target, 'versioning'))
      for (const { step } of (content as { readonly steps: readonly { readonly step: string }[] }).steps)
        told[kind]?.push(step);
    expect(told).toEqual({ sent: many.map(({ id }) => id), answered: many.map(({ id }) => id) });
  });

  it('sends the rest of equal calls when one of them fails, and nothing more once the look is given up', async () => {
    const many = ['a', 'b', 'c'].map((id) => ({ ...putVersioning, id }));
    const refused = await applied(many, ({ s3 }) => s3.failing.set('PutBucketVersioning', 'InternalError'));
    expect(refused.sent).toEqual(['a', 'b', 'c']);
    expect(refused.kinds).toEqual({ a: 'failed', b: 'failed', c: 'failed' });
    const stop = new AbortController();
    let writes = 0;
    const cut = applied(
      many,
      ({ s3 }) => {
        s3.watch = () => {
          writes += 1;
          stop.abort(new Error('given up'));
        };
      },
      stop.signal,
    );
    await expect(cut).rejects.toThrow('given up');
    expect(writes).toBe(1);
  });

  it.each<[string, readonly Step[]]>([
    [
      'that wait for another',
      [
        { ...putVersioning, id: 'a' },
        { ...putVersioning, id: 'b', after: ['a'] },
      ],
    ],
    ['that open', ['a', 'b'].map((id) => putBlock(id, 'open', unblocked))],
    [
      'of a stage',
      [
        putBlock('a', 'close', blocked),
        putBlock('b', 'close', blocked),
        { ...putBlock('c', 'open', unblocked), lifts: true },
      ],
    ],
  ])('tells the audit one by one of steps %s', async (_name, steps) => {
    const { calls } = await applied(steps);
    const around = calls.flatMap((name, at) =>
      name.startsWith('Put') ? [[calls[at - 1], calls[at + 1]]] : [],
    );
    expect(around).toEqual(steps.map(() => ['record', 'record']));
  });

  it('takes a lost reply for a success if a read shows it', async () => {
    const { kinds } = await applied([putVersioning], ({ s3 }) => s3.replyLost.add('PutBucketVersioning'));
    expect(kinds).toEqual({ 'versioning.put': 'verified' });
  });

  it.each([
    [2, 'verified'],
    [100, 'unconfirmed'],
  ])('believes reads, not replies: after %i old ones %s', async (staleReads, kind) => {
    const { kinds, calls } = await applied([putVersioning], ({ s3 }) => Object.assign(s3, { staleReads }));
    expect(kinds).toEqual({ 'versioning.put': kind });
    expect(calls.filter((call) => call === 'GetBucketVersioning').length).toBe(kind === 'verified' ? 3 : 5);
  });

  it('sends nothing more for a look that was given up', async () => {
    const signal = AbortSignal.abort(new Error('given up'));
    await expect(applied([putVersioning], () => {}, signal)).rejects.toThrow('given up');
    const stop = new AbortController();
    const cut = applied(
      [putVersioning, putPolicy('close')],
      ({ s3 }) => {
        s3.watch = () => stop.abort(new Error('given up'));
      },
      stop.signal,
    );
    await expect(cut).rejects.toThrow('given up');
  });
});
