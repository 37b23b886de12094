import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../controller/domain/json.js';
import {
  guard,
  hasHad,
  minute,
  owners,
  parsed,
  policy,
  reads,
  role,
  rules,
  textOf,
} from './policy-memory.js';
import { baselineOf, declarationsOf, engineIn, look, partner, surroundings, target } from './world.js';

const { Sid: _label, ...unlabelled } = guard;

describe('a policy that was good for an hour', () => {
  it('comes back to the letter when it is deleted, and once', async () => {
    const { outcome, again, text, sent } = await hasHad(60, undefined);
    expect([outcome, again, sent]).toEqual(['reverted', 'clean', ['PutBucketPolicy']]);
    expect(text).toBe(owners);
  });

  it('comes back to the letter after many looks, each by a process of its own', async () => {
    const { outcome, text } = await hasHad(61, undefined, { looks: 20 });
    expect([outcome, text]).toEqual(['reverted', owners]);
  });

  it.each<[string, string, string]>([
    [
      'every Allow was taken out of it',
      policy(guard),
      policy(guard, reads(role('reader'), { Sid: 'Reader' }), reads(role('writer'))),
    ],
    [
      'only a deleted role is left',
      policy(reads('AROAGONEGONEGONE00001')),
      policy(guard, reads(role('reader'), { Sid: 'Reader' }), reads(role('writer'))),
    ],
    [
      'another Deny took its place, which stays',
      policy({ ...guard, Action: 's3:PutObject' }),
      policy(
        { ...guard, Action: 's3:PutObject' },
        unlabelled,
        reads(role('reader'), { Sid: 'Reader' }),
        reads(role('writer')),
      ),
    ],
    ['a public one took its place', policy({ ...reads('*'), Principal: '*' }), owners],
    ['a stranger took its place', policy(reads('999988887777')), owners],
  ])('comes back when %s', async (_name, becomes, expected) => {
    const { outcome, again, text } = await hasHad(60, becomes);
    expect([outcome, again]).toEqual(['reverted', 'clean']);
    expect(parsed(text)).toEqual(parsed(expected));
  });

  it.each<[string, string]>([
    ['one Allow is left', policy(reads(role('writer')))],
    ['it was rewritten', policy(reads(role('auditor')))],
  ])('stays as its owner edits it: %s', async (_name, becomes) => {
    const { outcome, text, sent } = await hasHad(60, becomes);
    expect([outcome, text, sent]).toEqual(['clean', becomes, []]);
  });

  it('comes back without those whom the rules of today shut out, and without those who are deleted', async () => {
    const around = surroundings();
    const lookUnder = (by: JsonObject) =>
      look(
        around,
        engineIn(around, { declarations: declarationsOf(baselineOf({ bucketPolicy: { rules: by } })) }),
      );
    const put = (text: string): void => around.s3.write(target.name, 'PutBucketPolicy', { Policy: text });
    const both = {
      ...reads(''),
      Principal: { AWS: [role('reader'), 'AIDAGONEGONEGONE00002', role('app', partner)] },
    };
    put(policy(guard, reads(role('app', partner)), { ...reads('AROAGONEGONEGONE00001'), Sid: 'Gone' }, both));
    await lookUnder({ ...rules, externalAccounts: [partner] });
    await around.clock.advance(60 * minute);
    await lookUnder({ ...rules, externalAccounts: [partner] });
    // The partner is let go: first by the owner, then by the rules.
    put(policy(guard, reads(role('reader'))));
    expect(await lookUnder(rules)).toEqual({ bucketPolicy: 'clean' });
    around.s3.write(target.name, 'DeleteBucketPolicy');
    await around.clock.advance(minute);
    expect(await lookUnder(rules)).toEqual({ bucketPolicy: 'reverted' });
    expect(parsed(textOf(around))).toEqual(
      parsed(policy(guard, { ...both, Principal: { AWS: [role('reader')] } })),
    );
  });

  it('does not come back where the rules do not say so', async () => {
    const plain = { forbid: ['public'] };
    const { outcome, text, sent } = await hasHad(60, undefined, { rules: plain });
    expect([outcome, text, sent]).toEqual(['clean', undefined, []]);
  });

  it('does not come back as what S3 calls public', async () => {
    const open = { restoreDeleted: true };
    const everybody = policy({ ...reads('*'), Principal: '*' });
    const { outcome, sent } = await hasHad(60, undefined, { policy: everybody, rules: open });
    expect([outcome, sent]).toEqual(['clean', []]);
  });
});
