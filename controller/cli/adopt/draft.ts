import { aspectNamed, aspects } from '../../aspects/index.js';
import { type Catalogue, loadCatalogueTexts } from '../../catalog/catalogue.js';
import { CatalogueError } from '../../catalog/problem.js';
import type { CatalogueText } from '../../catalog/yaml-file.js';
import { TerminalError } from '../../domain/errors.js';
import type { Desired } from '../../domain/observation.js';
import type { BucketTarget } from '../../domain/target.js';
import { compare } from '../../engine/compare.js';
import type { Observations } from '../../engine/engine.js';
import { textOf } from './text.js';
import { candidates, type Weakness, weaknessOf } from './weakness.js';

/** A bucket as it was read. */
export interface Found {
  readonly target: BucketTarget;
  readonly region?: string;
  readonly seen: Observations;
}

/** What a baseline may say of one bucket, aspect by aspect. */
export interface Draft extends Found {
  /** What is held. */
  readonly held: ReadonlyMap<string, Desired>;
  /** What is not, with the value that was found. */
  readonly left: readonly { readonly aspect: string; readonly desired?: Desired; readonly note: Weakness }[];
}

/** Takes from a bucket what may be held: a value counts only if the catalogue takes it and a look finds it clean. */
export function draftOf(found: Found): Draft {
  const held = new Map<string, Desired>();
  const left: Draft['left'][number][] = [];
  for (const { name, scope } of aspects) {
    const now = found.seen.get(name);
    if (scope !== 'bucket' || now === undefined || now.kind === 'notApplicable') continue;
    if (now.kind !== 'observed' && now.kind !== 'absent') {
      const why = now.kind === 'unreadable' ? `${now.error.name}: ${now.error.message}` : now.evidence;
      left.push({ aspect: name, note: { why: `cannot be read: ${why}`, instead: `what ${name} must be` } });
      continue;
    }
    const weakness = weaknessOf(name, now, found.target);
    const canonical = (state: never): unknown => aspectNamed(name)?.canonical(state, found.target);
    const possible = candidates(name, now, canonical);
    const desired = possible.find((one) => isUsable(found, new Map([...held, [name, one]])));
    if (weakness !== undefined)
      left.push({ aspect: name, note: weakness, ...(desired === undefined ? {} : { desired }) });
    else if (desired !== undefined) held.set(name, desired);
    else if (now.kind === 'observed' && !isEmpty(possible))
      left.push({
        aspect: name,
        note: { why: 'as it is, it cannot be declared beside the rest', instead: `what ${name} must be` },
      });
  }
  return { ...found, held, left };
}

/** Nothing is there: S3 answers so for what was never set. */
const isEmpty = (possible: readonly Desired[]): boolean =>
  possible.every((one) => one.kind === 'value' && JSON.stringify(one.value) === '{}');

/** Whether a baseline that demands this passes the check, and finds the bucket as demanded. */
function isUsable(found: Found, held: ReadonlyMap<string, Desired>): boolean {
  const text = textOf({ name: 'adopted', found, held, left: [] });
  const catalogue = loaded([{ file: 'adopted.yaml', text }]);
  return catalogue !== undefined && isClean(catalogue, found);
}

/** What is done about differences is no part of what is tried out. */
const anyPolicy: CatalogueText = {
  file: '_default.yaml',
  text: "- { id: any, aspect: '*', severity: low, response: alert, why: nobody is told of what is only tried out }\n",
};

/** The catalogue of these baselines; nothing if it does not pass the check. */
export function loaded(baselines: readonly CatalogueText[]): Catalogue | undefined {
  try {
    return loadCatalogueTexts({ baselines, policies: [anyPolicy], mode: 'dry-run' });
  } catch (error) {
    if (error instanceof CatalogueError) return undefined;
    throw error;
  }
}

/** Whether everything that the catalogue demands of a bucket is as it was read. */
export function isClean(catalogue: Catalogue, { target, region, seen }: Found): boolean {
  const verdict = catalogue.effective(target, region);
  if (verdict.kind !== 'effective') return false;
  return [...verdict.baseline.aspects].every(([name, { desired }]) => {
    const now = seen.get(name);
    if (now?.kind !== 'observed' && now?.kind !== 'absent') return false;
    try {
      return compare(name, desired, now, target).length === 0;
    } catch (error) {
      if (error instanceof TerminalError) return false;
      throw error;
    }
  });
}
