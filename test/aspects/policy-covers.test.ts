import { describe, expect, it } from 'vitest';
import { covers } from '../../controller/aspects/kit/rules/covers.js';
import { unproved } from '../../controller/aspects/kit/rules/proof.js';
import { placeOf, rulesOf } from '../../controller/aspects/kit/rules/rules.js';
import type { JsonObject } from '../../controller/domain/json.js';
import { randomStream } from '../../deploy/local/random.js';
import { bucketArn, bucketName, owner, partner, requests } from '../iam/cast.js';
import { evaluatorOf } from '../iam/evaluate.js';
import { planted } from '../iam/plants.js';
import { oneOf, ownersStatements, type Random, type Statement } from '../iam/random-policy.js';

const seed = Number(process.env['SEED'] ?? 20_261_121);

/** The statement with something more or something less. */
const changed = (random: Random, statement: Statement): Statement => {
  const list = (name: string): readonly unknown[] => {
    const value = statement[name];
    return Array.isArray(value) ? value : [];
  };
  const { Condition: condition, ...open } = statement;
  return oneOf<() => Statement>(
    random,
    () => statement,
    () => open,
    () => ({ ...statement, Action: list('Action').slice(0, 1) }),
    () => ({ ...statement, Action: ['s3:Get*', 's3:?utObject', ...list('Action').slice(1)] }),
    () => ({ ...statement, Resource: `${bucketArn}*` }),
    () => ({ ...statement, Resource: list('Resource').slice(0, 1) }),
    () => ({ ...statement, Principal: '*' }),
    () => ({ ...statement, Principal: { AWS: partner } }),
    () => ({ ...statement, Condition: { Bool: { 'aws:SecureTransport': 'true' }, ...Object(condition) } }),
    () => ({ ...statement, Condition: { BoolIfExists: { 'AWS:SecureTransport': [true] } } }),
  )();
};

describe('containment of statements', () => {
  it(`is never claimed where some request tells otherwise (seed ${seed})`, () => {
    const random = randomStream(seed, 'covers');
    const meant = (statement: Statement): unknown => ({ Statement: { ...statement, Effect: 'Allow' } });
    let claimed = 0;
    for (let index = 0; index < 1_500; index += 1) {
      const [one, other] = ownersStatements(random);
      if (one === undefined) continue;
      const outer = changed(random, random() < 0.8 ? one : (other ?? one));
      const inner = changed(random, changed(random, one));
      if (!covers(outer as JsonObject, inner as JsonObject)) continue;
      claimed += 1;
      const [isIn, isOut] = [evaluatorOf(meant(inner)), evaluatorOf(meant(outer))];
      const escaped = requests.find((asked) => isIn(asked) && !isOut(asked));
      expect(escaped, JSON.stringify({ outer, inner })).toBeUndefined();
    }
    process.stdout.write(`seed ${seed}: ${claimed} claims of containment held\n`);
    expect(claimed).toBeGreaterThan(200);
  });
});

describe('the proof of a repair', () => {
  const place = placeOf({ kind: 'bucket', partition: 'aws', account: owner, name: bucketName });
  const rules = rulesOf(
    { rules: { forbid: ['public', 'aclWrite'], require: [{ template: 'tlsOnly' }] } },
    place,
  );
  const guard = {
    Sid: 'Guard',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:DeleteBucket',
    Resource: bucketArn,
  };
  const reading = {
    Effect: 'Allow',
    Principal: { AWS: [owner, partner] },
    Action: ['s3:GetObject'],
    Resource: `${bucketArn}/*`,
  };
  const tls = rules.require[0]?.statement ?? {};
  const everybody = { ...reading, Principal: '*' };
  const found = { Version: '2012-10-17', Statement: [guard, everybody, reading] };
  const doubtOf = (
    statements: readonly JsonObject[] | undefined,
    more: JsonObject = {},
  ): string | undefined =>
    unproved({
      found,
      result:
        statements === undefined ? undefined : { Version: '2012-10-17', ...more, Statement: statements },
      good: undefined,
      rules,
      place,
    });

  it('takes the repair that is right', () => {
    expect(doubtOf([guard, reading, tls])).toBeUndefined();
    expect(doubtOf([tls, guard, reading])).toBeUndefined();
  });

  it.each<[string, readonly JsonObject[] | undefined, JsonObject, string]>([
    ['nothing', undefined, {}, 'something left to do'],
    ['what breaks a rule', [guard, everybody, reading, tls], {}, 'still break public'],
    ['what lacks a requirement', [guard, reading], {}, 'something left to do'],
    ['what lacks a Deny', [reading, tls], {}, 'without fault'],
    ['what lacks an Allow', [guard, tls], {}, 'without fault'],
    ['what relabels', [{ ...guard, Sid: 'Other' }, reading, tls], {}, 'without fault'],
    [
      'what narrows without need',
      [guard, { ...reading, Principal: { AWS: [owner] } }, tls],
      {},
      'without fault',
    ],
    ['another order', [reading, guard, tls], {}, 'without fault'],
    [
      'another action',
      [guard, reading, { ...reading, Action: 's3:PutObject' }, tls],
      {},
      'nothing that was not allowed',
    ],
    [
      'another place',
      [guard, reading, { ...reading, Resource: bucketArn }, tls],
      {},
      'nothing that was not allowed',
    ],
    ['another version', [guard, reading, tls], { Version: '2008-10-17' }, 'change the version'],
    ['another label of the policy', [guard, reading, tls], { Id: 'x' }, 'change the version or the label'],
    [
      'a deleted role',
      [guard, reading, { ...guard, Principal: { AWS: 'AROAGONEGONEGONE00001' } }, tls],
      {},
      'deleted user or role',
    ],
    [
      'a lock-out',
      [guard, reading, { ...guard, Action: 's3:PutBucketPolicy' }, tls],
      {},
      's3:PutBucketPolicy to everybody',
    ],
    ['what is too long', [guard, reading, { ...guard, Sid: 'x'.repeat(20_480) }, tls], {}, 'S3 takes 20480'],
    ['what cannot be read', [guard, reading, tls], { Extra: 1 }, 'cannot be understood'],
  ])('does not take %s', (_name, statements, more, why) => {
    expect(doubtOf(statements, more)).toContain(why);
  });

  it('does not take a repair of another policy', () => {
    const random = randomStream(seed, 'proof');
    let refused = 0;
    for (let index = 0; index < 300; index += 1) {
      const mine = ownersStatements(random);
      const spoiled = planted(random, 'public', mine);
      const result = { Version: '2012-10-17', Statement: [...mine, tls] as readonly JsonObject[] };
      const claim = {
        found: { Version: '2012-10-17', Statement: spoiled as readonly JsonObject[] },
        good: undefined,
        rules,
        place,
      };
      const added = ownersStatements(random).filter(({ Effect: effect }) => effect === 'Allow');
      const news = added.filter(
        (one) => !spoiled.some((known) => covers(known as JsonObject, one as JsonObject)),
      );
      if (news.length === 0) continue;
      const more = { ...result, Statement: [...result.Statement, ...(news as readonly JsonObject[])] };
      expect(unproved({ ...claim, result: more }), JSON.stringify({ spoiled, more })).toBeDefined();
      refused += 1;
    }
    expect(refused).toBeGreaterThan(50);
  });
});
