import type { Fault } from '../world.js';
import { accessDenied, S3Error } from './error.js';

/** Throws the refusal that a fault stands for; faults of another sort pass. */
export function refuseByFault(fault: Fault | undefined): void {
  switch (fault?.kind) {
    case 'denied':
      throw accessDenied();
    case 'throttled':
      throw new S3Error(503, 'SlowDown', 'Please reduce your request rate.');
    case 'error5xx':
      throw new S3Error(500, 'InternalError', 'We encountered an internal error. Please try again.');
    case 'conflict':
      throw new S3Error(
        409,
        'OperationAborted',
        'A conflicting conditional operation is currently in progress against this resource. Please try again.',
      );
    default:
      return;
  }
}
