import { digest } from '../aspects/kit/digest.js';
import type { ActorRule, AttackSequence } from '../domain/actor-rule.js';
import { canonicalText } from '../domain/canonical.js';
import type { Json } from '../domain/json.js';
import type { Baseline } from './baseline.js';
import type { Rules } from './policies.js';
import type { WrittenWaiver } from './waiver-files.js';

/**
 * SHA-256 (hex) of everything that can change a verdict, and of nothing else: not of comments, the order of
 * baselines, or the files that they stand in.
 */
export function generationOf(
  baselines: readonly Baseline[],
  { named, lastWord }: Rules,
  {
    actorRules,
    sequences,
  }: { readonly actorRules: readonly ActorRule[]; readonly sequences: readonly AttackSequence[] },
  waivers: readonly WrittenWaiver[],
): string {
  const special = [...actorRules, ...sequences].map(({ source: _, ...content }): Json => ({ ...content }));
  const exemptions = waivers
    .map(({ source: _, ...content }): Json => ({ ...content }))
    .sort((a, b) => (canonicalText(a) < canonicalText(b) ? -1 : 1));
  const inNameOrder = [...baselines].sort((a, b) => (a.name < b.name ? -1 : 1));
  const policies = [...named, lastWord].map(
    ({ policy: { source: _, ...policy }, change, when, declared, beyond }): Json => ({
      ...policy,
      change,
      ...(when === undefined ? {} : { when: when.schema }),
      ...(declared === undefined ? {} : { declared: declared.schema }),
      ...(beyond === undefined ? {} : { beyond: [...beyond].sort() }),
    }),
  );
  return digest({
    baselines: inNameOrder.map(contentOf),
    policies,
    special,
    ...(exemptions.length === 0 ? {} : { exemptions }),
  });
}

const contentOf = ({
  name,
  kind,
  ancestors,
  select,
  mode,
  recreate,
  waivable,
  labels,
  aspects,
  reopen,
}: Baseline): Json => ({
  name,
  kind,
  ancestors,
  ...(select === undefined
    ? {}
    : {
        select: {
          ...(select.buckets === undefined ? {} : { buckets: select.buckets.patterns }),
          ...(select.default ? { default: true } : {}),
          ...(select.regions === undefined ? {} : { regions: select.regions.patterns }),
          ...(select.accounts === undefined ? {} : { accounts: [...select.accounts].sort() }),
          ...(select.tags === undefined ? {} : { tags: select.tags }),
        },
      }),
  ...(mode === undefined ? {} : { mode: mode.value }),
  ...(recreate === undefined ? {} : { recreate: recreate.value }),
  ...(waivable === undefined ? {} : { waivable: [...waivable.value] }),
  labels: { ...labels },
  aspects: Object.fromEntries([...aspects].map(([aspect, { desired }]) => [aspect, { ...desired }])),
  reopen: Object.fromEntries([...reopen].map(([aspect, { value }]) => [aspect, value])),
});
