import { createHash } from 'node:crypto';
import { canonicalText } from '../../domain/canonical.js';
import type { Json } from '../../domain/json.js';

/** SHA-256 (hex) of the canonical text: the identity of a value. */
export const digest = (value: Json): string =>
  createHash('sha256').update(canonicalText(value)).digest('hex');
