import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../controller/catalog/catalogue.js';
import { loadCatalogueTexts } from '../../controller/catalog/catalogue.js';
import type { EventSignal } from '../../controller/domain/signal.js';
import { instant } from '../../controller/domain/time.js';
import { type Approval, defaultTiming } from '../../controller/engine/engine.js';
import { lastWord } from '../catalog/loading.js';
import { Life } from '../fakes/life.js';
import { account, engineIn, look, surroundings, target } from './world.js';

const lower = `
name: plain
select: { buckets: ['heron-*'] }
aspects:
  versioning: { Status: Suspended }
---
name: precious
extends: plain
select: { buckets: ['heron-*'], tags: { class: precious } }
aspects:
  versioning: { Status: Enabled }
---
name: sealed
extends: precious
select: { buckets: ['heron-*'], tags: { class: sealed } }
aspects:
  publicAccessBlock: {}
`;
const revert = {
  file: 'policies/test.yaml',
  text: '- { id: versioning, aspect: versioning, severity: high, response: revert, why: a test says so }\n',
};
const catalogueOf = (text: string): Catalogue =>
  loadCatalogueTexts({
    baselines: [{ file: 'baselines/heron.yaml', text }],
    policies: [revert, lastWord],
    mode: 'auto-revert',
  });

/** A bucket with a class, and everything that happens to it. */
function bucketOfClass(value?: string) {
  const around = surroundings();
  const { clock, s3, ledger } = around;
  const tag = (text?: string): void => {
    if (text === undefined) s3.write(target.name, 'DeleteBucketTagging');
    else
      s3.write(target.name, 'PutBucketTagging', {
        Tagging: {
          TagSet: [
            { Key: 'class', Value: text },
            { Key: 'cost', Value: '7' },
          ],
        },
      });
  };
  const life = new Life();
  const lookBy = (
    catalogue: Catalogue,
    events: readonly EventSignal[] = [],
    approval?: Approval,
  ): Promise<Readonly<Record<string, string>>> =>
    look(
      around,
      engineIn(around, { declarations: catalogue, life, ...(approval === undefined ? {} : { approval }) }),
      events,
    );
  const standing = () => ledger.all.find(({ aspect, status }) => aspect === 'selection' && status === 'open');
  const ended = () =>
    ledger.all.filter(({ aspect, status }) => aspect === 'selection' && status === 'closed');
  const by = (id: string): EventSignal => ({
    kind: 'event',
    id,
    call: 'PutBucketTagging',
    aspects: ['tagging'],
    actor: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/mallory` },
    at: instant(clock.now()),
  });
  if (value !== undefined) tag(value);
  return { ...around, tag, lookBy, standing, ended, by, life };
}

const catalogue = catalogueOf(lower);

describe('a bucket that is selected by its tags', () => {
  it('is under the baseline that they choose', async () => {
    const { lookBy } = bucketOfClass('sealed');
    expect(await lookBy(catalogue)).toEqual({ publicAccessBlock: 'alerted', versioning: 'proposed' });
    expect(await bucketOfClass('precious').lookBy(catalogue)).toEqual({ versioning: 'proposed' });
    expect(await bucketOfClass().lookBy(catalogue)).toEqual({ versioning: 'clean' });
  });

  it('stays under it when they are taken away, as an incident that names who and both baselines', async () => {
    const { lookBy, tag, standing, by, s3, ended } = bucketOfClass('precious');
    s3.write(target.name, 'PutBucketVersioning', { VersioningConfiguration: { Status: 'Enabled' } });
    expect(await lookBy(catalogue)).toEqual({ versioning: 'clean' });
    tag();
    s3.write(target.name, 'PutBucketVersioning', { VersioningConfiguration: { Status: 'Suspended' } });
    expect(await lookBy(catalogue, [by('e-1')])).toMatchObject({ selection: 'escalated' });
    expect(standing()).toMatchObject({
      outcome: 'escalated',
      baseline: { name: 'precious' },
      fields: [
        { path: 'baseline', desired: 'precious', actual: 'plain' },
        { path: 'tags.class', desired: 'precious' },
      ],
      who: { kind: 'known', actor: { arn: `arn:aws:iam::${account}:user/mallory` } },
      explains: ['e-1'],
      escalation: { runbook: expect.stringContaining('snapback apply heron-ledger --reselect') },
    });
    // Its baseline goes on to be held: what was suspended under cover of the tags is enabled again.
    expect(await lookBy(catalogue)).toMatchObject({ versioning: 'clean', selection: 'escalated' });
    expect(s3.buckets.get(target.name)?.documents.get('versioning')).toEqual({ Status: 'Enabled' });
    expect(standing()?.outbox.map(({ kind }) => kind)).toEqual(['escalated']);

    tag('precious');
    expect(await lookBy(catalogue)).toEqual({ versioning: 'clean', selection: 'healedElsewhere' });
    expect(standing()).toBeUndefined();
    expect(ended()).toHaveLength(1);
    expect(await lookBy(catalogue)).toEqual({ versioning: 'clean' });
  });

  it('goes by itself to one that is nowhere looser, from there not back, and is only proposed what is new', async () => {
    const { lookBy, tag, standing } = bucketOfClass('precious');
    await lookBy(catalogue);
    tag('sealed');
    expect(await lookBy(catalogue)).toEqual({ publicAccessBlock: 'alerted', versioning: 'proposed' });
    expect(standing()).toBeUndefined();
    tag('precious');
    expect(await lookBy(catalogue)).toMatchObject({ selection: 'escalated', publicAccessBlock: 'alerted' });
  });

  it('is told of anew when the tags are changed once more', async () => {
    const { lookBy, tag, standing } = bucketOfClass('sealed');
    await lookBy(catalogue);
    tag('precious');
    await lookBy(catalogue);
    const first = standing();
    tag();
    await lookBy(catalogue);
    expect(standing()?.id).toBe(first?.id);
    expect(standing()?.escalation).not.toEqual(first?.escalation);
    expect(standing()?.outbox).toHaveLength(2);
  });

  it('is let go by a human: by command, or by another catalogue', async () => {
    const one = bucketOfClass('precious');
    await one.lookBy(catalogue);
    one.tag();
    expect(await one.lookBy(catalogue)).toMatchObject({ selection: 'escalated' });
    expect(await one.lookBy(catalogue, [], { reopen: false, reselect: true })).toMatchObject({
      selection: 'clean',
    });
    expect(await one.lookBy(catalogue)).toEqual({ versioning: 'clean' });
    expect(one.standing()).toBeUndefined();

    const other = bucketOfClass('precious');
    await other.lookBy(catalogue);
    other.tag();
    expect(await other.lookBy(catalogue)).toMatchObject({ selection: 'escalated' });
    const spared = catalogueOf(lower.replaceAll("['heron-*'], tags", "['heron-*', '!heron-ledger'], tags"));
    expect(await other.lookBy(spared)).toMatchObject({ selection: 'clean' });
    expect(other.standing()).toBeUndefined();
  });

  it('is let go when no baseline is for it any more', async () => {
    const { lookBy, tag, standing } = bucketOfClass('precious');
    await lookBy(catalogue);
    tag();
    await lookBy(catalogue);
    expect(standing()).toBeDefined();
    const alone = catalogueOf(
      "name: other\nselect: { buckets: ['heron-*'], tags: { class: other } }\naspects: { versioning: { Status: Enabled } }\n",
    );
    expect(await lookBy(alone)).toEqual({ existence: 'clean' });
    expect(standing()).toBeUndefined();
  });

  it('is no way out by tags that several baselines ask for and contradict each other in', async () => {
    const two = (value: string, text: string) =>
      `name: ${value}\nselect: { buckets: ['heron-*'], tags: { ${text} } }\naspects: { versioning: { Status: ${value === 'a' ? 'Enabled' : 'Suspended'} } }\n`;
    expect(() => catalogueOf(`${two('a', 'class: a')}---\n${two('b', "cost: '7'")}`)).toThrow(
      /tagged class=a and cost=7 .* contradict each other in versioning/,
    );
    expect(() => catalogueOf(`${two('a', 'class: a')}---\n${two('b', 'class: b')}`)).not.toThrow();
  });
});

describe('a bucket that appears under watch', () => {
  const tagged = catalogueOf(
    "name: open\nselect: { buckets: ['heron-*'], tags: { class: precious } }\naspects: { versioning: { Status: Enabled } }\n",
  );

  /** A new bucket in an account that was listed to its end. */
  async function newcomer() {
    const all = bucketOfClass();
    const at = instant(all.clock.now());
    await all.ledger.as(new Life()).saveScanCursor(account, { startedAt: at, completedAt: at });
    return all;
  }

  it('may be tagged by whoever creates it, without a question', async () => {
    const { lookBy, tag, clock, standing } = await newcomer();
    tag('precious');
    await lookBy(catalogue);
    tag();
    expect(await lookBy(catalogue)).not.toHaveProperty('selection');
    tag('precious');
    await lookBy(catalogue);
    await clock.advance(defaultTiming.grace);
    tag();
    expect(await lookBy(catalogue)).toMatchObject({ selection: 'escalated' });
    expect(standing()).toBeDefined();
  });

  it('is born under the baseline for which it is tagged soon', async () => {
    const { lookBy, tag, clock } = await newcomer();
    expect(await lookBy(tagged)).toEqual({});
    tag('precious');
    await lookBy(tagged);
    await clock.advance(defaultTiming.grace);
    expect(await lookBy(tagged)).toEqual({ versioning: 'reverted' });
  });

  it('is not born under one for which it is tagged late', async () => {
    const { lookBy, tag, clock } = await newcomer();
    expect(await lookBy(tagged)).toEqual({});
    await clock.advance(defaultTiming.grace);
    expect(await lookBy(tagged)).toEqual({ existence: 'alerted' });
    tag('precious');
    expect(await lookBy(tagged)).toEqual({ versioning: 'proposed', existence: 'clean' });
  });
});

describe('tags that cannot be read', () => {
  it('leave the bucket under the baseline that is remembered, and are told of', async () => {
    const { lookBy, tag, s3, standing, ended } = bucketOfClass('precious');
    await lookBy(catalogue);
    tag();
    s3.failing.set('GetBucketTagging', 'AccessDenied');
    expect(await lookBy(catalogue)).toEqual({ versioning: 'proposed', selection: 'unreadable' });
    expect(standing()).toMatchObject({ finding: 'unreadable', baseline: { name: 'precious' } });
    s3.failing.clear();
    tag('precious');
    expect(await lookBy(catalogue)).toEqual({ versioning: 'proposed', selection: 'clean' });
    expect(ended()).toHaveLength(1);
  });

  it('are never taken for none: without a memory the look is to be tried again', async () => {
    const { lookBy, s3, ledger } = bucketOfClass('precious');
    s3.failing.set('GetBucketTagging', 'AccessDenied');
    await expect(lookBy(catalogue)).rejects.toThrow(/depends on its tags.*AccessDenied/);
    expect(ledger.all).toEqual([]);
  });
});

describe('the price', () => {
  it('is one read, also where the baseline holds the tags as well', async () => {
    const both = catalogueOf(lower.replace('  publicAccessBlock: {}', '  tagging: { class: sealed }'));
    const { lookBy, life } = bucketOfClass('sealed');
    await lookBy(both);
    expect(life.calls.filter((call) => call === 'GetBucketTagging')).toHaveLength(1);
  });

  it('is nothing where no baseline asks for tags', async () => {
    const { lookBy, life } = bucketOfClass('sealed');
    await lookBy(
      catalogueOf(
        "name: plain\nselect: { buckets: ['heron-*'] }\naspects: { versioning: { Status: Suspended } }\n",
      ),
    );
    await lookBy(
      catalogueOf(
        "name: else\nselect: { buckets: ['egret-*'], tags: { class: sealed } }\naspects: { versioning: { Status: Suspended } }\n",
      ),
    );
    expect(life.calls.filter((call) => /tag/i.test(call))).toEqual([]);
    // The second look is at a bucket that nothing selects, and asks whether it was seen before.
    expect(life.calls.filter((call) => call === 'recall')).toHaveLength(2);
  });
});
