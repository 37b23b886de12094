import type { Effect } from '../domain/plan.js';
import { isJsonObject } from '../exposure/statements.js';
import { defineAspect } from './kit/aspect.js';
import { onBucket, readBucket } from './kit/calls.js';
import { byWriter, disablesAcls, type Ownership, ownerships } from './kit/ownership.js';

/** Object ownership. Where it disables ACLs, the ACL has to grant nobody but the owner before: see the acl aspect. */
export const ownershipControls = defineAspect<'ownershipControls', Ownership>({
  name: 'ownershipControls',
  scope: 'bucket',
  events: ['PutBucketOwnershipControls', 'DeleteBucketOwnershipControls'],
  marker: 'ownershipControls',
  iam: { read: ['s3:GetBucketOwnershipControls'], write: ['s3:PutBucketOwnershipControls'] },
  needs: ['acl', 'publicAccessBlock'],
  owns: ['acl'],
  absence: { codes: ['OwnershipControlsNotFoundError'], declarable: false, means: byWriter },
  schema: {
    type: 'object',
    description: 'Who owns new objects. BucketOwnerEnforced disables ACLs altogether.',
    required: ['ObjectOwnership'],
    additionalProperties: false,
    properties: { ObjectOwnership: { type: 'string', enum: ownerships } },
  },
  elements: ['OwnershipControls', 'Rule', 'ObjectOwnership'],
  prevention:
    'Deny s3:PutBucketOwnershipControls in a service control policy for everybody but the role that manages it.',

  async read(reader) {
    const { OwnershipControls: found } = await readBucket(reader, 'GetBucketOwnershipControls');
    const ownership = found?.Rules?.[0]?.ObjectOwnership;
    return ownership === undefined ? {} : { state: { ObjectOwnership: ownership } };
  },

  canonical: (state) => ({ ...state }),

  noLooser: (value, than) => disablesAcls({ ...value }) || value.ObjectOwnership === than.ObjectOwnership,

  write({ target, desired, actual }) {
    if (desired?.kind !== 'value' || !isJsonObject(desired.value)) return [];
    const live = actual.kind === 'observed' ? actual.state : byWriter;
    const closes = disablesAcls(desired.value);
    const effect: Effect = closes ? 'close' : disablesAcls(live) ? 'open' : 'restore';
    return [
      {
        id: 'ownershipControls.put',
        aspect: 'ownershipControls',
        service: 's3',
        operation: 'PutBucketOwnershipControls',
        input: { ...onBucket(target), OwnershipControls: { Rules: [desired.value] } },
        effect,
        // S3 refuses to disable ACLs over one that lets others in (S3 User Guide, "Disabling ACLs").
        ...(closes ? { after: ['acl.put'] } : {}),
        leaves: desired,
      },
    ];
  },
});
