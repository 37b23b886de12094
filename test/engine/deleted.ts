import type { EffectiveBaseline } from '../../controller/domain/baseline.js';
import type { EventSignal } from '../../controller/domain/signal.js';
import {
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  remembered,
  surroundings,
  target,
  type Values,
} from './world.js';

/** The same baseline, which holds the name. */
export const holding = (values: Values, options = {}): EffectiveBaseline => ({
  ...baselineOf(values, options),
  recreate: 'hold-name',
});
export const enabled = { Status: 'Enabled' };
export const plain = holding({ versioning: enabled });

/** A bucket that was seen as declared, and is deleted now. */
export async function deleted(
  baseline: EffectiveBaseline = plain,
  {
    response = 'revert' as Parameters<typeof declarationsOf>[1],
    found = { versioning: enabled } as object,
  } = {},
) {
  const around = surroundings({ ...found });
  const { s3, ledger } = around;
  const lookUnder = (
    as: EffectiveBaseline,
    more: Partial<Parameters<typeof engineIn>[1]> = {},
    events: readonly EventSignal[] = [],
  ) => look(around, engineIn(around, { declarations: declarationsOf(as, response), ...more }), events);
  await remembered(around, baseline);
  await lookUnder(baseline);
  await around.clock.advance(3_600_000);
  s3.buckets.delete(target.name);
  return {
    ...around,
    around,
    lookUnder,
    lookNow: (more: Partial<Parameters<typeof engineIn>[1]> = {}) => lookUnder(baseline, more),
    calls: () => s3.sent.map(({ operation }) => operation),
    all: () => ledger.all.map(({ aspect, status, outcome }) => [aspect, status, outcome]),
    live: (document: string) => s3.buckets.get(target.name)?.documents.get(document),
  };
}
