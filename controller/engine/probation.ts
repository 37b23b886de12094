import { aspectNamed } from '../aspects/index.js';
import type { DesiredAspect, EffectiveBaseline } from '../domain/baseline.js';
import { canonicalText } from '../domain/canonical.js';
import type { Json } from '../domain/json.js';
import type { GoodState, Memory } from '../domain/ledger.js';
import type { Target } from '../domain/target.js';
import { type Instant, millisBetween } from '../domain/time.js';
import type { Engine } from './engine.js';

/** Whether an aspect is judged by what was good, beside what is declared. */
export const isRemembered = (aspect: string, wanted: DesiredAspect | undefined): boolean =>
  wanted?.desired.kind === 'value' && aspectNamed(aspect)?.remembers?.(wanted.desired.value) === true;

/** The memory with the good states by which aspects of the baseline are judged: one read for each such aspect. */
export async function withGood(
  { ledger }: { readonly ledger: Pick<Engine['ledger'], 'goodState'> },
  { target, aspects }: EffectiveBaseline,
  memory: Memory,
): Promise<Memory> {
  const names = [...aspects].flatMap(([aspect, wanted]) => (isRemembered(aspect, wanted) ? [aspect] : []));
  if (names.length === 0) return memory;
  const found = await Promise.all(
    names.map(async (aspect) => [aspect, await ledger.goodState(target, aspect)] as const),
  );
  const good = new Map(found.flatMap(([aspect, state]) => (state === undefined ? [] : [[aspect, state]])));
  return { ...memory, good };
}

/**
 * Takes note that a look found this state good. It is remembered as good once a look long enough after the first one
 * finds it again: what was slipped in a moment before a policy is deleted must not be what comes back. The moment of
 * the first look is in the ledger and never moves while the state is the same, so neither a restart nor looks in quick
 * succession make the time longer or shorter.
 */
export async function prove(
  { ledger, timing }: Pick<Engine, 'ledger' | 'timing'>,
  target: Target,
  aspect: string,
  state: Json,
  readAt: Instant,
  known: GoodState | undefined,
): Promise<void> {
  if (known !== undefined && canonicalText(known.state) === canonicalText(state)) return;
  const waiting = await ledger.goodState(target, onProbation(aspect));
  if (waiting === undefined || canonicalText(waiting.state) !== canonicalText(state))
    await ledger.rememberGood(target, onProbation(aspect), { at: readAt, state });
  else if (millisBetween(waiting.at, readAt) >= timing.probation)
    await ledger.rememberGood(target, aspect, { at: readAt, state });
}

/** Under this name the ledger keeps the state that is to be good, with the moment of the first look that found it so. */
const onProbation = (aspect: string): string => `${aspect}/probation`;
