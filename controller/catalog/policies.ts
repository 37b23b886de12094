import { dirname } from 'node:path';
import type { Aspect } from '../aspects/kit/aspect.js';
import type { Difference } from '../domain/difference.js';
import type { RemediationPolicy } from '../domain/remediation-policy.js';
import type { Target } from '../domain/target.js';
import { goesBeyond, waysOf } from './beyond.js';
import type { Rule } from './policy-file.js';
import { type Change, everyAspect } from './policy-schema.js';
import type { CatalogueProblem } from './problem.js';

/** What a rule looks at of a difference. */
export type Disagreement = Pick<Difference, 'aspect' | 'desired' | 'observed'>;

/** In what way desired and live disagree. */
export const changeOf = ({ desired, observed }: Disagreement): Exclude<Change, 'any'> =>
  desired.kind === 'absent' ? 'added' : observed.kind === 'absent' ? 'removed' : 'modified';

const covers = (rule: Rule, aspect: string, change: Change): boolean =>
  (rule.policy.aspect === aspect || rule.policy.aspect === everyAspect) &&
  (rule.change === 'any' || rule.change === change);

/** JSON Schema holds of nothing whatever it says of members, so a condition is only asked of what is there. */
function holds({ when, declared, beyond }: Rule, difference: Disagreement, target: Target): boolean {
  const { desired, observed } = difference;
  return (
    (when === undefined || (observed.kind === 'observed' && when.holds(observed.state))) &&
    (declared === undefined || (desired.kind === 'value' && declared.holds(desired.value))) &&
    (beyond === undefined || goesBeyond(beyond, difference, target))
  );
}

/** Whether a rule is for every difference of its aspect and its kind of change. */
export const isUnconditional = ({ when, declared, beyond }: Rule): boolean =>
  when === undefined && declared === undefined && beyond === undefined;

/** All rules in the order in which they decide, and the one for whatever they do not name. */
export interface Rules {
  readonly named: readonly Rule[];
  readonly lastWord: Rule;
}

/** The first rule that matches a difference on a target. */
export function policyFor(
  { named, lastWord }: Rules,
  difference: Disagreement,
  target: Target,
): RemediationPolicy {
  const { aspect } = difference;
  const change = changeOf(difference);
  const rule = named.find((one) => covers(one, aspect, change) && holds(one, difference, target));
  return rule?.policy ?? Object.freeze({ ...lastWord.policy, aspect });
}

/** What a folder decides before another one is meant: so one's own policies go before those that come with Snapback. */
const isBeside = (one: Rule, other: Rule): boolean =>
  dirname(one.place.source) === dirname(other.place.source);

/** What is wrong with the rules together: two of one id, some that can never match. */
export function ruleProblems(
  rules: readonly Rule[],
  aspects: readonly Aspect[],
): readonly CatalogueProblem[] {
  const byId = new Map<string, Rule>();
  const always: Rule[] = [];
  const declarable = new Map(aspects.map(({ name, absence }) => [name, absence.declarable]));
  return rules.flatMap((rule) => {
    const { policy, change, place, beyond = [] } = rule;
    const known = waysOf(policy.aspect);
    const unasked = beyond.find((way) => !known.includes(way));
    const twin = byId.get(policy.id);
    const shadow = always.find(
      (earlier) => isBeside(earlier, rule) && covers(earlier, policy.aspect, change),
    );
    byId.set(policy.id, twin ?? rule);
    if (isUnconditional(rule)) always.push(rule);
    return [
      ...(twin === undefined
        ? []
        : [
            place.problem(
              `${policy.id} is the id of ${twin.place.source} already`,
              'give it an id of its own',
            ),
          ]),
      ...(shadow === undefined
        ? []
        : [
            place.problem(
              `never reached: ${shadow.policy.id} (${shadow.place.source}) matches everything that it would`,
              'put it before that one, or take it away',
            ),
          ]),
      ...(unasked === undefined
        ? []
        : [
            place.problem(
              `never reached: nobody can say of ${policy.aspect} that it goes beyond what is declared by ${unasked}`,
              known.length === 0
                ? 'take beyond away, or write a condition in when'
                : `write beyond: [${known.join(', ')}]`,
            ),
          ]),
      ...(change === 'added' && declarable.get(policy.aspect) === false
        ? [
            place.problem(
              `never reached: ${policy.aspect} cannot be declared absent, so nothing can be added to it`,
              'write change: modified, removed or any',
            ),
          ]
        : []),
    ];
  });
}
