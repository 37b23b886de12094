import { isDeepStrictEqual } from 'node:util';
import { TerminalError } from '../domain/errors.js';
import { isObject } from '../domain/json.js';
import type { ApprovedPlan, Step } from '../domain/plan.js';
import type { Receipt, Writer } from '../domain/ports.js';
import { targetName } from '../domain/target.js';
import { sender, type Traffic } from './calls.js';
import type { S3Clients } from './clients.js';
import { isRegionName } from './failures.js';
import { tokenFor } from './multi-region.js';
import { boundTo } from './own-target.js';
import type { Regions } from './regions.js';
import { writeRule } from './retry.js';

/** What writers are made of. `clients` must be clients for writing; in dry-run nothing builds them. */
export interface WritingParts {
  readonly clients: S3Clients;
  readonly traffic: Traffic;
  readonly regions: Regions;
}

// Settings only: no call here deletes a bucket or touches an object, and one is created only as a name to hold. An access
// point is a setting of its bucket.
const settings = {
  s3: /^(Put|Delete)(Bucket[A-Z]\w+|PublicAccessBlock|ObjectLockConfiguration)$|^(Create|Update)BucketMetadata\w+$|^CreateBucket$/,
  s3control:
    /^(Put|Delete)PublicAccessBlock$|^(Tag|Untag)Resource$|^(Create|Delete)AccessPoint$|^(Put|Delete)AccessPointPolicy$|^PutMultiRegionAccessPointPolicy$/,
};

/** Whether a call to S3 Control is about something of one bucket, and not about settings of the whole account. */
const isOfBucket = ({ operation, input }: Step): boolean =>
  input['ResourceArn'] !== undefined || /^[A-Z][a-z]+AccessPoint(Policy)?$/.test(operation);

/** A bucket is created with ACLs disabled and without any, and in the region that the plan's author remembers. */
function creatingIn(step: Step, region: string | undefined): string {
  const { ObjectOwnership: ownership, CreateBucketConfiguration: where } = step.input;
  const letsIn = Object.keys(step.input).some((member) => member === 'ACL' || member.startsWith('Grant'));
  if (ownership !== 'BucketOwnerEnforced' || letsIn)
    throw new TerminalError('A bucket is only created with ACLs disabled, and without any.');
  const named = isObject(where) ? where['LocationConstraint'] : 'us-east-1';
  if (!isRegionName(region) || region !== named)
    throw new TerminalError(
      `A bucket is only created in the region where it was, and not in ${String(named)}.`,
    );
  return region;
}

const sameTwiceAsOnce = (operation: string): boolean => /^(Put|Delete|Tag|Untag)/.test(operation);

function checked(plan: ApprovedPlan, step: Step): Step {
  const whose = targetName(plan.target);
  const approved = plan.steps.find(({ id }) => id === step.id);
  if (!isDeepStrictEqual(approved, step))
    throw new TerminalError(`Step ${step.id} (${step.operation}) is not in the approved plan for ${whose}.`);
  if (!settings[step.service].test(step.operation))
    throw new TerminalError(`${step.operation} changes no setting and is never sent.`);
  const forAccount = step.service === 's3control' && !isOfBucket(step);
  if (plan.target.kind === 'bucket' && forAccount)
    throw new TerminalError(`${step.operation} would change the whole account of ${whose}.`);
  if (plan.target.kind === 'account' && !forAccount)
    throw new TerminalError(`${step.operation} is about a bucket and cannot be sent for ${whose}.`);
  return { ...step, input: { ...boundTo(plan.target, step), ...tokenFor(plan, step) } };
}

/**
 * Writers over the SDK, one per approved plan. A writer rejects with a TerminalError, before anything is sent, for any
 * step that is not in its plan exactly so, or that names another bucket, account or owner than the plan's target.
 */
export function writersOver({ clients, traffic, regions }: WritingParts): {
  writerFor(plan: ApprovedPlan, region?: string): Writer;
} {
  const send = sender(clients, traffic);
  return {
    writerFor: (plan, hint) => ({
      async send(step, signal, mayBegin): Promise<Receipt> {
        const { target } = plan;
        const call = checked(plan, step);
        const rule = writeRule(sameTwiceAsOnce(call.operation));
        if (call.operation === 'CreateBucket') {
          const region = creatingIn(call, hint);
          const { requestId } = await send(target, region, call, rule, signal, mayBegin);
          regions.remember(target, region);
          return requestId === undefined ? {} : { requestId };
        }
        const { requestId } = await regions.forCall({ target, hint, call }, send, (region) =>
          send(target, region, call, rule, signal, mayBegin),
        );
        return requestId === undefined ? {} : { requestId };
      },
    }),
  };
}
