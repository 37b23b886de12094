import { describe, expect, it } from 'vitest';
import type { Json } from '../../controller/domain/json.js';
import { randomStream } from '../../deploy/local/random.js';
import { coversBucket, readPolicy } from '../../deploy/local/s3/policy-text.js';
import { baselineOf, declarationsOf, engineIn, look, remembered, surroundings } from '../engine/world.js';
import {
  type Asked,
  bucketArn,
  bucketName,
  goneRole,
  goneUser,
  org,
  partner,
  requests,
} from '../iam/cast.js';
import { evaluatorOf } from '../iam/evaluate.js';
import { planted, type Rule } from '../iam/plants.js';
import { oneOf, ownersStatements, type Random, type Statement, some } from '../iam/random-policy.js';

const seed = Number(process.env['SEED'] ?? 20_261_121);
const cases = 1_000;

const tls: Statement = {
  Effect: 'Deny',
  Principal: '*',
  Action: '*',
  Resource: '*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const readers: Statement = {
  Effect: 'Allow',
  Principal: { AWS: partner },
  Action: 's3:ListBucket',
  Resource: bucketArn,
};

/** What rules say of one request, in words that have nothing to do with statements. */
const isForbidden = (forbid: readonly Rule[], { caller, isAnywhere, changesAccess }: Asked): boolean =>
  (forbid.includes('public') && isAnywhere && caller.side === 'strange' && !('Service' in caller.names)) ||
  (forbid.includes('externalAccounts') && caller.side === 'strange') ||
  (forbid.includes('aclWrite') && changesAccess) ||
  (forbid.includes('externalAclWrite') &&
    changesAccess &&
    caller.side !== 'own' &&
    caller.side !== 'service');

interface Case {
  readonly forbid: readonly Rule[];
  readonly demands: readonly Json[];
  /** The owner's policy before, with what is required. */
  readonly clean: unknown;
  readonly found: { readonly Statement: readonly Statement[] };
  readonly untouched: readonly string[];
}

function caseFrom(random: Random): Case {
  const rules: readonly Rule[] = ['public', 'externalAccounts', 'aclWrite', 'externalAclWrite'];
  const forbid = some(random, rules);
  const own = ownersStatements(random);
  const found = some(random, forbid).reduce((all, rule) => planted(random, rule, all), own);
  const needed = oneOf<readonly (readonly [Json, Statement])[]>(
    random,
    [],
    [[{ template: 'tlsOnly' }, tls]],
    [
      [{ template: 'tlsOnly' }, tls],
      [{ statement: readers as Json }, readers],
    ],
  );
  const text = JSON.stringify;
  const same = new Set(own.map((one) => text(one)));
  return {
    forbid,
    demands: needed.map(([demand]) => demand),
    clean: { Statement: [...own, ...needed.map(([, statement]) => statement)] },
    found: { Statement: found },
    untouched: found.map((one) => text(one)).filter((one) => same.has(one) && !/GONE/.test(one)),
  };
}

const isGone = (name: string): boolean => name.includes(goneRole) || name.includes(goneUser);

describe('a thousand random policies with planted violations', () => {
  const tally = { cases: 0, requests: 0, allowed: 0, cut: 0, deleted: 0, broken: 0 };

  const tryOut = async (index: number): Promise<void> => {
    const { forbid, demands, clean, found, untouched } = caseFrom(randomStream(seed, `policy ${index}`));
    const rules = {
      forbid,
      ...(forbid.includes('externalAccounts') ? { externalAccounts: [partner, `org:${org}`] } : {}),
      ...(demands.length > 0 ? { require: demands } : {}),
    };
    const before = { Version: '2012-10-17', Id: 'owner', ...found };
    const story = `case ${index} of seed ${seed}: ${JSON.stringify({ rules, before })}`;
    const around = surroundings({ policy: JSON.stringify(before) });
    const baseline = baselineOf({ bucketPolicy: { rules } });
    await remembered(around, baseline);
    const engine = engineIn(around, { declarations: declarationsOf(baseline) });

    const [wasAllowed, isMeantToBe] = [evaluatorOf(before), evaluatorOf(clean)];
    const broken = requests.some((asked) => isForbidden(forbid, asked) && wasAllowed(asked));
    const { bucketPolicy: outcome } = await look(around, engine);
    // What nobody can use, such as a bucket's action on objects, may stand.
    if (broken || outcome !== 'clean') expect(outcome, story).toBe('reverted');
    const sent = outcome === 'clean' ? 0 : 1;
    expect(around.s3.sent.length, story).toBe(sent);
    tally.broken += broken ? 1 : 0;
    const stored = around.bucket.documents.get('policy');
    const after: Case['found'] = typeof stored === 'string' ? JSON.parse(stored) : { Statement: [] };
    if (typeof stored !== 'string') tally.deleted += 1;
    else if (sent > 0) readPolicy(stored, 'aws', (resource) => coversBucket(resource, bucketName, 'aws'));

    const isAllowedNow = evaluatorOf(after);
    const isWanted = evaluatorOf({ Statement: demands.map((demand) => Object(demand).statement ?? {}) });
    for (const request of requests) {
      const now = isAllowedNow(request);
      const then = wasAllowed(request);
      const wrong = now
        ? isForbidden(forbid, request)
          ? 'let in against the rules'
          : !then && !isWanted(request) && 'let in anew'
        : isMeantToBe(request) && 'cut off';
      if (wrong !== false) expect.fail(`${wrong}: ${JSON.stringify(request)} in ${story}, now ${stored}`);
      tally.allowed += now ? 1 : 0;
      tally.cut += !now && then ? 1 : 0;
    }
    const kept = after.Statement.map((one) => JSON.stringify(one));
    expect(
      kept.filter((one) => untouched.includes(one)),
      story,
    ).toEqual(untouched);
    if (sent > 0) expect(kept.filter(isGone), story).toEqual([]);

    await around.clock.advance(3_600_000);
    expect(await look(around, engine), story).toEqual({ bucketPolicy: 'clean' });
    expect(around.s3.sent.length, story).toBe(sent);
    tally.cases += 1;
    tally.requests += requests.length;
  };

  it(`end as the rules allow and no further (seed ${seed})`, { timeout: 600_000 }, async () => {
    for (let index = 0; index < cases; index += 1) await tryOut(index);
    process.stdout.write(
      `seed ${seed}: ${tally.cases} policies, ${tally.broken} of them open to what the rules forbid, ${tally.requests} requests tried after the repair, ${tally.allowed} allowed, ${tally.cut} cut off, ${tally.deleted} policies of which nothing was left\n`,
    );
    expect(tally.broken).toBeGreaterThan(cases * 0.8);
  });
});
