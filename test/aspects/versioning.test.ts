import { describe, expect, it } from 'vitest';
import { versioning } from '../../controller/aspects/versioning.js';
import type { Json } from '../../controller/domain/json.js';
import { account, bucket, situationOf } from './access-situation.js';

const write = (found: Json, wanted: Json) =>
  versioning.write(
    situationOf('versioning', {
      found: { versioning: found },
      wanted: { versioning: wanted },
      repairs: ['versioning'],
    }),
  );
const on = 'Enabled';
const off = 'Suspended';

describe('the status of versioning', () => {
  it.each<[Json, Json, string, string]>([
    [{}, { Status: on }, on, 'protect'],
    [{ Status: off }, { Status: on }, on, 'protect'],
    [{ Status: off, MFADelete: 'Disabled' }, { Status: on, MFADelete: 'Disabled' }, on, 'protect'],
    [{ Status: on }, { Status: off }, off, 'restore'],
  ])('from %j to %j is put without a word on MFA delete', (found, wanted, Status, effect) => {
    expect(write(found, wanted)).toEqual([
      {
        id: 'versioning.put',
        aspect: 'versioning',
        service: 's3',
        operation: 'PutBucketVersioning',
        input: { Bucket: bucket.name, ExpectedBucketOwner: account, VersioningConfiguration: { Status } },
        effect,
        leaves: { kind: 'value', value: wanted },
      },
    ]);
  });

  it('is put right before a human is called for MFA delete', () => {
    const wanted = { Status: on, MFADelete: on };
    expect(write({ Status: off }, wanted)).toMatchObject([{ operation: 'PutBucketVersioning' }]);
    expect(write({ Status: on }, wanted)).toMatchObject({ kind: 'escalate' });
  });
});

describe('MFA delete', () => {
  it.each<[string, Json, Json, string]>([
    ['was taken away', { Status: on }, { Status: on, MFADelete: on }, 'Status=Enabled,MFADelete=Enabled'],
    [
      'was switched on',
      { Status: on, MFADelete: on },
      { Status: on, MFADelete: 'Disabled' },
      'Status=Enabled,MFADelete=Disabled',
    ],
    ['keeps the status', { Status: off, MFADelete: on }, { Status: on }, 'Status=Enabled,MFADelete=Enabled'],
    [
      'keeps the status too',
      { Status: on, MFADelete: on },
      { Status: off, MFADelete: 'Disabled' },
      'Status=Suspended,MFADelete=Disabled',
    ],
  ])('that %s calls the root user with the command to run', (_name, found, wanted, configuration) => {
    const answer = write(found, wanted);
    expect(answer).toMatchObject({ kind: 'escalate', aspect: 'versioning' });
    const { runbook } = answer as { readonly runbook: string };
    expect(runbook).toContain(`--bucket ${bucket.name} --expected-bucket-owner ${account}`);
    expect(runbook).toContain(`--versioning-configuration ${configuration} --mfa`);
    expect(/take that away first/.test(runbook)).toBe(configuration.endsWith('MFADelete=Enabled'));
  });
});
