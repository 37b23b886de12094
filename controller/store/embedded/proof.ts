import { createHmac, timingSafeEqual } from 'node:crypto';

/** Headers with which both sides show that they know the key of the folder, without sending it. */
export const nonceHeader = 'x-snapback-nonce';
export const proofHeader = 'x-snapback-proof';

/** Shows knowledge of the key for one request, or for the answer to it. */
export const proofOf = (key: string, what: 'request' | 'answer', nonce: string): string =>
  createHmac('sha256', key).update(`${what}\n${nonce}`).digest('hex');

export function isProof(
  proof: unknown,
  key: string,
  what: 'request' | 'answer',
  nonce: string | undefined,
): boolean {
  if (typeof proof !== 'string' || nonce === undefined) return false;
  const [given, expected] = [Buffer.from(proof), Buffer.from(proofOf(key, what, nonce))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
