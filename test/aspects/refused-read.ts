import type { Observation } from '../../controller/domain/observation.js';
import type { Call, Readers, Reply } from '../../controller/domain/ports.js';
import type { Target } from '../../controller/domain/target.js';
import { defaultTiming } from '../../controller/engine/engine.js';
import { observe } from '../../controller/engine/observe.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { bucket } from './access-situation.js';

/** The codes by which S3 says that a region or partition does not have a setting. */
export const notApplicableBy = ['MethodNotAllowed', 'UnsupportedArgument'] as const;

/** What is made of one aspect where every read ends like this. */
export async function observedFrom(
  aspect: string,
  read: (call: Call) => Promise<Reply>,
  target: Target = bucket,
): Promise<Observation | undefined> {
  const reader: Readers = {
    readerFor: () => ({ read }),
    isListed: () => Promise.resolve(true),
    locate: () => Promise.resolve(undefined),
    regionOf: () => undefined,
  };
  const access = { mode: 'dry-run', reader } as const;
  const seen = await observe({ access, clock: new FakeClock(), timing: defaultTiming }, target, [aspect]);
  return seen.get(aspect);
}

/** What is made of one aspect where every read is refused with a code. */
export const whereItIsRefused = (aspect: string, code: string): Promise<Observation | undefined> =>
  observedFrom(aspect, () => Promise.reject(Object.assign(new Error(code), { name: code })));
