import { describe, expect, it } from 'vitest';
import { replication } from '../../controller/aspects/replication.js';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { compare } from '../../controller/engine/compare.js';
import { account, beside, bucket, partner, writesBesideVersioning } from './access-situation.js';

const rule = (more: JsonObject = {}): JsonObject => ({
  ID: 'backup',
  Status: 'Enabled',
  Priority: 1,
  Filter: {},
  DeleteMarkerReplication: { Status: 'Disabled' },
  Destination: { Bucket: 'arn:aws:s3:::heron-backup', Account: account },
  ...more,
});
const elsewhere = rule({
  ID: 'sync',
  Priority: 2,
  Destination: { Bucket: 'arn:aws:s3:::intruder', Account: partner },
});
const copies = (...Rules: readonly JsonObject[]): JsonObject => ({
  Role: `arn:aws:iam::${account}:role/copy`,
  Rules,
});
const kept = { Status: 'Enabled' };
const write = writesBesideVersioning(replication);

describe('a rule that nobody declared', () => {
  it.each([
    ['beside the declared one', copies(rule(), elsewhere)],
    ['in its place, under its name', copies({ ...elsewhere, ID: 'backup' })],
    ['switched off for now', copies(rule(), { ...elsewhere, Status: 'Disabled' })],
  ])('is taken away among the first: %s', (_, found) => {
    expect(write(found, copies(rule()))).toEqual([
      {
        id: 'replication.put',
        aspect: 'replication',
        service: 's3',
        operation: 'PutBucketReplication',
        input: {
          Bucket: bucket.name,
          ExpectedBucketOwner: account,
          ReplicationConfiguration: copies(rule()),
        },
        effect: 'close',
        leaves: { kind: 'value', value: copies(rule()) },
      },
    ]);
  });

  it('is taken away where nothing may be copied', () => {
    expect(write(copies(elsewhere), null)).toMatchObject([
      { operation: 'DeleteBucketReplication', effect: 'close' },
    ]);
  });
});

describe('a replication that went', () => {
  it('comes back without being an opening, wherever it leads', () => {
    expect(write(null, copies(elsewhere))).toMatchObject([{ effect: 'restore' }]);
    expect(write(copies(rule()), copies(rule(), elsewhere))).toMatchObject([{ effect: 'restore' }]);
  });

  it('waits for versioning where that is repaired, too', () => {
    const suspended = { versioning: { Status: 'Suspended' }, repairs: ['versioning'] };
    expect(write(null, copies(rule()), suspended)).toMatchObject([{ after: ['versioning.put'] }]);
    expect(write(null, copies(rule()))).not.toHaveProperty('0.after');
  });

  it.each([
    ['nobody enables it', { versioning: {} }],
    ['only the root user can', { versioning: { MFADelete: 'Enabled' }, repairs: ['versioning'] }],
  ])('calls a human while there are no versions and %s', (_, world) => {
    expect(write(null, copies(rule()), world)).toMatchObject({
      kind: 'escalate',
      runbook: expect.stringContaining(`put-bucket-versioning --bucket ${bucket.name}`),
    });
  });
});

describe('comparing replications', () => {
  const differs = (wanted: Json, found: Json): boolean =>
    compare('replication', { kind: 'value', value: wanted }, { kind: 'observed', state: found }, bucket)
      .length > 0;
  const { ID: _, ...nameless } = rule();

  it('looks past an ID that S3 gave, once', () => {
    expect(differs(copies(nameless), copies({ ...nameless, ID: 'x1' }))).toBe(false);
    expect(differs(copies(nameless), copies({ ...nameless, ID: 'x1' }, { ...nameless, ID: 'x2' }))).toBe(
      true,
    );
    expect(differs(copies(rule()), copies({ ...nameless, ID: 'x1' }))).toBe(true);
  });

  it('tells the older document from the newer, as they treat delete markers differently', () => {
    const { Filter: _f, Priority: _p, DeleteMarkerReplication: _d, ...older } = rule();
    expect(differs(copies(rule()), copies({ ...older, Prefix: '' }))).toBe(true);
  });
});

describe('a replication that cannot be', () => {
  const why = (rules: readonly JsonObject[], others: Readonly<Record<string, Json>> = {}) =>
    replication.unreachable?.(copies(...rules) as never, beside(others), bucket);
  const { Filter: _f, Priority: _p, DeleteMarkerReplication: _d, ID: _i, ...bare } = rule();

  it.each<[string, readonly JsonObject[], Readonly<Record<string, Json>>, RegExp | undefined]>([
    ['nothing is wrong', [rule()], { versioning: kept }, undefined],
    ['the older document', [{ ...bare, Prefix: '' }], {}, undefined],
    ['versions are not kept', [rule()], { versioning: { Status: 'Suspended' } }, /only while versioning/],
    ['one ID twice', [rule(), rule({ Priority: 2 })], {}, /two rules have the ID backup/],
    [
      'no ID twice',
      [
        { ...bare, Prefix: '' },
        { ...bare, Prefix: '' },
      ],
      {},
      /say the same/,
    ],
    ['half of the newer document', [{ ...bare, Filter: {} }], {}, /needs all of Filter, Priority/],
    ['neither document', [bare], {}, /needs either Prefix, or Filter/],
    ['both documents', [{ ...rule(), Prefix: '' }], {}, /needs either Prefix, or Filter/],
    [
      'copies handed over to nobody by name',
      [
        rule({
          Destination: {
            Bucket: 'arn:aws:s3:::theirs',
            AccessControlTranslation: { Owner: 'Destination' },
          },
        }),
      ],
      {},
      /declare Destination.Account/,
    ],
    [
      'a stranger by the key, without a guard',
      [
        rule({
          Destination: {
            Bucket: 'arn:aws:s3:::theirs',
            EncryptionConfiguration: { ReplicaKmsKeyID: `arn:aws:kms:eu-west-1:${partner}:key/1` },
          },
        }),
      ],
      {},
      /account 444455556666 .*declare Destination.Account/,
    ],
  ])('%s', (_, rules, others, reason) => {
    const said = why(rules, others);
    if (reason === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(reason);
  });
});
