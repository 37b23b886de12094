import { canonicalText } from '../domain/canonical.js';
import type { Desired } from '../domain/observation.js';
import type { Escalation, Step } from '../domain/plan.js';
import type { Target } from '../domain/target.js';
import { asJson } from './kit/as-json.js';
import { defineAspect, type Situation } from './kit/aspect.js';
import { bucketOf, readBucket } from './kit/calls.js';
import { objectLockElements, objectLockSchema } from './kit/object-lock-schema.js';
import { replace } from './kit/replace.js';
import {
  type Lock,
  locksHarder,
  lockWith,
  milder,
  type Retention,
  retentionObstacle,
  retentionOf,
} from './kit/retention.js';
import { versionsFirst, withoutVersions } from './kit/versions.js';

type Declared = Lock & { readonly relock?: 'propose' | 'auto' };

/**
 * Whether objects can be locked against deletion, and how new ones are by default. A lock is never switched off again,
 * and what was written under COMPLIANCE stays locked even against the root user (S3 User Guide, "Locking objects with
 * Object Lock"). So a retention is eased at once, and tightened only by leave.
 */
export const objectLock = defineAspect<'objectLock', Declared>({
  name: 'objectLock',
  scope: 'bucket',
  // CloudTrail's name by its pattern for reads, and that of the API.
  events: ['PutBucketObjectLockConfiguration', 'PutObjectLockConfiguration'],
  marker: 'object-lock',
  iam: {
    read: ['s3:GetBucketObjectLockConfiguration'],
    write: ['s3:PutBucketObjectLockConfiguration'],
  },
  needs: ['versioning'],
  owns: [],
  // The code was also seen without `Error` at its end.
  absence: {
    codes: ['ObjectLockConfigurationNotFoundError', 'ObjectLockConfigurationNotFound'],
    declarable: true,
  },
  schema: objectLockSchema,
  elements: objectLockElements,
  escalates:
    'A lock that must not be there, which nobody can switch off; one that must be, while versioning is not enabled and not repaired.',
  prevention:
    'Deny s3:PutBucketObjectLockConfiguration in a service control policy for everybody but the role that manages it.',

  async read(reader) {
    const { ObjectLockConfiguration: found } = await readBucket(reader, 'GetObjectLockConfiguration');
    return found === undefined ? {} : { state: asJson(found) as Lock };
  },

  canonical: (lock) => lockWith(retentionOf(lock)),

  write(situation) {
    const { target, desired, actual } = situation;
    if (desired === undefined) return [];
    if (desired.kind === 'value')
      return actual.kind === 'absent'
        ? enabled(situation, desired)
        : changed(target, desired, retentionOf(actual.state as Lock));
    const live = actual.kind === 'observed' ? retentionOf(actual.state as Lock) : {};
    // What the lock does to new objects can be stopped at once; the lock itself stays, so this proves nothing yet.
    if (Object.keys(live).length > 0) return [put(target, {}, desired, 'objectLock.ease')];
    return stays(target);
  },

  unreachable: (declared, wanted) =>
    retentionObstacle(retentionOf(declared)) ?? withoutVersions('objectLock', wanted),
});

type Value = Extract<Desired, { kind: 'value' }>;

/** Until somebody allows it, a step that nobody can take back is only proposed. */
const byLeave = ({ value }: Value): Pick<Step, 'relocks'> =>
  (value as Declared).relock === 'auto' ? {} : { relocks: true };

/** Switches the lock on, for good. */
function enabled(situation: Situation, desired: Value): readonly Step[] | Escalation {
  const first = versionsFirst(situation, 'objectLock');
  if ('kind' in first) return first;
  const step = put(situation.target, retentionOf(desired.value as Declared), desired);
  return [{ ...step, ...byLeave(desired), ...(first.length === 0 ? {} : { after: first }) }];
}

/** Eases at once what is harder or longer than declared; what is declared harder or longer than found waits for leave. */
function changed(target: Target, desired: Value, live: Retention): readonly Step[] {
  const declared = retentionOf(desired.value as Declared);
  const whole = put(target, declared, desired);
  const leave = byLeave(desired);
  if (!locksHarder(declared, live) || leave.relocks === undefined) return [whole];
  const eased = milder(declared, live);
  if (canonicalText(lockWith(eased)) === canonicalText(lockWith(live))) return [{ ...whole, ...leave }];
  const ease = put(target, eased, { kind: 'value', value: lockWith(eased) }, 'objectLock.ease');
  return [ease, { ...whole, ...leave, after: [ease.id] }];
}

const put = (target: Target, retention: Retention, leaves: Desired, id = 'objectLock.put'): Step => ({
  ...replace(target, 'objectLock', 'put', 'protect', leaves, 'PutObjectLockConfiguration', {
    ObjectLockConfiguration: lockWith(retention),
  }),
  id,
});

function stays(target: Target): Escalation {
  const { name } = bucketOf(target);
  return {
    kind: 'escalate',
    aspect: 'objectLock',
    runbook: `Object lock of bucket ${name} was switched on, and nobody can switch it off again, AWS neither. It has no default retention, so new objects are locked only by whoever writes them so: look with aws s3api list-object-versions who did, and deny s3:PutObjectRetention and s3:PutObjectLegalHold to everybody who need not lock. Then declare objectLock: {} to live with it, or move the data to a new bucket.`,
  };
}
