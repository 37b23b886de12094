import type { Desired } from '../../domain/observation.js';
import type { Escalation } from '../../domain/plan.js';
import type { Situation } from './aspect.js';
import { bucketOf } from './calls.js';

type Versioning = { readonly Status?: string; readonly MFADelete?: string };

const statusOf = (declared: Desired | undefined): string | undefined =>
  declared?.kind === 'value' ? (declared.value as Versioning).Status : undefined;

/**
 * What has to come first where S3 takes a document only while versioning is enabled: nothing if it is, the step that
 * enables it if this plan has one, or else a human.
 */
export function versionsFirst(
  { target, seen, wanted, repairs }: Situation,
  aspect: string,
): readonly string[] | Escalation {
  const observed = seen.get('versioning');
  const { Status, MFADelete }: Versioning =
    observed?.kind === 'observed' ? (observed.state as Versioning) : {};
  if (Status === 'Enabled') return [];
  const isRepaired = repairs.has('versioning') && statusOf(wanted.get('versioning')) === 'Enabled';
  // While MFA delete is on, only the root user can enable versioning, and the aspect says so itself.
  if (isRepaired && MFADelete !== 'Enabled') return ['versioning.put'];
  const { name, account } = bucketOf(target);
  return {
    kind: 'escalate',
    aspect,
    runbook: `S3 takes ${aspect} only while versioning is enabled, and on bucket ${name} it is not. Declare versioning: { Status: Enabled } and let it be repaired, or enable it by hand: aws s3api put-bucket-versioning --bucket ${name} --expected-bucket-owner ${account} --versioning-configuration Status=Enabled.`,
  };
}

/** Why a value that needs versions cannot be kept beside what is declared of versioning. */
export const withoutVersions = (aspect: string, wanted: ReadonlyMap<string, Desired>): string | undefined =>
  wanted.has('versioning') && statusOf(wanted.get('versioning')) !== 'Enabled'
    ? `S3 takes ${aspect} only while versioning is enabled: declare versioning: { Status: Enabled }, or no ${aspect}`
    : undefined;
