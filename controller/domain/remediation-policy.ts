import type { Response, Severity } from './response.js';

/** What a remediation policy in `policies/` says about one kind of difference. */
export interface RemediationPolicy {
  readonly id: string;
  readonly aspect: string;
  readonly severity: Severity;
  /** MITRE ATT&CK technique ids, such as `T1530`. */
  readonly techniques: readonly string[];
  readonly response: Response;
  readonly why: string;
  /** `policies/FILE.yaml:LINE`, for evidence. */
  readonly source: string;
}
