import type { EffectiveBaseline } from '../domain/baseline.js';
import type { FieldChange } from '../domain/difference.js';
import { isObject } from '../domain/json.js';
import { namesIn, roster } from '../domain/roster.js';
import { type Target, targetKey } from '../domain/target.js';
import type { Declarations, Engine } from './engine.js';

/** More are counted, not named. */
const mostNamed = 100;

/**
 * What refers to a bucket: where a baseline of another bucket that is known here names it as the target of logs,
 * replication, inventories and the like. One field for each, with the value that points into the void.
 */
export async function referrersOf(
  { ledger, access, accounts }: Pick<Engine, 'ledger' | 'access' | 'accounts'>,
  declarations: Declarations,
  target: Target,
): Promise<readonly FieldChange[]> {
  if (target.kind !== 'bucket') return [];
  const { partition, account } = target;
  const fleet = accounts ?? [{ kind: 'account', partition, account } as const];
  const found: FieldChange[] = [];
  for (const one of fleet) {
    const names = namesIn((await ledger.goodState(one, roster))?.state);
    for (const name of names) {
      const other: Target = { ...one, kind: 'bucket', name };
      if (targetKey(other) === targetKey(target)) continue;
      const verdict = declarations.effective(other, access.reader.regionOf(other));
      if (verdict.kind === 'effective') found.push(...inBaseline(verdict.baseline, name, target.name));
    }
  }
  return found;
}

const inBaseline = ({ aspects }: EffectiveBaseline, of: string, name: string): readonly FieldChange[] =>
  [...aspects].flatMap(([aspect, { desired }]) =>
    desired.kind === 'absent'
      ? []
      : pathsTo(desired.value, name).map(([path, value]) => ({
          path: `${of} ${aspect}${path}`,
          desired: value,
        })),
  );

/** Members by which S3 names a bucket that something is sent to, as a name or as an ARN. */
const pointing: ReadonlySet<string> = new Set(['Bucket', 'BucketArn', 'TargetBucket']);

function pathsTo(value: unknown, name: string, path = ''): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => pathsTo(item, name, `${path}[${at}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([member, inner]) =>
    pointing.has(member) && typeof inner === 'string' && (inner === name || inner.endsWith(`:::${name}`))
      ? [[`${path}.${member}`, inner] as const]
      : pathsTo(inner, name, `${path}.${member}`),
  );
}

/** The same in a sentence. */
export function referrersText(fields: readonly FieldChange[]): string {
  if (fields.length === 0) return 'No baseline of a bucket that is known here refers to it.';
  const named = fields.slice(0, mostNamed).map(({ path }) => path);
  const more = fields.length > mostNamed ? ` and ${fields.length - mostNamed} more` : '';
  return `What these send goes nowhere, or to whoever takes the name: ${named.join(', ')}${more}.`;
}
