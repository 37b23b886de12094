import { canonicalText } from '../domain/canonical.js';
import type { FieldChange } from '../domain/difference.js';
import { isObject, type Json } from '../domain/json.js';
import type { Owned, OwnState } from '../domain/own-resource.js';

/** What has become of a thing that Snapback rests on, as the `when` of a remediation policy may ask. */
export interface OwnChange {
  readonly owned: Owned;
  /** It is not there; it works no more; something that it had is gone; or it is other in whichever way. */
  readonly found: 'missing' | 'off' | 'reduced' | 'changed';
  /** The settings that are other than remembered. */
  readonly differs: readonly string[];
  readonly fields: readonly FieldChange[];
  /** As it is now; `null` where it is not there. */
  readonly now: OwnState | null;
}

/** A thing that is not there. */
export const missing = (owned: Owned): OwnChange => ({
  owned,
  found: 'missing',
  differs: [],
  fields: [{ path: owned.name, desired: owned.arn }],
  now: null,
});

/**
 * In what a thing is other than remembered; nothing if in nothing. What was never seen has to work. Only settings that
 * are remembered are compared: one that earlier versions did not ask for was not changed by anybody.
 */
export function changeOf(owned: Owned, good: OwnState | undefined, now: OwnState): OwnChange | undefined {
  const { name } = owned;
  if (good === undefined) {
    if (now.works) return undefined;
    return { owned, found: 'off', differs: [], fields: [worksField(name, true, false)], now };
  }
  const differs = Object.keys(good.settings).filter(
    (key) =>
      now.settings[key] !== undefined &&
      canonicalText(good.settings[key]) !== canonicalText(now.settings[key]),
  );
  if (differs.length === 0 && good.works === now.works) return undefined;
  const lost = differs.some((key) => isReduced(good.settings[key], now.settings[key]));
  return {
    owned,
    found: good.works && !now.works ? 'off' : lost ? 'reduced' : 'changed',
    differs,
    fields: [
      ...(good.works === now.works ? [] : [worksField(name, good.works, now.works)]),
      ...differs.map((key) => ({
        path: `${name}.${key}`,
        desired: good.settings[key] ?? null,
        actual: now.settings[key] ?? null,
      })),
    ],
    now,
  };
}

const worksField = (name: string, desired: boolean, actual: boolean): FieldChange => ({
  path: `${name}.works`,
  desired,
  actual,
});

/** Whether a list lacks something that it had, or a set of named things a name. */
function isReduced(before: Json | undefined, after: Json | undefined): boolean {
  if (Array.isArray(before)) {
    const left = new Set((Array.isArray(after) ? after : []).map(canonicalText));
    return before.some((one) => !left.has(canonicalText(one)));
  }
  return (
    isObject(before) && Object.keys(before).some((name) => !(isObject(after) && Object.hasOwn(after, name)))
  );
}
