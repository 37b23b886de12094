import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Approved } from '../../controller/domain/approved.js';
import type { Incident } from '../../controller/domain/incident.js';
import type { Json } from '../../controller/domain/json.js';
import type { Step } from '../../controller/domain/plan.js';
import { approveIncidents, type Word } from '../../controller/engine/approve-incidents.js';
import type { Engine } from '../../controller/engine/engine.js';
import { Held } from '../../controller/engine/tenure.js';
import { Crash, Life } from '../fakes/life.js';
import { blocked, declaredValues, foundDocuments, policies, unblocked } from './access-worlds.js';
import { judgeOf } from './exposure-judge.js';
import {
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  passing,
  type Surroundings,
  surroundings,
  target,
  type Values,
} from './world.js';

const word: Word = {
  reopen: true,
  relock: true,
  by: { caller: 'arn:aws:iam::111122223333:user/ada', reason: 'agreed' },
};

/** A bucket that is only now enrolled, so that everything about it is proposed. */
async function proposed(found: Readonly<Record<string, unknown>>, declared: Values) {
  const around = surroundings(found);
  const judge = judgeOf(around.s3, around.bucket, declared);
  const baseline = baselineOf(declared);
  const declarations = declarationsOf(baseline);
  const engine = engineIn(around, { declarations });
  await look(around, engine);
  const incidentOf = (aspect: string): Incident => {
    const one = around.ledger.all.findLast((incident) => incident.aspect === aspect);
    if (one === undefined) throw new Error(`there is no incident about ${aspect}`);
    return one;
  };
  const approving = async (aspects: readonly string[], by = engine, said = word): Promise<Approved> => {
    const [first, ...others] = aspects.map(incidentOf);
    if (first === undefined) throw new Error('nothing to approve');
    return patient(around, by, () => approveIncidents(by, [first, ...others], said));
  };
  return { around, judge, declarations, engine, incidentOf, approving };
}

/** Waits for the lease of a process that died, as the command does. */
async function patient<T>({ clock }: Surroundings, engine: Engine, work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await passing(clock, work());
    } catch (error) {
      if (!(error instanceof Held) || tries === 2) throw error;
      await clock.advance(engine.timing.lease);
    }
  }
}

const texts = (steps: readonly Step[]): readonly string[] => steps.map((step) => JSON.stringify(step)).sort();
const open = ({ ledger }: Surroundings): readonly Incident[] =>
  ledger.all.filter(({ status }) => status === 'open');

describe('an approval', () => {
  it('sends just the steps that were proposed, or says with which others they belong together', {
    timeout: 60_000,
  }, async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(foundDocuments, declaredValues, fc.nat({ max: 15 }), async (found, declared, bits) => {
        const { around, judge, approving, incidentOf } = await proposed(found, declared);
        const offered = open(around).filter((one) => one.proposal !== undefined);
        const chosen = offered.filter((_, at) => (bits >> at) % 2 === 1).map(({ aspect }) => aspect);
        fc.pre(chosen.length > 0);
        let said = await approving(chosen);
        let aspects = chosen;
        kinds.add(said.kind);
        if (said.kind === 'together') {
          expect(around.s3.sent).toEqual([]);
          aspects = [...chosen, ...said.aspects];
          said = await approving(aspects);
        }
        expect(said.kind).toBe('sent');
        const steps = aspects.flatMap((aspect) => incidentOf(aspect).proposal?.steps ?? []);
        expect(texts(around.s3.sent)).toEqual([...new Set(texts(steps))]);
        expect(aspects.map((aspect) => incidentOf(aspect).outcome)).toEqual(aspects.map(() => 'reverted'));
        expect(
          open(around)
            .map(({ aspect }) => aspect)
            .sort(),
        ).toEqual(
          offered
            .map(({ aspect }) => aspect)
            .filter((aspect) => !aspects.includes(aspect))
            .sort(),
        );
        expect(judge.tooOpen()).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect([...kinds].sort()).toEqual(['sent', 'together']);
  });
});

describe('a site that nobody has confirmed yet', () => {
  const declared: Values = { publicAccessBlock: unblocked, bucketPolicy: policies.website };
  const found = { publicAccessBlock: blocked, policy: JSON.stringify(policies.partner) };
  const both = ['publicAccessBlock', 'bucketPolicy'] as const;

  it('opens only if that is said', async () => {
    const { around, approving } = await proposed(found, declared);
    const { relock: _, ...closed } = { ...word, reopen: false };
    expect(await approving(both, undefined, closed)).toMatchObject({ kind: 'leave', locking: [] });
    expect(around.s3.sent).toEqual([]);
    expect(await approving(both)).toMatchObject({ kind: 'sent' });
    expect(open(around)).toEqual([]);
  });

  it('has the whole repair approved, since a part of it would be another', async () => {
    const { approving } = await proposed(found, declared);
    expect(await approving(['bucketPolicy'])).toEqual({ kind: 'together', aspects: ['publicAccessBlock'] });
  });

  it('is only planned in dry-run', async () => {
    const { around, approving, declarations } = await proposed(found, declared);
    const dry = engineIn(around, { declarations, mode: 'dry-run' });
    expect(await approving(both, dry)).toMatchObject({ kind: 'planned', plan: { differences: [{}, {}] } });
    expect(around.s3.sent).toEqual([]);
    expect(open(around).length).toBe(2);
  });

  it('is left as it is where it has changed since, and what is needed now is proposed instead', async () => {
    const { around, approving, incidentOf } = await proposed(found, declared);
    const before = incidentOf('bucketPolicy').proposal;
    around.s3.write(target.name, 'PutBucketPolicy', { Policy: JSON.stringify(policies.tls) });
    const said = await approving(both);
    expect(said).toMatchObject({
      kind: 'changed',
      changes: [{ before, incident: { aspect: 'bucketPolicy' } }],
    });
    expect(around.s3.sent).toEqual([]);
    const now = incidentOf('bucketPolicy').proposal;
    expect(now?.digest).not.toBe(before?.digest);
    expect((await approving(both)).kind).toBe('sent');
    expect(open(around)).toEqual([]);
  });

  it('is left as it is where it changes in the last moment', async () => {
    const { around, engine, approving } = await proposed(found, declared);
    const late: Engine = {
      ...engine,
      ledger: {
        ...engine.ledger,
        acquire: (...given) => {
          around.s3.write(target.name, 'DeletePublicAccessBlock');
          return engine.ledger.acquire(...given);
        },
      },
    };
    expect(await approving(both, late)).toMatchObject({
      kind: 'sent',
      outcomes: new Map([
        ['publicAccessBlock', 'healedElsewhere'],
        ['bucketPolicy', 'proposed'],
      ]),
    });
    expect(around.s3.sent).toEqual([]);
  });

  it('does nothing to what is as declared by now, nor to what is gone', async () => {
    const { around, approving } = await proposed(found, declared);
    around.s3.write(target.name, 'PutPublicAccessBlock', { PublicAccessBlockConfiguration: unblocked });
    expect(await approving(['publicAccessBlock'])).toMatchObject({ kind: 'healed' });
    around.s3.buckets.delete(target.name);
    expect(await approving(both)).toMatchObject({ kind: 'gone' });
    expect(around.s3.sent).toEqual([]);
  });

  it('keeps in the audit who approved it, and why', async () => {
    const { around, approving } = await proposed(found, declared);
    await approving(both);
    const decided: Json[] = [];
    for await (const { kind, content } of around.ledger.as(new Life()).audit(target, 'bucketPolicy'))
      if (kind === 'decided') decided.push(content);
    expect(decided.at(-1)).toMatchObject({ response: 'revert', approved: word.by });
    const [incident] = around.ledger.all;
    expect(incident?.transitions.at(-1)?.note).toMatch(
      /Approved by arn:aws:iam::111122223333:user\/ada: agreed$/,
    );
  });

  it('comes to the same end with a crash at any call, when it is approved again', async () => {
    const lived = async (at?: number, reaches = false) => {
      const { around, judge, approving, declarations } = await proposed(found, declared);
      const life = new Life(at === undefined ? undefined : { at, reaches });
      const dying = approving(both, engineIn(around, { declarations, life }));
      // A read that dies is to the dead process one that failed.
      await dying.catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
      expect(life.isDead).toBe(at !== undefined);
      for (let tries = 0; tries < 3 && open(around).length > 0; tries += 1)
        await approving(open(around).map(({ aspect }) => aspect));
      return {
        calls: life.calls,
        documents: around.bucket.documents,
        open: open(around),
        tooOpen: judge.tooOpen(),
      };
    };
    const whole = await lived();
    expect(whole.calls.length).toBeGreaterThan(20);
    // A read that dies has no effect to come before or after.
    for (const [at, call] of whole.calls.entries()) {
      // To die in a read is to die after the call before it.
      if (/^(Get|List|recall|goodState|tally)/.test(call)) continue;
      for (const reaches of [false, true]) {
        const { documents, open: left, tooOpen } = await lived(at + 1, reaches);
        const where = `${call} (${at + 1}) ${reaches ? 'after' : 'before'}`;
        expect([where, documents, left, tooOpen]).toEqual([where, whole.documents, [], []]);
      }
    }
  });
});
