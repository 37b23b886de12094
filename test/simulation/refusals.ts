import { refused } from '../fakes/memory-bucket.js';

const named = (name: string): Error => Object.assign(new Error(`simulated ${name}`), { name });

/** The errors by which AWS fails, by the fault that they belong to. */
export const refusals: Readonly<Record<string, () => Error>> & { readonly timeout: () => Error } = {
  timeout: () => named('TimeoutError'),
  'conflict of S3': () => refused('OperationAborted', 409),
  'storm of 503': () => refused('SlowDown', 503),
  'expired credentials': () => refused('ExpiredToken', 400),
  'denied read': () => refused('AccessDenied', 403),
  'queue call fails': () => named('TimeoutError'),
  'ledger throttled': () => named('ProvisionedThroughputExceededException'),
  'ledger out of service': () => named('InternalServerError'),
  'notification refused': () => named('TimeoutError'),
};
