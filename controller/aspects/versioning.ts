import type { Escalation } from '../domain/plan.js';
import type { Target } from '../domain/target.js';
import { defineAspect } from './kit/aspect.js';
import { bucketOf, readBucket } from './kit/calls.js';
import { replace } from './kit/replace.js';

/** `Status` is missing where versioning was never switched on: a state that no call brings back. */
type Versioning = {
  readonly Status?: 'Enabled' | 'Suspended';
  readonly MFADelete?: 'Enabled' | 'Disabled';
};

/**
 * Whether overwritten and deleted objects can be had back. Only the root user with its MFA device can change MFA
 * delete, or anything at all while it is on (S3 User Guide, "Configuring MFA delete"): there a human is called.
 */
export const versioning = defineAspect<'versioning', Versioning>({
  name: 'versioning',
  scope: 'bucket',
  events: ['PutBucketVersioning'],
  marker: 'versioning',
  iam: { read: ['s3:GetBucketVersioning'], write: ['s3:PutBucketVersioning'] },
  needs: [],
  owns: [],
  absence: { codes: [], declarable: false, means: {} },
  schema: {
    type: 'object',
    description: 'Whether S3 keeps every version of an object, such as { Status: Enabled }.',
    additionalProperties: false,
    required: ['Status'],
    properties: {
      Status: {
        enum: ['Enabled', 'Suspended'],
        description: 'Suspended is also satisfied by a bucket that never had versions.',
      },
      MFADelete: {
        enum: ['Enabled', 'Disabled'],
        description:
          'Whether deleting a version takes the MFA device of the root user. No role can change it: drift calls a human. Without it: left as it is.',
      },
    },
  },
  elements: ['VersioningConfiguration', 'Status', 'MfaDelete'],
  escalates: 'MFA delete, and all of versioning while MFA delete is on: only the root user can change it.',
  prevention:
    'Deny s3:PutBucketVersioning in a service control policy for everybody but the role that manages it.',

  async read(reader) {
    const { Status, MFADelete } = await readBucket(reader, 'GetBucketVersioning');
    return {
      state: {
        ...(Status === undefined ? {} : { Status }),
        ...(MFADelete === undefined ? {} : { MFADelete }),
      },
    };
  },

  canonical: ({ Status = 'Suspended', MFADelete = 'Disabled' }) => ({ Status, MFADelete }),

  noLooser: (value, than) =>
    (value.Status === 'Enabled' || value.Status === than.Status) &&
    (value.MFADelete === 'Enabled' || value.MFADelete === than.MFADelete),

  owned: ({ MFADelete: declared }, { MFADelete, ...live }) =>
    declared === undefined || MFADelete === undefined ? live : { ...live, MFADelete },

  write({ target, desired, actual }) {
    if (desired?.kind !== 'value') return [];
    const declared = desired.value as Versioning & { readonly Status: string };
    const live: Versioning = actual.kind === 'observed' ? (actual.state as Versioning) : {};
    const { Status } = declared;
    const isRight = Status === (live.Status ?? 'Suspended');
    // A status that can be put right is put right first: versions protect even while MFA delete waits for a human.
    if (live.MFADelete === 'Enabled' || isRight)
      return byRoot(target, Status, declared.MFADelete ?? live.MFADelete);
    // MFADelete is never sent: with it the call takes an MFA code, without it S3 leaves it as it is. Suspending is
    // no protection, but it makes nothing public either and old versions stay.
    return [
      replace(
        target,
        'versioning',
        'put',
        Status === 'Enabled' ? 'protect' : 'restore',
        desired,
        'PutBucketVersioning',
        {
          VersioningConfiguration: { Status },
        },
      ),
    ];
  },
});

function byRoot(target: Target, status: string, mfaDelete = 'Disabled'): Escalation {
  const { name, account } = bucketOf(target);
  const lifecycle =
    mfaDelete === 'Enabled'
      ? ' S3 refuses it while the bucket has a lifecycle configuration: take that away first.'
      : '';
  return {
    kind: 'escalate',
    aspect: 'versioning',
    runbook: `Only the root user of account ${account} with its MFA device can put the versioning of bucket ${name} right. With the root user's credentials run: aws s3api put-bucket-versioning --bucket ${name} --expected-bucket-owner ${account} --versioning-configuration Status=${status},MFADelete=${mfaDelete} --mfa "SERIAL CODE" where SERIAL is the device's serial number or ARN and CODE what it shows.${lifecycle}`,
  };
}
