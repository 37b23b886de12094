import type { Response, Severity } from './response.js';
import type { Tactic } from './tactics.js';

/** What a remediation policy in `policies/` says about one kind of difference. */
export interface RemediationPolicy {
  readonly id: string;
  /** What people call it, in the words of the alerts that they know; the id if it has no other. */
  readonly title: string;
  readonly aspect: string;
  readonly severity: Severity;
  /** MITRE ATT&CK tactic: what somebody who does this on purpose is after. */
  readonly tactic?: Tactic;
  /** MITRE ATT&CK technique ids, such as `T1530`. */
  readonly techniques: readonly string[];
  /** Controls that such a difference breaks: `S3.1` of AWS Security Hub, `CIS-2.1.4` of the CIS AWS Foundations Benchmark. */
  readonly controls: readonly string[];
  readonly response: Response;
  readonly why: string;
  /** What a human does beside what Snapback does, in full sentences. */
  readonly runbook?: string;
  /** `policies/FILE.yaml:LINE`, for evidence. */
  readonly source: string;
}
