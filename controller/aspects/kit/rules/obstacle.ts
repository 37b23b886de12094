import type { JsonObject } from '../../../domain/json.js';
import type { Target } from '../../../domain/target.js';
import { isPublicPolicy } from '../../../exposure/policy-public.js';
import { breachesOf } from './breaches.js';
import { placeOf, rulesOf } from './rules.js';

/** Why the rules contradict each other, and what to write instead. What is required is judged as a policy besides. */
export function rulesObstacle(
  desired: JsonObject & { readonly rules: JsonObject },
  target: Target,
  obstacleOf: (policy: JsonObject) => string | undefined,
): string | undefined {
  const place = placeOf(target);
  const rules = rulesOf(desired, place);
  const { forbid, externalAccounts, require, restoreDeleted } = rules;
  if (externalAccounts.length > 0 && !forbid.includes('externalAccounts'))
    return 'externalAccounts says who may be let in, but nothing forbids to let in others. Add externalAccounts to forbid.';
  if (externalAccounts.includes(place.account))
    return `${place.account} is the account of the bucket, which is not external. Take it out of externalAccounts.`;
  if (forbid.length === 0 && require.length === 0 && !restoreDeleted)
    return 'The rules forbid nothing and require nothing. Say what, or leave bucketPolicy out.';
  for (const { statement } of require) {
    const [broken] = breachesOf([statement], rules, place);
    if (broken !== undefined)
      return `A required statement breaks ${broken[0]}, which is forbidden: ${broken[1]} Change the one or the other.`;
    if (isPublicPolicy({ Statement: [statement] }))
      return 'A required statement is public. Rules put nothing public: declare the whole policy, or confine the statement.';
  }
  return require.length === 0
    ? undefined
    : obstacleOf({ Version: '2012-10-17', Statement: require.map(({ statement }) => statement) });
}
