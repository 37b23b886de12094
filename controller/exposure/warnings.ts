import type { AclFinding } from './acl-finding.js';
import { isGuarded } from './audience.js';
import { limitsOf } from './conditions.js';
import { coversInternet } from './network-cover.js';
import type { AllowFinding, PolicyFinding } from './policy-finding.js';
import { principalsOf } from './principals.js';
import { subjectOf } from './reason-text.js';
import { unknownElements } from './statements.js';

/** What S3 does not call public and should be looked at, or could not be looked at. */
export interface Warning {
  readonly kind: 'confusedDeputy' | 'wholeInternet' | 'unreadable';
  readonly statement?: number;
  readonly sid?: string;
  readonly text: string;
}

export const warningsFor = (policy: PolicyFinding, acl: AclFinding): readonly Warning[] => [
  ...(policy.unreadable === undefined
    ? policy.allows.flatMap(ofAllow)
    : [{ kind: 'unreadable', text: `The policy cannot be read: ${policy.unreadable}.` } as const]),
  ...(acl.isReadable
    ? []
    : [{ kind: 'unreadable', text: 'The ACL cannot be read, so it counts as open to everybody.' } as const]),
];

function ofAllow({ index, statement, audience }: AllowFinding): readonly Warning[] {
  const { name, fields } = subjectOf(index, statement);
  const isForService = principalsOf(statement).some(({ kind }) => kind === 'service');
  const isWide = limitsOf(statement).some(
    ({ condition }) => condition.key === 'aws:sourceip' && coversInternet(condition.values),
  );
  const warnings: readonly (readonly [Warning['kind'], boolean, string])[] = [
    ['unreadable', unknownElements(statement).length > 0, 'has elements that IAM does not know'],
    [
      'confusedDeputy',
      isForService && !isGuarded(statement),
      'lets a service act for whoever asks it to: nothing fixes aws:SourceAccount, aws:SourceArn or aws:SourceOrgID',
    ],
    [
      'wholeInternet',
      audience.isAnyPrincipal && isWide,
      'allows ranges that add up to half of the internet or more, which S3 does not call public',
    ],
  ];
  return warnings.flatMap(([kind, applies, text]) =>
    applies ? [{ kind, ...fields, text: `${name} ${text}.` }] : [],
  );
}
