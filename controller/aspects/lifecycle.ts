import { isObject, type Json } from '../domain/json.js';
import type { Escalation } from '../domain/plan.js';
import { isDirectoryBucket, type Target } from '../domain/target.js';
import { asJson } from './kit/as-json.js';
import { defineAspect, type Situation } from './kit/aspect.js';
import { bucketOf, readBucket } from './kit/calls.js';
import { canonicalRule, type LifecycleRule, ruleKey } from './kit/lifecycle-rule.js';
import { defaultMinimumSize, lifecycleElements, lifecycleSchema } from './kit/lifecycle-schema.js';
import { replace } from './kit/replace.js';

type Lifecycle = {
  readonly Rules: readonly LifecycleRule[];
  readonly TransitionDefaultMinimumObjectSize?: string;
};

/**
 * What S3 moves and deletes by itself. It deletes with its own rights, so no bucket policy stops a hostile rule;
 * rules bite within a day (S3 User Guide, "Managing the lifecycle of objects").
 */
export const lifecycle = defineAspect<'lifecycle', Lifecycle>({
  name: 'lifecycle',
  scope: 'bucket',
  events: [
    // CloudTrail keeps the names of the older API; the newer are taken too.
    'PutBucketLifecycle',
    'DeleteBucketLifecycle',
    'PutBucketLifecycleConfiguration',
    'DeleteBucketLifecycleConfiguration',
  ],
  marker: 'lifecycle',
  iam: { read: ['s3:GetLifecycleConfiguration'], write: ['s3:PutLifecycleConfiguration'] },
  directory: {
    iam: {
      read: ['s3express:GetLifecycleConfiguration'],
      write: ['s3express:PutLifecycleConfiguration'],
    },
    escalates: 'Rules with transitions, with noncurrent versions or by tags.',
    obstacle: directoryObstacle,
  },
  needs: ['versioning'],
  owns: [],
  absence: { codes: ['NoSuchLifecycleConfiguration'], declarable: true },
  schema: lifecycleSchema,
  elements: lifecycleElements,
  escalates: 'Rules while MFA delete is on: S3 takes none.',
  prevention:
    'Deny s3:PutLifecycleConfiguration in a service control policy for everybody but the role that manages it.',

  async read(reader) {
    const { Rules: rules = [], TransitionDefaultMinimumObjectSize: size } = await readBucket(
      reader,
      'GetBucketLifecycleConfiguration',
    );
    if (rules.length === 0) return {};
    return {
      state: asJson({ Rules: rules, TransitionDefaultMinimumObjectSize: size }) as Lifecycle,
    };
  },

  canonical: ({ Rules, TransitionDefaultMinimumObjectSize = defaultMinimumSize }, target) => ({
    Rules: Object.fromEntries(Rules.map((rule) => [ruleKey(rule), canonicalRule(rule)])),
    // Nothing is moved there.
    ...(isDirectoryBucket(target) ? {} : { TransitionDefaultMinimumObjectSize }),
  }),

  write({ target, desired, seen }) {
    if (desired === undefined) return [];
    if (desired.kind === 'absent')
      return [replace(target, 'lifecycle', 'delete', 'protect', desired, 'DeleteBucketLifecycle')];
    if (hasMfaDelete(seen)) return refused(target);
    const { Rules, TransitionDefaultMinimumObjectSize = defaultMinimumSize } = desired.value as Lifecycle;
    return [
      replace(target, 'lifecycle', 'put', 'protect', desired, 'PutBucketLifecycleConfiguration', {
        // Left out, it would go back to the default (observed).
        ...(isDirectoryBucket(target) ? {} : { TransitionDefaultMinimumObjectSize }),
        LifecycleConfiguration: { Rules },
      }),
    ];
  },

  unreachable({ Rules }, wanted) {
    const names = Rules.map(ruleKey);
    const twice = names.find((name, at) => names.indexOf(name) < at);
    if (twice !== undefined) return `two rules have the ID ${twice}: give each its own`;
    const versioning = wanted.get('versioning');
    if (versioning?.kind === 'value' && isMfaDelete(versioning.value))
      return 'S3 takes no lifecycle rules while MFA delete is on: declare lifecycle: absent, or MFADelete: Disabled';
    const idle = Rules.find((rule) => !actions.some((action) => rule[action] !== undefined));
    if (idle !== undefined) return `rule ${ruleKey(idle)} does nothing: give it one of ${actions.join(', ')}`;
    return undefined;
  },
});

const actions = [
  'Expiration',
  'Transitions',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionTransitions',
  'AbortIncompleteMultipartUpload',
] as const;

/** S3 API Reference, PutBucketLifecycleConfiguration: directory buckets expire objects and abort uploads, by no tags. */
function directoryObstacle({ Rules: rules }: Lifecycle): string | undefined {
  const unknown = ['Transitions', 'NoncurrentVersionExpiration', 'NoncurrentVersionTransitions'] as const;
  const told = (rule: LifecycleRule, what: string): string =>
    `rule ${ruleKey(rule)} has ${what}, which does not exist there. Declare other rules in a baseline for directory buckets.`;
  for (const rule of rules) {
    const member = unknown.find((name) => rule[name] !== undefined);
    if (member !== undefined) return told(rule, member);
    if (filterParts(rule).some((name) => name.startsWith('Tag'))) return told(rule, 'a filter by tags');
  }
  return undefined;
}

/** The names in a rule's filter, be they joined by And or not. */
const filterParts = ({ Filter: filter }: LifecycleRule): readonly string[] =>
  isObject(filter)
    ? [...Object.keys(filter), ...(isObject(filter['And']) ? Object.keys(filter['And']) : [])]
    : [];

const isMfaDelete = (versioning: Json): boolean =>
  (versioning as { readonly MFADelete?: Json }).MFADelete === 'Enabled';

const hasMfaDelete = (seen: Situation['seen']): boolean => {
  const versioning = seen.get('versioning');
  return versioning?.kind === 'observed' && isMfaDelete(versioning.state);
};

function refused(target: Target): Escalation {
  const { name, account } = bucketOf(target);
  return {
    kind: 'escalate',
    aspect: 'lifecycle',
    runbook: `S3 takes no lifecycle rules for bucket ${name} while MFA delete is on, and only the root user of account ${account} with its MFA device can switch that off. Decide which of the two is meant: have MFA delete switched off by aws s3api put-bucket-versioning --bucket ${name} --expected-bucket-owner ${account} --versioning-configuration Status=Enabled,MFADelete=Disabled --mfa "SERIAL CODE", or declare lifecycle: absent.`,
  };
}
