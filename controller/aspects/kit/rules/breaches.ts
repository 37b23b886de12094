import type { JsonObject } from '../../../domain/json.js';
import type { Audience } from '../../../exposure/audience.js';
import { type AllowFinding, findInPolicy } from '../../../exposure/policy-finding.js';
import { aclActionsOf } from './acl-actions.js';
import type { Forbidden, PolicyRules } from './rules.js';
import type { Place } from './templates.js';

/** Which rules the statements break, each with the reason, in full sentences. */
export function breachesOf(
  statements: readonly JsonObject[],
  rules: PolicyRules,
  place: Place,
): ReadonlyMap<Forbidden, string> {
  const { allows } = findInPolicy({ policy: { Statement: statements }, bucket: place.bucket });
  const told = rules.forbid.flatMap((rule): [Forbidden, string][] => {
    const reason = reasons[rule](allows, place, rules);
    return reason === undefined ? [] : [[rule, reason]];
  });
  return new Map(told);
}

type Reason = (allows: readonly AllowFinding[], place: Place, rules: PolicyRules) => string | undefined;

const reasons: Readonly<Record<Forbidden, Reason>> = {
  public: (allows) =>
    allows.some(({ audience }) => audience.isPublic)
      ? 'It allows everybody, and no condition confines that to fixed values of a key that S3 trusts.'
      : undefined,

  externalAccounts(allows, { account }, { externalAccounts }) {
    if (allows.some(({ audience }) => audience.isPublic))
      return 'It allows everybody, so every other account, too.';
    const strangers = allows
      .flatMap(({ audience }) => outsidersIn(audience, account))
      .filter((who) => !externalAccounts.includes(who));
    return strangers.length === 0
      ? undefined
      : `It lets in ${[...new Set(strangers)].sort().join(', ')}, not among those who may be.`;
  },

  aclWrite: (allows) => powerOf(allows),

  externalAclWrite: (allows, { account }) =>
    powerOf(
      allows.filter(({ audience }) => audience.isAnyPrincipal || outsidersIn(audience, account).length > 0),
    ),
};

/** Whom a statement lets in besides the account, named as in `externalAccounts` of a baseline. */
const outsidersIn = ({ named, viaServices, networks }: Audience, account: string): readonly string[] =>
  [...named, ...viaServices, ...networks.map((value) => `network:${value}`)].filter((who) => who !== account);

/** What the statements let do to ACLs, the policy and what guards them. */
function powerOf(allows: readonly AllowFinding[]): string | undefined {
  const granted = allows
    .filter(({ changesAccess }) => changesAccess)
    .flatMap(({ statement }) => aclActionsOf(statement));
  return granted.length === 0 ? undefined : `It allows ${[...new Set(granted)].sort().join(', ')}.`;
}
