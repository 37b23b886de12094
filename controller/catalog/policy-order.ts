import { basename } from 'node:path';
import type { Aspect } from '../aspects/kit/aspect.js';
import { isUnconditional, type Rules, ruleProblems } from './policies.js';
import { type Rule, readPolicies } from './policy-file.js';
import { everyAspect } from './policy-schema.js';
import type { CatalogueProblem } from './problem.js';
import { sourceOf } from './source.js';
import type { CatalogueText } from './yaml-file.js';

/** The file with the one policy for whatever no other names. */
const lastWordFile = '_default.yaml';

/** Reads all files of remediation policies and puts the last word last. No rules if there is no last word. */
export function rulesOf(
  texts: readonly CatalogueText[],
  aspects: readonly Aspect[],
): { readonly rules?: Rules; readonly problems: readonly CatalogueProblem[] } {
  const isLast = ({ file }: CatalogueText): boolean => basename(file) === lastWordFile;
  const read = (some: readonly CatalogueText[]) => some.map((text) => readPolicies(text, aspects));
  const [others, defaults] = [read(texts.filter((text) => !isLast(text))), read(texts.filter(isLast))];
  const named = others.flatMap(({ rules }) => rules);
  const last = defaults.flatMap(({ rules }) => rules);
  const [lastWord] = last;
  const unread = [...others, ...defaults].flatMap(({ problems }) => problems);
  const problems = [
    ...unread,
    ...tooWide(named),
    ...ruleProblems([...named.filter(({ policy }) => policy.aspect !== everyAspect), ...last], aspects),
    ...lastWordProblems(last),
    ...(lastWord === undefined && unread.length === 0 ? [missing] : []),
  ];
  return { problems, ...(lastWord === undefined ? {} : { rules: { named, lastWord } }) };
}

const missing = sourceOf(lastWordFile, '').problem(
  0,
  `no folder of remediation policies has ${lastWordFile}`,
  `write it: - { id: default, aspect: '${everyAspect}', severity: medium, response: alert, why: ... }`,
);

/** An aspect that no policy names is told of and never silently written: the last word must be just that. */
const lastWordProblems = (rules: readonly Rule[]): readonly CatalogueProblem[] =>
  rules.flatMap((rule) =>
    rule.policy.aspect === everyAspect &&
    rule.change === 'any' &&
    isUnconditional(rule) &&
    rule.policy.response === 'alert'
      ? []
      : [
          rule.place.problem(
            `${lastWordFile} must be for every difference, and must only alert`,
            `write aspect: '${everyAspect}' and response: alert, without change, when, declared and beyond`,
          ),
        ],
  );

const tooWide = (rules: readonly Rule[]): readonly CatalogueProblem[] =>
  rules.flatMap(({ policy, place }) =>
    policy.aspect === everyAspect
      ? [place.problem(`only ${lastWordFile} may name every aspect`, 'name one aspect')]
      : [],
  );
