import type { ScanCursor } from '../domain/scan-cursor.js';
import type { Instant } from '../domain/time.js';

/** Where a pass that begins now, or goes on, stands: with what is known of the pass before it, its catalogue if nowhere else. */
export const placeFrom = (
  stored: ScanCursor | undefined,
  now: Instant,
  catalogue: string | undefined,
): ScanCursor => {
  const generation = stored?.generation ?? catalogue;
  return {
    startedAt: stored?.token === undefined ? now : stored.startedAt,
    ...(stored?.completedAt === undefined ? {} : { completedAt: stored.completedAt }),
    ...(generation === undefined ? {} : { generation }),
  };
};

/** Where a pass stands that has ended. */
export const passed = (
  { startedAt }: ScanCursor,
  completedAt: Instant,
  generation: string | undefined,
): ScanCursor => ({ startedAt, completedAt, ...(generation === undefined ? {} : { generation }) });
