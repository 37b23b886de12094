import type { JsonObject } from '../../domain/json.js';
import type { Desired } from '../../domain/observation.js';
import { type Effect, type Escalation, effects, type Step } from '../../domain/plan.js';
import { isPublicPolicy } from '../../exposure/policy-public.js';
import {
  type AccessPoint,
  type AccessPoints,
  blockOfPoint,
  isSameFixed,
  isSamePolicy,
  type Unlisted,
} from './access-point.js';
import type { Situation } from './aspect.js';
import { bucketOf } from './calls.js';
import { admitsMore } from './point-policy.js';
import { withoutPublicStatements } from './policy-steps.js';

/**
 * The calls that bring the access points of a bucket to what is declared. A policy is put over what is there; a point
 * is deleted only after its policy, and only where the baseline says so. What is fixed in a point is left to a human.
 */
export function accessPointSteps(situation: Situation, desired: Desired): readonly Step[] | Escalation {
  const { actual } = situation;
  const declared: AccessPoints =
    desired.kind === 'value'
      ? (desired.value as unknown as AccessPoints)
      : { AccessPointList: [], unlisted: 'delete' };
  const live = actual.kind === 'observed' ? (actual.state as unknown as AccessPoints).AccessPointList : [];
  const found = new Map(live.map((point) => [point.Name, point]));
  const listed = new Set(declared.AccessPointList.map(({ Name }) => Name));
  const place = { situation, desired };
  const steps = [
    ...live
      .filter(({ Name }) => !listed.has(Name))
      .flatMap((point) => away(place, point, declared.unlisted ?? 'shut')),
    ...declared.AccessPointList.flatMap((point) => brought(place, point, found.get(point.Name))),
  ];
  if (steps.length > 0) return provedWhole(steps, desired);
  const other = declared.AccessPointList.find((point) => {
    const one = found.get(point.Name);
    return one !== undefined && !isSameFixed(point, one);
  });
  return other === undefined ? [] : fixed(situation, other);
}

interface Place {
  readonly situation: Situation;
  readonly desired: Desired;
}

/** What becomes of a point that nobody listed. */
function away(place: Place, point: AccessPoint, unlisted: Unlisted): readonly Step[] {
  if (unlisted === 'leave') return [];
  const { Policy: policy, ...bare } = point;
  const shut = policy === undefined ? [] : [step(place, 'shut', 'close', bare)];
  return unlisted === 'shut' ? shut : [...shut, step(place, 'delete', 'restore', bare)];
}

/** What brings a listed point to its declaration, as far as any call can. */
function brought(place: Place, declared: AccessPoint, found: AccessPoint | undefined): readonly Step[] {
  // What is fixed stays as it is found, here and in what the steps leave.
  const { Policy: policy } = declared;
  const { Policy: live, ...bare } = found ?? declared;
  const after = { ...bare, ...(policy === undefined ? {} : { Policy: policy }) };
  const create = found === undefined ? [step(place, 'create', 'restore', bare)] : [];
  if (isSamePolicy(declared, found)) return create;
  const first = create.map(({ id }) => id);
  const admits = live !== undefined && admitsMore(live, policy, place.situation.target.account);
  if (policy === undefined) return [...create, step(place, 'shut', 'close', after, first)];
  if (!isOpen(declared) || (live !== undefined && isOpen({ ...bare, Policy: live })))
    return [...create, step(place, 'policy', admits ? 'close' : 'restore', after, first)];
  if (!admits) return [...create, step(place, 'policy', 'open', after, first)];
  // Shutting strangers out never waits for a human who has to allow the opening.
  const closed = withoutPublicStatements(policy);
  const strict = { ...bare, ...(closed === undefined ? {} : { Policy: closed }) };
  const close = step(place, closed === undefined ? 'shut' : 'close', 'close', strict);
  return [close, step(place, 'policy', 'open', after, [close.id])];
}

/** Whether S3 calls the point public; one for a VPC never is (S3 User Guide, "Blocking public access"). */
const isOpen = ({ VpcConfiguration: vpc, Policy: policy }: AccessPoint): boolean =>
  vpc === undefined && policy !== undefined && isPublicPolicy(policy);

const operations = {
  shut: 'DeleteAccessPointPolicy',
  close: 'PutAccessPointPolicy',
  policy: 'PutAccessPointPolicy',
  create: 'CreateAccessPoint',
  delete: 'DeleteAccessPoint',
} as const;

/** One call on one point. It is proved by that point alone, as `leaves` has it; for a deleted one by all of them. */
function step(
  { situation: { target }, desired }: Place,
  verb: keyof typeof operations,
  effect: Effect,
  point: AccessPoint,
  after: readonly string[] = [],
): Step {
  const { account, name } = bucketOf(target);
  const alone = { AccessPointList: [point], unlisted: 'leave' } as unknown as JsonObject;
  return {
    id: `accessPoints.${verb}.${point.Name}`,
    aspect: 'accessPoints',
    service: 's3control',
    operation: operations[verb],
    input: { AccountId: account, Name: point.Name, ...contentOf(verb, point, name, account) },
    effect,
    ...(after.length === 0 ? {} : { after }),
    leaves: verb === 'delete' ? desired : { kind: 'value', value: alone },
  };
}

function contentOf(
  verb: keyof typeof operations,
  point: AccessPoint,
  bucket: string,
  account: string,
): JsonObject {
  if (verb === 'policy' || verb === 'close') return { Policy: JSON.stringify(point.Policy) };
  if (verb !== 'create') return {};
  return {
    Bucket: bucket,
    BucketAccountId: account,
    ...(point.VpcConfiguration === undefined ? {} : { VpcConfiguration: { ...point.VpcConfiguration } }),
    // An empty structure would mean all off (observed), so all four are always said.
    PublicAccessBlockConfiguration: { ...blockOfPoint(point) },
  };
}

/** The last step is proved by the whole declaration, so that a fixed part that is wrong is never called repaired. */
function provedWhole(steps: readonly Step[], desired: Desired): readonly Step[] {
  const last = steps.reduce((one, other) =>
    effects.indexOf(other.effect) >= effects.indexOf(one.effect) ? other : one,
  );
  return steps.map((each) => (each === last ? { ...each, leaves: desired } : each));
}

function fixed({ target }: Situation, { Name }: AccessPoint): Escalation {
  const { account, name } = bucketOf(target);
  return {
    kind: 'escalate',
    aspect: 'accessPoints',
    runbook: `Access point ${Name} of bucket ${name} has another VPC or another Block Public Access than declared, and S3 fixes both when a point is created. If whoever uses it can bear the gap and a new alias, delete it: aws s3control delete-access-point --account-id ${account} --name ${Name}; at the next look it is created as declared. Otherwise declare it as it is. Nothing of it was written; its policy is held all the same.`,
  };
}
