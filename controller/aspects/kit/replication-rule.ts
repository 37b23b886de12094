import type { JsonObject } from '../../domain/json.js';
import type { RuleKind } from './given-ids.js';
import { canonicalFilter, type ObjectFilter } from './object-filter.js';

type Switch = { readonly Status: string };
type Destination = {
  readonly Bucket: string;
  readonly Account?: string;
  readonly AccessControlTranslation?: JsonObject;
  readonly EncryptionConfiguration?: { readonly ReplicaKmsKeyID?: string };
  readonly ReplicationTime?: Switch & JsonObject;
  readonly Metrics?: Switch & JsonObject;
} & JsonObject;
/** S3's rule. Version 1 of the document has `Prefix`, version 2 has `Filter`. */
export type ReplicationRule = {
  readonly ID?: string;
  readonly Status: string;
  readonly Priority?: number;
  readonly Prefix?: string;
  readonly Filter?: ObjectFilter;
  readonly DeleteMarkerReplication?: Switch;
  readonly SourceSelectionCriteria?: Readonly<Record<string, Switch>>;
  readonly ExistingObjectReplication?: Switch;
  readonly Destination: Destination;
} & JsonObject;

/** A part that is switched off says the same as one that is missing. */
const switchedOn = (parts: Readonly<Record<string, Switch | undefined>>): JsonObject =>
  Object.fromEntries(
    Object.entries(parts).flatMap(([name, part]) =>
      part === undefined || part.Status === 'Disabled' ? [] : [[name, part]],
    ),
  );

/**
 * A rule without its ID, in the form in which equivalent rules are equal. A rule with `Prefix` never equals one with
 * `Filter`: they treat delete markers differently (S3 User Guide, "Backward compatibility considerations").
 */
export function canonicalReplicationRule(rule: ReplicationRule): JsonObject {
  const {
    ID: _,
    Prefix,
    Filter,
    SourceSelectionCriteria,
    ExistingObjectReplication,
    Destination,
    ...rest
  } = rule;
  const { ReplicationTime, Metrics, ...destination } = Destination;
  const criteria = switchedOn(SourceSelectionCriteria ?? {});
  return {
    ...rest,
    ...(Filter === undefined ? { Prefix: Prefix ?? '' } : { Filter: canonicalFilter(Filter) }),
    ...(Object.keys(criteria).length === 0 ? {} : { SourceSelectionCriteria: criteria }),
    ...switchedOn({ ExistingObjectReplication }),
    Destination: { ...destination, ...switchedOn({ ReplicationTime, Metrics }) },
  };
}

/** How rules of a replication are told apart. */
export const replicationRules: RuleKind<ReplicationRule> = { id: 'ID', form: canonicalReplicationRule };

/** Why S3 would refuse the rule, or could not guard where it leads, and what to declare instead. */
export function ruleObstacle(
  { ID = 'without ID', Prefix, Filter, Priority, DeleteMarkerReplication, Destination: to }: ReplicationRule,
  account: string,
): string | undefined {
  const second = [Filter, Priority, DeleteMarkerReplication].filter((part) => part !== undefined);
  if (second.length !== 0 && second.length !== 3)
    return `rule ${ID} needs all of Filter, Priority and DeleteMarkerReplication, or none of them and Prefix`;
  if ((Prefix === undefined) === (second.length === 0))
    return `rule ${ID} needs either Prefix, or Filter with Priority and DeleteMarkerReplication`;
  if (to.AccessControlTranslation !== undefined && to.Account === undefined)
    return `rule ${ID} hands the copies over to the destination's owner without saying who that is: declare Destination.Account`;
  const keyOwner = to.EncryptionConfiguration?.ReplicaKmsKeyID?.split(':')[4];
  if (keyOwner !== undefined && keyOwner !== account && to.Account === undefined)
    return `rule ${ID} copies to account ${keyOwner} by the look of its key, without making sure that the bucket is still theirs: declare Destination.Account`;
  return undefined;
}
