import { createHash } from 'node:crypto';
import type { JsonObject } from '../domain/json.js';
import type { ApprovedPlan, Step } from '../domain/plan.js';
import type { AccountTarget } from '../domain/target.js';
import type { SdkCall } from './sdk-command.js';

const isMultiRegion = (operation: string): boolean => /MultiRegionAccessPoint/.test(operation);

/**
 * The one region that takes a call on settings of an account, or nothing if any does. All calls on Multi-Region Access
 * Points go to US West (Oregon) (S3 User Guide, "Multi-Region Access Point restrictions and limitations").
 */
export const regionOfAccountCall = (
  { partition }: AccountTarget,
  { operation }: Pick<SdkCall, 'operation'>,
): string | undefined => (partition === 'aws' && isMultiRegion(operation) ? 'us-west-2' : undefined);

/**
 * The token by which S3 tells a request from the same one sent again: one for each step of a plan under one lease. Were
 * it the same for the same policy, S3 would take the repair of the next episode for that of the last; were it left to
 * the SDK, it would be another one for each attempt.
 */
export const tokenFor = ({ digest, fence }: ApprovedPlan, { id, operation }: Step): JsonObject =>
  isMultiRegion(operation)
    ? {
        ClientToken: createHash('sha256')
          .update(JSON.stringify([digest, fence, id]))
          .digest('hex'),
      }
    : {};
