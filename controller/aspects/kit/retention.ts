import type { JsonObject } from '../../domain/json.js';

/** A time in days or in years. S3 keeps them apart: a year is not 365 days. */
type Span = { readonly Days?: number; readonly Years?: number };
/** S3's default retention; without `Mode` it retains nothing. */
export type Retention = Span & {
  readonly Mode?: string;
  readonly DefaultEventHold?: Span;
};
/** S3's document. */
export type Lock = {
  readonly ObjectLockEnabled?: string;
  readonly Rule?: { readonly DefaultRetention?: Retention };
};

/** The default retention of a lock, empty where it has none. */
export const retentionOf = ({ Rule }: Lock): Retention => Rule?.DefaultRetention ?? {};

/** The document with that retention, which is all that can still change about a lock. */
export const lockWith = (retention: Retention): JsonObject => ({
  ObjectLockEnabled: 'Enabled',
  ...(Object.keys(retention).length === 0 ? {} : { Rule: { DefaultRetention: { ...retention } } }),
});

/** Whether one time is longer than the other, or may be: between days and years, a year counts with and without a leap day. */
function isLonger(one: Span, other: Span): boolean {
  if (one.Days !== undefined && other.Days !== undefined) return one.Days > other.Days;
  if (one.Years !== undefined && other.Years !== undefined) return one.Years > other.Years;
  return (one.Days ?? (one.Years ?? 0) * 366) > (other.Days ?? (other.Years ?? 0) * 365);
}

const spanOf = ({ Days, Years }: Span): Span => ({
  ...(Days === undefined ? {} : { Days }),
  ...(Years === undefined ? {} : { Years }),
});

/** Whether objects written under one retention are locked harder or longer than under the other. */
export function locksHarder(one: Retention, other: Retention): boolean {
  const { Mode: mode, DefaultEventHold: hold } = one;
  const retains =
    mode !== undefined &&
    (other.Mode === undefined ||
      (mode === 'COMPLIANCE' && other.Mode !== 'COMPLIANCE') ||
      isLonger(one, other));
  const holds =
    hold !== undefined && (other.DefaultEventHold === undefined || isLonger(hold, other.DefaultEventHold));
  return retains || holds;
}

/** As hard and as long as both, and no harder and no longer than either. */
export function milder(one: Retention, other: Retention): Retention {
  const bothRetain = one.Mode !== undefined && other.Mode !== undefined;
  const bothComply = one.Mode === 'COMPLIANCE' && other.Mode === 'COMPLIANCE';
  const shorter = (some: Span, more: Span): Span => spanOf(isLonger(some, more) ? more : some);
  return {
    ...(bothRetain ? { Mode: bothComply ? 'COMPLIANCE' : 'GOVERNANCE', ...shorter(one, other) } : {}),
    ...(one.DefaultEventHold === undefined || other.DefaultEventHold === undefined
      ? {}
      : { DefaultEventHold: shorter(one.DefaultEventHold, other.DefaultEventHold) }),
  };
}

/** Why S3 would refuse the retention. */
export function retentionObstacle({ Mode, DefaultEventHold: hold, ...span }: Retention): string | undefined {
  const count = ({ Days, Years }: Span): number => [Days, Years].filter((part) => part !== undefined).length;
  if (count(span) !== (Mode === undefined ? 0 : 1))
    return 'DefaultRetention takes Mode with either Days or Years: say Mode and one of them';
  return hold !== undefined && count(hold) !== 1
    ? 'DefaultEventHold takes either Days or Years: say one of them'
    : undefined;
}
