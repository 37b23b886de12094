import type { JsonObject } from '../../domain/json.js';
import type { Desired } from '../../domain/observation.js';
import type { Effect, Escalation, Step } from '../../domain/plan.js';
import { isPublicPolicy } from '../../exposure/policy-public.js';
import type { Situation } from './aspect.js';
import {
  isSameFixed,
  type LivePoint,
  type MultiRegionPoints,
  ownAlone,
  policyForm,
} from './multi-region-point.js';
import { admitsMore } from './point-policy.js';
import { withoutPublicStatements } from './policy-steps.js';

/**
 * The calls that bring the policies of Multi-Region Access Points to what is declared: each put over what is there, and
 * none where what was put last is that already, and is only not in force everywhere yet. All else is left to a human.
 */
export function multiRegionPointSteps(
  { target, actual }: Situation,
  desired: Desired,
): readonly Step[] | Escalation {
  const declared: MultiRegionPoints =
    desired.kind === 'value' ? (desired.value as unknown as MultiRegionPoints) : { AccessPoints: [] };
  const live =
    actual.kind === 'observed' ? (actual.state as unknown as MultiRegionPoints<LivePoint>).AccessPoints : [];
  const policies = new Map(declared.AccessPoints.map(({ Name, Policy }) => [Name, Policy]));
  const steps = live
    .filter(({ Name }) => policies.has(Name) || declared.unlisted !== 'leave')
    .flatMap((point) => brought({ target, desired, point }, policies.get(point.Name)));
  const reason = whyHuman(declared, live, { target, desired });
  return steps.length > 0 || reason === undefined ? steps : escalation(reason);
}

type Place = Pick<Situation, 'target'> & { readonly desired: Desired };
type PointPlace = Place & { readonly point: LivePoint };

/** What brings the policy of one point to what it must be; without `wanted` nobody outside may get in. */
function brought(place: PointPlace, wanted: JsonObject | undefined): readonly Step[] {
  const { target, point } = place;
  const { Policy: established, Proposed: proposed } = point;
  const isComing = (policy: JsonObject | undefined): boolean =>
    policyForm(proposed ?? established, target) === policyForm(policy, target);
  if (isComing(wanted)) return [];
  const found = [established, proposed].filter((policy) => policy !== undefined);
  const admits = found.some((policy) => admitsMore(policy, wanted, target.account));
  if (wanted === undefined) return [put(place, 'shut', 'close', ownAlone(point.Alias, target))];
  const isOpen = established !== undefined && found.every(isPublicPolicy);
  if (!isPublicPolicy(wanted) || isOpen) return [put(place, 'policy', admits ? 'close' : 'restore', wanted)];
  // An opening comes last: not before what was put last is in force, and strangers are shut out first.
  if (!admits) return proposed === undefined ? [put(place, 'policy', 'open', wanted)] : [];
  const strict = withoutPublicStatements(wanted) ?? ownAlone(point.Alias, target);
  if (isComing(strict)) return [];
  const close = put(place, 'close', 'close', strict);
  return [close, { ...put(place, 'policy', 'open', wanted), after: [close.id] }];
}

/**
 * One call for one point. Closing before an opening is proved by that point alone; all else by the whole declaration at
 * once, since a put takes S3 minutes, and what no call can put right must not be called repaired.
 */
function put(
  { target, desired, point }: PointPlace,
  verb: 'shut' | 'close' | 'policy',
  effect: Effect,
  policy: JsonObject,
): Step {
  const { Proposed: _, ...bare } = point;
  const alone = { AccessPoints: [{ ...bare, Policy: policy }], unlisted: 'leave' } as unknown as JsonObject;
  return {
    id: `multiRegionAccessPoints.${verb}.${point.Name}`,
    aspect: 'multiRegionAccessPoints',
    service: 's3control',
    operation: 'PutMultiRegionAccessPointPolicy',
    input: {
      AccountId: target.account,
      Details: { Name: point.Name, Policy: JSON.stringify(policy) },
    },
    effect,
    leaves: verb === 'close' ? { kind: 'value', value: alone } : desired,
  };
}

/** What only a human can put right: a point that went or is going, what is fixed, and a point that must not be. */
function whyHuman(
  { AccessPoints: declared }: MultiRegionPoints,
  live: readonly LivePoint[],
  { target, desired }: Place,
): string | undefined {
  const [extra] = live;
  if (desired.kind === 'absent' && extra !== undefined)
    return `Multi-Region Access Point ${extra.Name} must not be there. Its policy is held to let nobody outside in. When nobody needs it: aws s3control delete-multi-region-access-point --region us-west-2 --account-id ${target.account} --details Name=${extra.Name}. It is not deleted by itself, since its alias never comes back.`;
  for (const point of declared) {
    const found = live.find(({ Name }) => Name === point.Name);
    if (found === undefined || found.Status !== undefined)
      return `Multi-Region Access Point ${point.Name} ${found === undefined ? 'is not there' : 'is being deleted'}. It is not created anew by itself: a new one has another alias and another ARN, so that nobody who uses the old one would find it. Create it, tell those who use it, and declare its policy with the new alias; or take it out of the baseline.`;
    if (!isSameFixed(point, found, target))
      return `Multi-Region Access Point ${point.Name} leads to other buckets or has another Block Public Access than declared, and S3 fixes both when a point is created. If whoever uses it can bear a gap and a new alias, delete it and create it as declared; otherwise declare it as it is. Nothing of it was written; its policy is held all the same.`;
  }
  return undefined;
}

const escalation = (runbook: string): Escalation => ({
  kind: 'escalate',
  aspect: 'multiRegionAccessPoints',
  runbook,
});
