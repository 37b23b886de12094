import { aspects as registry } from '../aspects/index.js';
import type { Aspect } from '../aspects/kit/aspect.js';
import type { ActorRule, AttackSequence } from '../domain/actor-rule.js';
import type { RemediationPolicy } from '../domain/remediation-policy.js';
import type { Mode } from '../domain/response.js';
import type { Target } from '../domain/target.js';
import type { Instant } from '../domain/time.js';
import type { Waiver } from '../domain/waiver.js';
import { readActorFiles } from './actor-files.js';
import { type ActorRuleFor, actorRuleFor } from './actor-match.js';
import type { Baseline } from './baseline.js';
import { readBaselines } from './baseline-file.js';
import { idlers, incoherences } from './coherence.js';
import { conflicts, isSelecting } from './conflicts.js';
import { type Verdict, verdictOn } from './effective.js';
import { generationOf } from './generation.js';
import { stacked } from './layers.js';
import { type Disagreement, policyFor } from './policies.js';
import { rulesOf } from './policy-order.js';
import { CatalogueError, inOrder } from './problem.js';
import { unreachables } from './reachability.js';
import { isSelected, type Lacking, type Tags } from './selection.js';
import type { Budget } from './shared-word.js';
import { readWaiverFiles, type WrittenWaiver, waiversAmong } from './waiver-files.js';
import type { CatalogueText } from './yaml-file.js';

/** Everything that baselines and remediation policies say, validated and immutable. */
export interface Catalogue {
  /** SHA-256 (hex) of the normalised content: the same generation means the same verdicts. */
  readonly generation: string;
  /** All baselines, layers included. */
  readonly baselines: readonly Baseline[];
  readonly policies: readonly RemediationPolicy[];
  /** The accounts that baselines name, sorted: every one of them has to be enrolled. */
  readonly accounts: readonly string[];
  /** The aspects that some selecting baseline names, sorted. */
  readonly wantedAspects: readonly string[];
  /** What must be on a target. Ask again with its region after `needs-region`, and with its tags after `needs-tags`. */
  effective(target: Target, region?: string, tags?: Tags): Verdict;
  /** Whether any baseline is for a target; cheaper than `effective`. */
  selects(target: Target, region?: string, tags?: Tags): boolean | Lacking;
  /** What to do about a difference on a target; never nothing. */
  policyFor(difference: Disagreement, target: Target): RemediationPolicy;
  readonly actorRules: readonly ActorRule[];
  /** The first actor rule that is for an actor and an aspect, if any. */
  actorRuleFor: ActorRuleFor;
  readonly sequences: readonly AttackSequence[];
  /** Every waiver of the files, expired ones too. */
  readonly waivers: readonly WrittenWaiver[];
  /** Those of one target. */
  waiversFor(target: Target): readonly Waiver[];
}

/** The texts that a catalogue is made of. */
export interface CatalogueTexts {
  readonly baselines: readonly CatalogueText[];
  /** Decide in this order, `_default.yaml` last wherever it stands. */
  readonly policies: readonly CatalogueText[];
}

interface CatalogueParts extends CatalogueTexts {
  /** The controller's own mode: no baseline can be stronger. */
  readonly mode: Mode;
  /** When it is loaded, which is what bounds waivers; without it none can be read. */
  readonly now?: Instant;
}

/** Automaton steps for all proofs of one sort in one load: less than a second, however hostile the globs. */
const proofBudget = 500_000;

/** Makes a catalogue of texts, or throws a CatalogueError that shows everything that is wrong. */
export function loadCatalogueTexts(texts: CatalogueParts, aspects: readonly Aspect[] = registry): Catalogue {
  const budget = (): Budget => ({ left: proofBudget });
  const waived = readWaiverFiles(texts.baselines, aspects, texts.now);
  const files = waived.others.map((text) => readBaselines(text, aspects));
  const { baselines, problems: stacking } = stacked(
    files.flatMap(({ layers }) => layers),
    files.flatMap(({ broken }) => broken),
    aspects,
  );
  const selecting = baselines.filter(isSelecting);
  const special = readActorFiles(texts.policies, aspects);
  const { rules, problems: misruled } = rulesOf(special.others, aspects);
  const misread = [...files.flatMap(({ problems: found }) => found), ...stacking];
  const problems = [
    ...misread,
    ...(misread.length === 0 ? idlers(baselines) : []),
    ...incoherences(baselines),
    ...conflicts(selecting, budget()),
    ...unreachables(selecting, aspects, budget()),
    ...misruled,
    ...special.problems,
    ...waived.problems,
    ...(rules === undefined ? [] : special.strangers(rules)),
  ];
  if (problems.length > 0 || rules === undefined) throw new CatalogueError(inOrder(problems));

  const byName = new Map(aspects.map((aspect) => [aspect.name, aspect]));
  const ground = { baselines: selecting, aspects: byName, mode: texts.mode };
  return Object.freeze<Catalogue>({
    generation: generationOf(baselines, rules, special, waived.waivers),
    baselines: Object.freeze(baselines),
    policies: Object.freeze([...rules.named, rules.lastWord].map(({ policy }) => policy)),
    accounts: sorted(selecting.flatMap(({ select }) => select.accounts ?? [])),
    wantedAspects: sorted(selecting.flatMap(({ aspects: named }) => [...named.keys()])),
    effective: (target, region, tags) => verdictOn(ground, target, region, tags),
    selects: (target, region, tags) => {
      const answers = selecting.map(({ select }) => isSelected(select, target, region, tags));
      if (answers.includes(true)) return true;
      return answers.find((answer) => answer !== false) ?? false;
    },
    policyFor: (difference, target) => policyFor(rules, difference, target),
    actorRules: Object.freeze(special.actorRules),
    actorRuleFor: actorRuleFor(special.actorRules),
    sequences: Object.freeze(special.sequences),
    waivers: Object.freeze(waived.waivers),
    waiversFor: waiversAmong(waived.waivers),
  });
}

const sorted = (words: readonly string[]): readonly string[] => Object.freeze([...new Set(words)].sort());
