import { canonicalText } from '../domain/canonical.js';
import type { Desired } from '../domain/observation.js';
import { asJson } from './kit/as-json.js';
import { defineAspect, type Settled } from './kit/aspect.js';
import { readBucket } from './kit/calls.js';
import { alike, byId, withoutGivenIds } from './kit/given-ids.js';
import { replace } from './kit/replace.js';
import { type ReplicationRule, replicationRules, ruleObstacle } from './kit/replication-rule.js';
import { replicationElements, replicationSchema } from './kit/replication-schema.js';
import { versionsFirst, withoutVersions } from './kit/versions.js';

type Replication = { readonly Role: string; readonly Rules: readonly ReplicationRule[] };

/**
 * Where S3 copies every new object to. It copies with a role of its own, so neither Block Public Access nor the
 * bucket policy holds back a rule that leads to a stranger: what nobody declared is taken away among the first.
 */
export const replication = defineAspect<'replication', Replication>({
  name: 'replication',
  scope: 'bucket',
  events: ['PutBucketReplication', 'DeleteBucketReplication'],
  marker: 'replication',
  iam: {
    read: ['s3:GetReplicationConfiguration'],
    write: ['s3:PutReplicationConfiguration', 'iam:PassRole'],
  },
  needs: ['versioning'],
  owns: [],
  absence: { codes: ['ReplicationConfigurationNotFoundError'], declarable: true },
  schema: replicationSchema,
  elements: replicationElements,
  escalates: 'A replication that went, while versioning is not enabled and not repaired.',
  prevention:
    'Deny s3:PutReplicationConfiguration in a service control policy for everybody but the role that manages it.',

  async read(reader) {
    const { ReplicationConfiguration: found } = await readBucket(reader, 'GetBucketReplication');
    return found === undefined ? {} : { state: asJson(found) as Replication };
  },

  canonical({ Role, Rules }) {
    const { named, nameless } = byId(replicationRules, Rules);
    return { Role, Rules: named, ...(nameless.length === 0 ? {} : { NamelessRules: nameless }) };
  },

  owned: (desired, live) => ({
    ...live,
    Rules: withoutGivenIds(replicationRules, desired.Rules, live.Rules),
  }),

  write(situation) {
    const { target, desired, actual } = situation;
    if (desired === undefined) return [];
    if (desired.kind === 'absent')
      return [replace(target, 'replication', 'delete', 'close', desired, 'DeleteBucketReplication')];
    const effect = copiesElsewhere(desired, actual) ? 'close' : 'restore';
    // Versioning cannot be suspended under a replication, so what stands there can be put over and waits for nothing.
    const first = actual.kind === 'observed' ? [] : versionsFirst(situation, 'replication');
    if ('kind' in first) return first;
    const put = replace(target, 'replication', 'put', effect, desired, 'PutBucketReplication', {
      ReplicationConfiguration: desired.value,
    });
    return [first.length === 0 ? put : { ...put, after: first }];
  },

  unreachable({ Rules }, wanted, { account }) {
    const refused = Rules.map((rule) => ruleObstacle(rule, account)).find((reason) => reason !== undefined);
    return alike(replicationRules, Rules) ?? refused ?? withoutVersions('replication', wanted);
  },
});

/**
 * Whether a rule is there that nobody declared. Putting back a rule is no opening, wherever it leads: its destination
 * is one bucket with a name, like a policy that lets in one account with a name.
 */
function copiesElsewhere(desired: Extract<Desired, { kind: 'value' }>, actual: Settled): boolean {
  if (actual.kind === 'absent') return false;
  const { Rules: declared } = desired.value as Replication;
  const { Rules: found } = actual.state as Replication;
  const allowed = new Set(declared.map((rule) => canonicalText(replicationRules.form(rule))));
  return found.some((rule) => !allowed.has(canonicalText(replicationRules.form(rule))));
}
