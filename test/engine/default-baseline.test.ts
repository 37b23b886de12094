import { expect, it } from 'vitest';
import { type Catalogue, loadCatalogueTexts } from '../../controller/catalog/catalogue.js';
import { instant } from '../../controller/domain/time.js';
import { reconcile } from '../../controller/engine/reconcile.js';
import { lastWord } from '../catalog/loading.js';
import { Life } from '../fakes/life.js';
import { account, engineIn, look, scanAt, surroundings, target } from './world.js';

const answers = {
  file: 'policies/test.yaml',
  text: ['versioning', 'publicAccessBlock']
    .map(
      (aspect) =>
        `- { id: ${aspect.toLowerCase()}, aspect: ${aspect}, severity: high, response: revert, why: a test says so }\n`,
    )
    .join(''),
};
const catalogueOf = (...baselines: readonly string[]): Catalogue =>
  loadCatalogueTexts({
    baselines: [{ file: 'baselines/heron.yaml', text: baselines.join('---\n') }],
    policies: [answers, lastWord],
    mode: 'auto-revert',
  });
const enabled = 'aspects: { versioning: { Status: Enabled }, publicAccessBlock: {} }\n';
const fallback = `name: rest\nselect: { default: true }\n${enabled}`;
const elsewhere = `name: other\nselect: { buckets: ['other-*'] }\n${enabled}`;
const tagged = (selection: string, aspects: string): string =>
  `name: tagged\nselect: { buckets: ['heron-*'], tags: { class: ${selection} } }\naspects: ${aspects}\n`;

function world() {
  const around = surroundings();
  const { s3, ledger } = around;
  const life = new Life();
  return {
    ...around,
    lookBy: (declarations: Catalogue) => look(around, engineIn(around, { declarations, life })),
    tag: (value?: string): void => {
      if (value === undefined) s3.write(target.name, 'DeleteBucketTagging');
      else
        s3.write(target.name, 'PutBucketTagging', {
          Tagging: { TagSet: [{ Key: 'class', Value: value }] },
        });
    },
    live: (document: string) => s3.buckets.get(target.name)?.documents.get(document),
    watched: async (): Promise<void> => {
      const at = instant(around.clock.now());
      await ledger.as(life).saveScanCursor(account, { startedAt: at, completedAt: at });
    },
    engineBy: (declarations: Catalogue) => engineIn(around, { declarations, life }),
  };
}

it('brings a bucket that is born under watch to the default: what closes at once, the rest after the grace', async () => {
  const { lookBy, live, clock, watched } = world();
  await watched();
  const catalogue = catalogueOf(fallback, elsewhere);
  expect(await lookBy(catalogue)).toMatchObject({ versioning: 'inGrace', publicAccessBlock: 'reverted' });
  expect(live('publicAccessBlock')).toMatchObject({ BlockPublicPolicy: true, RestrictPublicBuckets: true });
  expect(live('versioning')).toBeUndefined();
  await clock.advance(60_000);
  expect(await lookBy(catalogue)).toMatchObject({ versioning: 'reverted' });
  expect(live('versioning')).toEqual({ Status: 'Enabled' });
});

it('only proposes for a bucket that a changed catalogue lets fall under the default', async () => {
  const { lookBy, live, ledger, clock, watched } = world();
  await watched();
  // As a scan does with a bucket that nothing selects.
  await ledger.as(new Life()).know(target, instant(clock.now()));
  expect(await lookBy(catalogueOf(elsewhere))).toEqual({ existence: 'clean' });
  for (let turn = 0; turn < 2; turn += 1) {
    expect(await lookBy(catalogueOf(fallback, elsewhere))).toEqual({
      versioning: 'proposed',
      publicAccessBlock: 'proposed',
    });
    await clock.advance(120_000);
  }
  expect(ledger.all.map(({ cause }) => cause)).toEqual(['onboarding', 'onboarding']);
  expect(live('versioning')).toBeUndefined();
  expect(live('publicAccessBlock')).toBeUndefined();
});

it('does not take a bucket whose tags were taken away, if it asks for less', async () => {
  const { lookBy, tag, ledger } = world();
  const catalogue = catalogueOf(
    fallback,
    tagged(
      'safe',
      '{ versioning: { Status: Enabled }, publicAccessBlock: {}, ownershipControls: { ObjectOwnership: BucketOwnerEnforced } }',
    ),
  );
  tag('safe');
  await lookBy(catalogue);
  tag();
  expect(await lookBy(catalogue)).toMatchObject({ selection: 'escalated' });
  expect(ledger.all.find(({ aspect }) => aspect === 'selection')).toMatchObject({
    baseline: { name: 'tagged' },
    fields: [
      { path: 'baseline', desired: 'tagged', actual: 'rest' },
      { path: 'tags.class', desired: 'safe' },
    ],
  });
});

it('takes it where it is nowhere looser', async () => {
  const { lookBy, tag, ledger } = world();
  const catalogue = catalogueOf(fallback, tagged('bare', '{ versioning: { Status: Enabled } }'));
  tag('bare');
  await lookBy(catalogue);
  tag();
  expect(Object.keys(await lookBy(catalogue)).sort()).toEqual(['publicAccessBlock', 'versioning']);
  expect(ledger.all.filter(({ aspect }) => aspect === 'selection')).toEqual([]);
});

it('does not lose a bucket to tags that choose less', async () => {
  const { lookBy, tag, ledger } = world();
  const catalogue = catalogueOf(fallback, tagged('loose', '{ versioning: { Status: Suspended } }'));
  await lookBy(catalogue);
  tag('loose');
  expect(await lookBy(catalogue)).toMatchObject({ selection: 'escalated' });
  expect(ledger.all.find(({ aspect }) => aspect === 'selection')).toMatchObject({
    baseline: { name: 'rest' },
  });
});

it('is not chosen because the tags cannot be read', async () => {
  const { engineBy, s3, clock, ledger, live, watched } = world();
  await watched();
  s3.failing.set('GetBucketTagging', 'AccessDenied');
  const catalogue = catalogueOf(fallback, tagged('safe', '{ versioning: { Status: Enabled } }'));
  await expect(reconcile(engineBy(catalogue), scanAt(clock))).rejects.toThrow('cannot be read');
  expect(ledger.all).toEqual([]);
  expect(live('publicAccessBlock')).toBeUndefined();
});
