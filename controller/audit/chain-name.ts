import type { Chain } from '../domain/audit-trail.js';

/** One text for a chain, whatever is in its parts. */
export const chainName = ({ target, aspect }: Chain): string => JSON.stringify([target, aspect]);
