import type { AclFinding, GrantFinding } from './acl-finding.js';
import { type Blocks, type Neutralizer, turnedOn } from './block-flags.js';
import { conditionsOf, judged } from './conditions.js';
import type { AllowFinding, PolicyFinding } from './policy-finding.js';
import { accessText, audienceText, subjectOf } from './reason-text.js';
import { isAllow, unknownElements } from './statements.js';

/** One reason for a verdict: what has the say, and what it says in one sentence for people. */
export interface Reason {
  readonly of: 'policy' | 'acl' | 'ownership' | 'publicAccessBlock';
  /** Which statement of the policy, counted from 0, and how it is called. */
  readonly statement?: number;
  readonly sid?: string;
  /** Which grant of the ACL, counted from 0. */
  readonly grant?: number;
  readonly flag?: Neutralizer;
  /** Where the flag is on. */
  readonly on?: readonly (keyof Blocks)[];
  readonly text: string;
}

/** What was found, and what Block Public Access made of it. */
export interface Findings {
  /** The owner as ACLs call it, whose own grants are no exposure. */
  readonly owner: string | null;
  readonly policy: PolicyFinding;
  readonly acl: AclFinding;
  readonly blocks: Blocks;
  readonly isClosed: boolean;
  readonly isIgnored: boolean;
}

/** Why the verdict is what it is: statement by statement, then the ACL, then what neutralizes them. */
export function reasonsFor({ owner, policy, acl, blocks, isClosed, isIgnored }: Findings): readonly Reason[] {
  const isPublicAcl = acl.grants.some(({ grantee }) => grantee.kind === 'everybody');
  const isOpen = isPublicAcl || policy.allows.some(({ audience }) => audience.isPublic);
  return [
    ...(policy.unreadable === undefined
      ? [...policy.allows.flatMap(ofAllow), ...(isOpen ? ofDenies(policy) : [])]
      : [{ of: 'policy', text: `The policy counts as public, since ${policy.unreadable}.` } as const]),
    ...acl.grants.filter(({ grantee }) => grantee.kind !== 'user' || grantee.id !== owner).map(ofGrant),
    ...(acl.isLive
      ? []
      : [
          { of: 'ownership', text: 'ACLs count for nothing: the ownership is BucketOwnerEnforced.' } as const,
        ]),
    ...(isClosed ? [neutralized(blocks, 'RestrictPublicBuckets', closing)] : []),
    ...(isIgnored && isPublicAcl ? [neutralized(blocks, 'IgnorePublicAcls', ignoring)] : []),
  ];
}

const closing = 'keeps out everybody but AWS services and the account itself, since the policy is public';
const ignoring = 'takes all effect from the grants to everybody';

const neutralized = (blocks: Blocks, flag: Neutralizer, does: string): Reason => {
  const on = turnedOn(blocks, flag);
  return { of: 'publicAccessBlock', flag, on, text: `${flag} of the ${on.join(' and the ')} ${does}.` };
};

function ofAllow({ index, statement, audience, access, changesAccess }: AllowFinding): readonly Reason[] {
  const place = subjectOf(index, statement);
  const about = { of: 'policy', ...place.fields } as const;
  const strange = unknownElements(statement);
  const open = audience.isAnyPrincipal
    ? conditionsOf(statement).flatMap((condition) => {
        const judgement = judged(condition);
        return 'open' in judgement
          ? [
              {
                ...about,
                text: `${place.name}: ${condition.written} does not confine it: ${judgement.open}.`,
              },
            ]
          : [];
      })
    : [];
  return [
    ...(strange.length === 0
      ? []
      : [{ ...about, text: `${place.name} cannot be understood: IAM knows no ${strange.join(', ')}.` }]),
    { ...about, text: `${place.name} ${audienceText(statement, audience)}.` },
    ...open,
    ...(audience.isPublic ? [{ ...about, text: `${place.name} ${accessText(access)}.` }] : []),
    ...(changesAccess ? [{ ...about, text: `${place.name} lets them change who may do what.` }] : []),
  ];
}

/** What the Deny statements do, or why they do nothing, to what is open. */
const ofDenies = ({ statements, guard }: PolicyFinding): readonly Reason[] =>
  [...statements.entries()]
    .filter(([, statement]) => !isAllow(statement))
    .map(([index, statement]) => {
      const { name, fields } = subjectOf(index, statement);
      const text = guard.denies.has(index)
        ? `${name} denies what it covers to the whole world.`
        : `${name} denies, but may let somebody through who is not fixed, so it is not counted.`;
      return { of: 'policy', ...fields, text };
    });

const groups = { everybody: 'everybody', logDelivery: "S3's log delivery" } as const;

function ofGrant({ index, grantee, permission, access }: GrantFinding): Reason {
  const whom = grantee.kind === 'user' ? `the user ${grantee.id}` : groups[grantee.kind];
  const gives = grantee.kind === 'everybody' ? `; it ${accessText(access)}` : '';
  return { of: 'acl', grant: index, text: `Grant ${index} gives ${permission} to ${whom}${gives}.` };
}
