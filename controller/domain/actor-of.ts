import { claimedText } from './claimed-text.js';
import { isObject } from './json.js';
import type { Actor } from './signal.js';

type Members = Readonly<Record<string, unknown>>;

const within = (value: unknown, member: string): Members => {
  const found = isObject(value) ? value[member] : undefined;
  return isObject(found) ? found : {};
};

const yesOrNo = (value: unknown): boolean | undefined => {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
};

/**
 * Who made a call, as the `userIdentity` of a CloudTrail record claims. Junk gives an actor of type `Unknown`; texts
 * are cut at 1 KB and control characters escaped. Never throws.
 * CloudTrail User Guide, "CloudTrail userIdentity element": a session's role stands in `sessionContext.sessionIssuer`;
 * a federated user's issuer is a user and no role; a service has no ARN, only `invokedBy`; `mfaAuthenticated` is a string.
 */
export function actorOf(
  userIdentity: unknown,
  record: { readonly sourceIPAddress?: unknown; readonly userAgent?: unknown },
): Actor {
  const identity = isObject(userIdentity) ? userIdentity : {};
  const session = within(identity, 'sessionContext');
  const issuer = within(session, 'sessionIssuer');
  const mfa = yesOrNo(within(session, 'attributes')['mfaAuthenticated']);
  const claims = {
    account: claimedText(identity['accountId']),
    arn: claimedText(identity['arn']),
    role: issuer['type'] === 'Role' ? claimedText(issuer['arn']) : undefined,
    principalId: claimedText(identity['principalId']),
    invokedBy: claimedText(identity['invokedBy']),
    sourceIp: claimedText(record.sourceIPAddress),
    userAgent: claimedText(record.userAgent),
  };
  const known = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
  return {
    type: claimedText(identity['type']) ?? 'Unknown',
    ...known,
    ...(mfa === undefined ? {} : { mfa }),
  };
}
