import { describe, expect, it } from 'vitest';
import { inventory } from '../../controller/aspects/inventory.js';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { account, beside, bucket, situationOf } from './access-situation.js';
import { observedFrom } from './refused-read.js';

const listTo = (Id: string, Bucket: string, more: JsonObject = {}): JsonObject => ({
  Id,
  IsEnabled: true,
  IncludedObjectVersions: 'Current',
  Schedule: { Frequency: 'Daily' },
  Destination: { S3BucketDestination: { Bucket: `arn:aws:s3:::${Bucket}`, Format: 'CSV' } },
  ...more,
});
const ours = listTo('weekly', 'reports');
const write = (found: Json, wanted: Json) =>
  inventory.write(
    situationOf('inventory', {
      found: { inventory: found },
      wanted: { inventory: wanted },
      repairs: ['inventory'],
    }),
  );
const common = { aspect: 'inventory', service: 's3' };

describe('inventories', () => {
  it('that nobody declared are deleted as leaks, before the declared ones are put', () => {
    const wanted = [ours, listTo('daily', 'reports')];
    expect(write([listTo('theirs', 'thiefs'), ours], wanted)).toEqual([
      {
        ...common,
        id: 'inventory.delete.theirs',
        operation: 'DeleteBucketInventoryConfiguration',
        input: { Bucket: bucket.name, ExpectedBucketOwner: account, Id: 'theirs' },
        effect: 'close',
        leaves: { kind: 'value', value: wanted },
      },
      {
        ...common,
        id: 'inventory.put.daily',
        operation: 'PutBucketInventoryConfiguration',
        input: {
          Bucket: bucket.name,
          ExpectedBucketOwner: account,
          Id: 'daily',
          InventoryConfiguration: listTo('daily', 'reports'),
        },
        effect: 'observe',
        leaves: { kind: 'value', value: wanted },
      },
    ]);
  });

  it('that lead elsewhere are put back as leaks, other changes are not in such a hurry', () => {
    expect(write([listTo('weekly', 'thiefs')], [ours])).toMatchObject([{ effect: 'close' }]);
    expect(write([{ ...ours, IsEnabled: false }], [ours])).toMatchObject([{ effect: 'observe' }]);
  });

  it('are all deleted where none must be, and each only once', () => {
    expect(write([ours, listTo('theirs', 'thiefs')], null)).toMatchObject([
      { id: 'inventory.delete.weekly', leaves: { kind: 'absent' } },
      { id: 'inventory.delete.theirs', leaves: { kind: 'absent' } },
    ]);
    expect(write(null, null)).toEqual([]);
  });

  it('may not have one Id twice', () => {
    const all = [ours, ours] as unknown as Parameters<typeof inventory.canonical>[0];
    expect(inventory.unreachable?.(all, beside({}), bucket)).toMatch(
      /^two configurations have the Id weekly/,
    );
  });
});

describe('a list of configurations', () => {
  const reply = (output: object, ...elements: readonly string[]) => ({ output, elements: new Set(elements) });
  /** What is made of pages that come one after the other, the last of them again and again. */
  const observed = (...pages: readonly object[]) => {
    let at = 0;
    return observedFrom('inventory', () =>
      Promise.resolve(reply(pages[Math.min(at++, pages.length - 1)] ?? {})),
    );
  };
  const page = (next: string | undefined, ...list: readonly object[]) => ({
    InventoryConfigurationList: list,
    IsTruncated: next !== undefined,
    ...(next === undefined ? {} : { NextContinuationToken: next }),
  });

  it('is read to its last page, and what stands on two of them counts once', async () => {
    const theirs = listTo('theirs', 'thiefs');
    expect(await observed(page('a', ours), page('b', ours, theirs), page(undefined))).toEqual({
      kind: 'observed',
      state: [ours, theirs],
    });
    expect(await observed(page(undefined))).toEqual({ kind: 'absent' });
  });

  it.each<[string, readonly object[]]>([
    ['goes on without saying where', [{ ...page(undefined, ours), IsTruncated: true }]],
    ['goes on in a circle', [page('a', ours), page('b', ours), page('a', ours)]],
    ['does not say whether it goes on', [{ InventoryConfigurationList: [ours] }]],
    ['says nothing', [{}]],
    ['has one without an Id', [page(undefined, { IsEnabled: true })]],
  ])('that %s is no ground for a write', async (_name, pages) => {
    expect(await observed(...pages)).toMatchObject({ kind: 'unreadable', error: { name: 'IncompleteList' } });
  });

  it('that a server takes for another call proves nothing', async () => {
    const objects = reply({ IsTruncated: false }, 'ListBucketResult', 'Name', 'Contents', 'IsTruncated');
    expect(await observedFrom('inventory', () => Promise.resolve(objects))).toMatchObject({
      kind: 'unreadable',
      error: { name: 'UnknownAnswer' },
    });
  });

  it('with a member that nobody knows is not overwritten', async () => {
    const strange = reply(page(undefined, ours), 'InventoryConfiguration', 'Secret');
    expect(await observedFrom('inventory', () => Promise.resolve(strange))).toMatchObject({
      kind: 'observed',
      unknown: ['Secret'],
    });
  });
});
