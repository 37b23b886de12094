import type { LocalWorld } from '../../deploy/local/local-world.js';
import type { RecordedCall } from '../../deploy/local/world.js';

/** One call to S3 in the order in which the local AWS carried it out. */
export interface Entry {
  readonly call: RecordedCall;
  readonly byController: boolean;
  /** Which life of the controller it fell into. */
  readonly life: number;
}

/** Writes down every call, and tells a listener of each while its reply is still to come. */
export class Journal {
  readonly entries: Entry[] = [];
  life = 0;
  onWrite: () => void = () => {};

  constructor(world: LocalWorld) {
    const record = world.record.bind(world);
    world.record = (call) => {
      record(call);
      const byController = call.principal.name === 'snapback-controller';
      this.entries.push({ call, byController, life: this.life });
      if (byController && !call.readOnly && call.errorCode === undefined) this.onWrite();
    };
  }
}

/** What a call is about: `PublicAccessBlock`, `BucketPolicy`, `BucketLifecycle`, ... */
const subjectOf = (operation: string): string =>
  operation.replace(/^(Get|Put|Delete)/, '').replace(/Configuration$/, '');

/**
 * Whether a change was gone before the controller ever looked at it: no read of the same setting, in a life that went
 * on to the next change, stands between it and the next change of the setting.
 */
export function wasOverwrittenUnseen(entries: readonly Entry[], requestId: string): boolean {
  const at = entries.findIndex(({ call }) => call.requestId === requestId);
  const change = entries[at];
  if (change === undefined) return false;
  const subject = subjectOf(change.call.operation);
  const later = entries
    .slice(at + 1)
    .filter(({ call }) => call.bucket === change.call.bucket && subjectOf(call.operation) === subject);
  const next = later.findIndex(({ call }) => !call.readOnly && call.errorCode === undefined);
  const overwriting = later[next];
  if (overwriting === undefined) return false;
  return !later
    .slice(0, next)
    .some(({ call, byController, life }) => byController && call.readOnly && life === overwriting.life);
}
