import type { AuditEntry } from '../domain/audit.js';
import type { Json } from '../domain/json.js';
import { instant } from '../domain/time.js';
import type { Engine, Scene } from './engine.js';

/** One thing that the audit has to keep. */
export interface Evidence {
  readonly aspect: string;
  readonly incident: string;
  readonly kind: AuditEntry['kind'];
  readonly content: Json;
  /** Fence of the lease under which it happened; 0 where none was needed. */
  readonly fence?: number;
}

/** Appends a row to the audit of one aspect. What a row is about happens only after it is written, if it can be held back. */
export async function keep(
  { ledger, clock, controller }: Pick<Engine, 'ledger' | 'clock' | 'controller'>,
  {
    baseline,
    declarations,
  }: { readonly baseline: Pick<Scene['baseline'], 'target'> } & Pick<Scene, 'declarations'>,
  { fence = 0, ...evidence }: Evidence,
): Promise<void> {
  const at = instant(clock.now());
  const catalogue = declarations.generation;
  await ledger.record({ ...evidence, target: baseline.target, at, fence, catalogue, controller });
}

/** Plain data as JSON: members that are undefined are left out. */
export const asJson = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;
