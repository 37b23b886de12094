import { aspectNamed } from '../aspects/index.js';
import type { Aspect, Settled, Situation } from '../aspects/kit/aspect.js';
import { digest } from '../aspects/kit/digest.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Difference } from '../domain/difference.js';
import type { Json } from '../domain/json.js';
import type { Escalation, Plan, Step } from '../domain/plan.js';
import { isDirectoryBucket, targetName } from '../domain/target.js';
import type { Assessment } from './assess.js';
import { ordered } from './order.js';

/** The aspects of the baseline in which the drift of these may have hidden something. */
function hiddenBy(names: Iterable<string>, baseline: EffectiveBaseline): readonly string[] {
  const given = new Set(names);
  return [...baseline.aspects.keys()].filter((name) =>
    aspectNamed(name)?.hiddenBy?.some((other) => given.has(other)),
  );
}

/**
 * All that has to be read before a repair: what differs, what is half way, what they depend on, and what a stage that
 * is half way was begun for, since lifting it lets out whatever stands there by now.
 */
export function readsFor(
  { differences, unfinished, cutShort }: Pick<Assessment, 'differences' | 'unfinished' | 'cutShort'>,
  baseline: EffectiveBaseline,
): ReadonlySet<string> {
  const half = [...unfinished.keys()].flatMap((name) => [name, ...ownersOf(name, baseline)]);
  const wrong = [...differences.map(({ aspect }) => aspect), ...half];
  return footprint([...wrong, ...hiddenBy([...wrong, ...cutShort], baseline)]);
}

/** The aspects of the baseline whose repair may have to write this one, too. */
export const ownersOf = (name: string, { aspects }: EffectiveBaseline): readonly string[] =>
  [...aspects.keys()].filter((other) => aspectNamed(other)?.owns.includes(name));

/** These aspects, and all to which they lead. */
function reachable(
  names: Iterable<string>,
  next: (aspect: Aspect) => readonly string[],
): ReadonlySet<string> {
  const all = new Set<string>();
  const add = (name: string): void => {
    if (all.has(name)) return;
    all.add(name);
    const aspect = aspectNamed(name);
    if (aspect !== undefined) next(aspect).forEach(add);
  };
  for (const name of names) add(name);
  return all;
}

/** The aspects whose state decides how these are repaired, themselves included. */
export const footprint = (names: Iterable<string>): ReadonlySet<string> =>
  reachable(names, ({ needs, owns }) => [...needs, ...owns]);

/**
 * The aspects that a repair of these writes, themselves included; what is owned or uncovered comes first, so that of
 * two steps with the same effect Block Public Access goes before the policy and the ACL before both policy and ownership.
 */
function writers(names: readonly string[]): readonly Aspect[] {
  const written = reachable(names, ({ owns }) => owns);
  const all = new Map<string, Aspect>();
  const add = (name: string): void => {
    const aspect = aspectNamed(name);
    if (aspect === undefined || all.has(name)) return;
    const uncovered = aspect.uncovers?.filter((other) => written.has(other)) ?? [];
    for (const first of [...aspect.owns, ...uncovered]) add(first);
    all.set(name, aspect);
  };
  for (const name of written) add(name);
  return [...all.values()];
}

/** What a plan is made from. */
type Judged = Pick<Assessment, 'seen' | 'unfinished' | 'cutShort'> &
  Partial<Pick<Assessment, 'remembered' | 'waived'>>;

/**
 * One plan for all differences of a target: every aspect gives its steps, the order comes from their effects
 * and from the dependencies that they name. Pure: the same assessment gives the same plan.
 */
export function plan(
  baseline: EffectiveBaseline,
  { seen, unfinished, cutShort, remembered, waived = new Map() }: Judged,
  wrong: readonly Difference[],
  mayOpen: (aspect: string) => boolean,
): Plan {
  const { target } = baseline;
  // What is waived is not written for its own sake; what has to be as declared for a step may be as it was found.
  const differences = wrong.filter(({ aspect }) => !waived.has(aspect));
  const found = [...waived.values()].map(({ difference }) => difference);
  const repairs = new Set(differences.map(({ aspect }) => aspect));
  const wanted = new Map([...baseline.aspects].map(([name, { desired }]) => [name, desired]));
  const steps: Step[] = [];
  const escalations: Escalation[] = [];
  const hidden = hiddenBy([...repairs, ...cutShort], baseline).filter((name) => !waived.has(name));
  for (const aspect of writers([...unfinished.keys(), ...repairs, ...hidden])) {
    const observation = seen.get(aspect.name);
    const blocked = whyNot(aspect.name, seen);
    if (blocked !== undefined) {
      if (repairs.has(aspect.name))
        escalations.push({ kind: 'escalate', aspect: aspect.name, runbook: blocked });
      continue;
    }
    const actual = observation as Settled;
    const desired = waived.has(aspect.name) ? undefined : wanted.get(aspect.name);
    const good = remembered?.get(aspect.name);
    const situation: Situation = {
      target,
      actual,
      found: unfinished.get(aspect.name) ?? actual,
      seen,
      wanted,
      repairs,
      cutShort,
      mayOpen,
      ...(desired === undefined ? {} : { desired }),
      ...(good === undefined ? {} : { good }),
    };
    const answer = written(aspect, situation);
    if ('kind' in answer) escalations.push(answer);
    else steps.push(...answer);
  }
  return signed({ target, differences: [...differences, ...found], steps: ordered(steps), escalations });
}

/** What an aspect answers; where no call brings a directory bucket to what is declared, that a human is called. */
function written(aspect: Aspect, situation: Situation): ReturnType<Aspect['write']> {
  const { target, desired, actual, repairs } = situation;
  const isAsked = isDirectoryBucket(target) && repairs.has(aspect.name) && desired?.kind === 'value';
  const live = actual.kind === 'observed' ? actual.state : undefined;
  const obstacle = isAsked ? aspect.directory?.obstacle?.(desired.value, live) : undefined;
  if (obstacle === undefined) return aspect.write(situation);
  const runbook = `No call brings ${aspect.name} of directory bucket ${targetName(target)} to what is declared: ${obstacle} Nothing was written.`;
  return { kind: 'escalate', aspect: aspect.name, runbook };
}

/** The plan under its digest. */
export function signed(unsigned: Omit<Plan, 'digest'>): Plan {
  const { target, steps, escalations } = unsigned;
  const parts = [...steps, ...escalations].map((part) => JSON.parse(JSON.stringify(part)) as Json);
  return { ...unsigned, digest: digest({ target: { ...target }, parts }) };
}

/** Why an aspect must not be written now; nothing if it may. */
function whyNot(name: string, seen: Assessment['seen']): string | undefined {
  const own = seen.get(name);
  if (own?.kind === 'observed' && own.unknown !== undefined) {
    return `S3 answered ${own.unknown.join(', ')}, which this version does not know. Writing would drop it: repair ${name} by hand, or update Snapback.`;
  }
  for (const needed of footprint([name])) {
    const observation = seen.get(needed);
    if (observation?.kind === 'observed' || observation?.kind === 'absent') continue;
    if (observation?.kind === 'notApplicable' && needed !== name) continue;
    const reason =
      observation?.kind === 'unreadable' ? observation.error.message : (observation?.kind ?? 'not read');
    return `${name} cannot be repaired safely without reading ${needed}: ${reason}. Let the controller read it, or repair by hand.`;
  }
  return undefined;
}
