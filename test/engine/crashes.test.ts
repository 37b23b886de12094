import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../controller/domain/response.js';
import type { OutsideGrants } from '../../deploy/local/oracle/grants.js';
import { type Death, Life } from '../fakes/life.js';
import { blocked, policies, unblocked } from './access-worlds.js';
import { judgeOf } from './exposure-judge.js';
import {
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  remembered,
  surroundings,
  type Values,
} from './world.js';

interface Case {
  readonly found: Readonly<Record<string, unknown>>;
  readonly declared: Values;
  /** What outsiders can do in the end. */
  readonly end: readonly string[];
}

const hostile = { policy: JSON.stringify(policies.hostile) };
const cases: Readonly<Record<string, Case>> = {
  'a public site under a hostile policy': {
    found: { ...hostile, publicAccessBlock: unblocked },
    declared: { publicAccessBlock: unblocked, bucketPolicy: policies.website },
    end: ['world:read'],
  },
  'a public site whose baseline names the policy alone': {
    found: hostile,
    declared: { bucketPolicy: policies.website },
    end: ['world:read'],
  },
  'a private bucket that was opened in every way': {
    found: hostile,
    declared: {
      publicAccessBlock: blocked,
      bucketPolicy: policies.tls,
      acl: { Canned: 'private' },
      ownershipControls: { ObjectOwnership: 'BucketOwnerEnforced' },
    },
    end: [],
  },
};

interface Run {
  readonly calls: readonly string[];
  readonly history: readonly OutsideGrants[];
  readonly documents: ReadonlyMap<string, unknown>;
  readonly incidents: readonly (readonly [
    aspect: string,
    episode: number,
    status: string,
    outcome: Outcome,
  ])[];
  readonly notices: readonly (readonly string[])[];
  readonly tooOpen: readonly string[];
}

/** One process that dies as told, then others until a look has nothing more to do. */
async function lived({ found, declared }: Case, death?: Death): Promise<Run> {
  const around = surroundings(found);
  const baseline = baselineOf(declared);
  const declarations = declarationsOf(baseline);
  await remembered(around, baseline);
  const judge = judgeOf(around.s3, around.bucket, declared);
  const first = new Life(death);
  const dying = look(around, engineIn(around, { life: first, declarations }));
  if (death === undefined) await dying;
  else await expect(dying).rejects.toThrow(/process (died|is dead)|lease .+ was lost/);
  const { calls } = first;
  await look(around, engineIn(around, { declarations }));
  await look(around, engineIn(around, { declarations }));
  const sent = around.s3.sent.length;
  await look(around, engineIn(around, { declarations }));
  expect(around.s3.sent.slice(sent)).toEqual([]);
  const { all } = around.ledger;
  return {
    calls,
    history: judge.history,
    documents: around.bucket.documents,
    incidents: all
      .map(({ aspect, episode, status, outcome }) => [aspect, episode, status, outcome] as const)
      .sort(),
    notices: all.map(({ outbox }) => outbox.map(({ kind }) => kind)),
    tooOpen: judge.tooOpen(),
  };
}

describe.each(Object.entries(cases))('%s, with a crash at any call', (_, one) => {
  it('comes to the same end, as the same incidents, and is never open to what was hostile again', async () => {
    const whole = await lived(one);
    expect(whole.history.at(-1)).toEqual(new Set(one.end));
    expect(whole.calls.length).toBeGreaterThan(20);
    for (const at of whole.calls.keys()) {
      for (const reaches of [false, true]) {
        const run = await lived(one, { at: at + 1, reaches });
        const where = `${whole.calls[at]} (${at + 1}) ${reaches ? 'after' : 'before'}`;
        expect([where, run.documents]).toEqual([where, whole.documents]);
        expect([where, run.incidents]).toEqual([where, whole.incidents]);
        expect([where, run.notices.map((kinds) => kinds.filter((kind) => kind === 'closed'))]).toEqual([
          where,
          whole.notices.map(() => ['closed']),
        ]);
        expect([where, run.tooOpen]).toEqual([where, []]);
        // From our first write on nobody outside may write again, wherever it was cut.
        expect([where, run.history.filter((grants) => grants.has('world:write'))]).toEqual([where, []]);
      }
    }
  });

  it('ends every episode as reverted, once for each aspect', async () => {
    const { incidents } = await lived(one);
    expect(incidents.length).toBeGreaterThan(0);
    expect(incidents.map(([, ...rest]) => rest)).toEqual(incidents.map(() => [1, 'closed', 'reverted']));
    expect(new Set(incidents.map(([aspect]) => aspect)).size).toBe(incidents.length);
  });
});
