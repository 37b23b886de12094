import { isDeepStrictEqual } from 'node:util';
import { TerminalError } from '../domain/errors.js';
import { isObject } from '../domain/json.js';
import type { ApprovedPlan, Step } from '../domain/plan.js';
import type { Receipt, Writer } from '../domain/ports.js';
import { isDirectoryBucket, targetName } from '../domain/target.js';
import { sender } from './calls.js';
import { type DirectoryParts, directoryBuckets } from './directory-buckets.js';
import { isRegionName } from './failures.js';
import { tokenFor } from './multi-region.js';
import { boundTo, namesBucketByArn } from './own-target.js';
import { writeRule } from './retry.js';
import type { Answer } from './sdk-command.js';

/** What writers are made of. `clients` must be clients for writing; in dry-run nothing builds them. */
export type WritingParts = DirectoryParts;

// Settings only: no call here deletes a bucket or touches an object, and one is created only as a name to hold. An access
// point is a setting of its bucket.
const settings = {
  s3: /^(Put|Delete)(Bucket[A-Z]\w+|PublicAccessBlock|ObjectLockConfiguration)$|^(Create|Update)BucketMetadata\w+$|^CreateBucket$/,
  s3control:
    /^(Put|Delete)PublicAccessBlock$|^(Tag|Untag)Resource$|^(Create|Delete)AccessPoint$|^(Put|Delete)AccessPointPolicy$|^PutMultiRegionAccessPointPolicy$/,
};

/** All that there is to set on a directory bucket. Such a bucket is not created either: a name that is free is nobody's there. */
const directorySettings =
  /^(Put|Delete)Bucket(Encryption|Policy|MetricsConfiguration|InventoryConfiguration)$|^PutBucketLifecycleConfiguration$|^DeleteBucketLifecycle$|^(Tag|Untag)Resource$/;

/** Whether a call to S3 Control is about something of one bucket, and not about settings of the whole account. */
const isOfBucket = ({ operation }: Step): boolean =>
  namesBucketByArn(operation) || /^[A-Z][a-z]+AccessPoint(Policy)?$/.test(operation);

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
  if (isDirectoryBucket(plan.target) && !directorySettings.test(step.operation))
    throw new TerminalError(`${step.operation} is nothing that a directory bucket has, such as ${whose}.`);
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
export function writersOver(parts: WritingParts): {
  writerFor(plan: ApprovedPlan, region?: string): Writer;
} {
  const { regions } = parts;
  const send = sender(parts.clients, parts.traffic);
  const directory = directoryBuckets(parts);
  return {
    writerFor(plan, hint) {
      const { target } = plan;
      let listed: Promise<string> | undefined;
      const answer = async (...[step, signal, mayBegin]: Parameters<Writer['send']>): Promise<Answer> => {
        const call = checked(plan, step);
        const rule = writeRule(sameTwiceAsOnce(call.operation));
        if (call.operation === 'CreateBucket') {
          const region = creatingIn(call, hint);
          const made = await send(target, region, call, rule, signal, mayBegin);
          regions.remember(target, region);
          return made;
        }
        if (target.kind === 'bucket' && isDirectoryBucket(target)) {
          listed ??= directory.find(target, hint);
          const region = await listed;
          const bound = { ...call, input: boundTo(target, call, region) };
          return directory.send(target, region, bound, rule, signal, mayBegin);
        }
        return regions.forCall({ target, hint, call }, send, (region) =>
          send(target, region, call, rule, signal, mayBegin),
        );
      };
      return {
        async send(...given): Promise<Receipt> {
          const { requestId } = await answer(...given);
          return requestId === undefined ? {} : { requestId };
        },
      };
    },
  };
}
