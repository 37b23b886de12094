// biome-ignore-all lint/suspicious/noTemplateCurlyInString: baselines have variables of their own.
import { describe, expect, it } from 'vitest';
import type { EffectiveBaseline } from '../../controller/domain/baseline.js';
import type { Desired } from '../../controller/domain/observation.js';
import { bucket, load } from './loading.js';

const effective = (yaml: string, name: string, region?: string): EffectiveBaseline => {
  const verdict = load(yaml).effective(bucket(name), region);
  if (verdict.kind !== 'effective') throw new Error(`${name}: ${verdict.kind}`);
  return verdict.baseline;
};
const desired = ({ aspects }: EffectiveBaseline): Readonly<Record<string, Desired['kind'] | unknown>> =>
  Object.fromEntries(
    [...aspects].map(([name, { desired: demand }]) => [
      name,
      demand.kind === 'value' ? demand.value : demand.kind,
    ]),
  );

const layered = `name: base
environment: production
owner: platform
mode: dry-run
aspects:
  door: { loud: false }
  sign: { text: hello, colour: red }
  tagging: { team: none, kept: 'yes' }
reopen: { door: auto, sign: auto }
---
name: top
extends: base
select: { buckets: ['top-*'] }
mode: auto-revert
owner: web
aspects:
  sign: { text: bye }
  tagging: { team: web }
---
name: bare
extends: top
select: { buckets: ['top-bare'] }
aspects:
  sign: absent
`;

describe('layers', () => {
  it('replaces an aspect whole, merges tags by key, and keeps the rest', () => {
    expect(desired(effective(layered, 'top-x'))).toEqual({
      door: { open: false, loud: false },
      sign: { text: 'bye' },
      tagging: { team: 'web', kept: 'yes' },
    });
  });
  it('lets the upper word on mode and labels stand', () => {
    expect(effective(layered, 'top-x')).toMatchObject({
      name: 'top',
      mode: 'auto-revert',
      environment: 'production',
      owner: 'web',
    });
  });
  it('forgets the word on reopening with the value that it was given for', () => {
    const { aspects } = effective(layered, 'top-x');
    expect([aspects.get('door')?.reopen, aspects.get('sign')?.reopen]).toEqual(['auto', 'propose']);
  });
  it('names the line that gave each value', () => {
    const { aspects } = effective(layered, 'top-x');
    expect([aspects.get('door')?.source, aspects.get('sign')?.source]).toEqual([
      'baselines/it.yaml:6',
      'baselines/it.yaml:17',
    ]);
  });
  it('lets the extending one win where both select', () => {
    const baseline = effective(layered, 'top-bare');
    expect([baseline.name, desired(baseline)['sign']]).toEqual(['bare', 'absent']);
  });
});

describe('mode', () => {
  it("is never stronger than the controller's own", () => {
    const verdict = load(layered, undefined, 'dry-run').effective(bucket('top-x'));
    expect(verdict).toMatchObject({ baseline: { mode: 'dry-run' } });
  });
  it("is the controller's own where no baseline says more", () => {
    const yaml = "name: it\nselect: { buckets: ['*'] }\naspects: { door: {} }\n";
    expect(effective(yaml, 'abc').mode).toBe('auto-revert');
  });
});

describe('variables', () => {
  const yaml = `name: it
select: { buckets: ['*'], regions: ['eu-*'] }
aspects:
  sign:
    text: '\${bucket}/\${account}/\${region}/\${partition}'
    lines: ['\${aws:username}', '\${s3:prefix}', '\${*}', '$bucket', '\${aws:PrincipalTag/team, ''none''}']
`;
  it('fills in the four and leaves those of IAM alone', () => {
    expect(desired(effective(yaml, 'abc', 'eu-west-1'))).toEqual({
      sign: {
        text: 'abc/111122223333/eu-west-1/aws',
        lines: ['${aws:username}', '${s3:prefix}', '${*}', '$bucket', "${aws:PrincipalTag/team, 'none'}"],
      },
    });
  });
  it('needs the region to select by it, and to fill it in', () => {
    expect(load(yaml).effective(bucket('abc'))).toEqual({ kind: 'needs-region' });
    expect(load(yaml.replace(", regions: ['eu-*']", '')).effective(bucket('abc'))).toEqual({
      kind: 'needs-region',
    });
    expect(load(yaml).selects(bucket('abc'))).toBe('needs-region');
    expect(load(yaml).selects(bucket('abc'), 'us-east-1')).toBe(false);
  });
  it('gives equal demands equal digests, and different ones different', () => {
    const digestOf = (name: string) => effective(yaml, name, 'eu-west-1').aspects.get('sign')?.digest;
    expect(digestOf('abc')).toBe(digestOf('abc'));
    expect(digestOf('abc')).not.toBe(digestOf('abd'));
  });
});

describe('several baselines on one target', () => {
  const pair = (second: string) => `name: one
select: { buckets: ['a*'] }
owner: us
aspects: { door: {} }
---
name: two
select: { buckets: ['*z'], accounts: ['111122223333'] }
mode: dry-run
${second}
`;
  it('adds up what does not contradict, in the mildest mode', () => {
    const baseline = effective(pair('aspects: { door: { loud: true }, sign: { text: x } }'), 'a-z');
    expect(baseline).toMatchObject({ name: 'one + two', mode: 'dry-run', owner: 'us' });
    expect(desired(baseline)).toEqual({ door: { open: false, loud: true }, sign: { text: 'x' } });
  });
  it.each([
    ['nobody asks for it', '', '', undefined],
    ['one asks for it', 'recreate: hold-name', '', 'hold-name'],
    ['both do', 'recreate: hold-name', 'recreate: hold-name', 'hold-name'],
    ['one says never', 'recreate: never', 'recreate: hold-name', undefined],
  ])('holds the name of a deleted bucket as the mildest word says where %s', (_, one, two, held) => {
    const yaml = pair(`${two}\naspects: { sign: { text: x } }`).replace('owner: us', `owner: us\n${one}`);
    expect(effective(yaml, 'a-z').recreate).toBe(held);
  });
  it.each([
    ['a value', 'aspects: { door: { loud: false } }'],
    ['a label', 'owner: them\naspects: { sign: { text: x } }'],
    ['the word on reopening', 'aspects: { door: {} }\nreopen: { door: auto }'],
  ])('refuses to load where they contradict each other in %s', (_, second) => {
    expect(() => load(pair(second))).toThrow('both select bucket aaz');
  });
});

it('lets the upper word on deleted buckets stand, and knows none for accounts', () => {
  const layers = (above: string) =>
    `name: base\nrecreate: hold-name\naspects: { door: {} }\n---\nname: top\nextends: base\nselect: { buckets: ['*'] }\n${above}`;
  expect(effective(layers(''), 'abc').recreate).toBe('hold-name');
  expect(effective(layers('recreate: never\n'), 'abc').recreate).toBeUndefined();
  const gate =
    "name: it\nselect: { accounts: ['444455556666'] }\nrecreate: hold-name\naspects: { gate: {} }\n";
  expect(() => load(gate)).toThrow('recreate is about buckets');
});

it('says nothing of what nothing selects, and of accounts only what accounts select', () => {
  const catalogue = load(
    "name: it\nselect: { buckets: ['*'] }\naspects: { door: {} }\n---\nname: gate\nselect: { accounts: ['444455556666'] }\naspects: { gate: { keeper: 'k-${account}' } }\n",
  );
  const account = (id: string) => ({ kind: 'account', partition: 'aws', account: id }) as const;
  expect(catalogue.effective(account('111122223333'))).toEqual({ kind: 'unselected' });
  expect(catalogue.effective(account('444455556666'))).toMatchObject({ baseline: { name: 'gate' } });
  expect(catalogue.effective(bucket('abc', '444455556666'))).toMatchObject({ baseline: { name: 'it' } });
  expect(catalogue).toMatchObject({ accounts: ['444455556666'], wantedAspects: ['door', 'gate'] });
});

it('is frozen throughout', () => {
  const { aspects } = effective(layered, 'top-x');
  const demand = aspects.get('door')?.desired;
  expect(() =>
    Object.assign(demand?.kind === 'value' ? (demand.value as object) : {}, { open: true }),
  ).toThrow(TypeError);
});
