import { createHmac } from 'node:crypto';

/**
 * The value of `X-Snapback-Signature`: `t=<unix seconds>,v1=<hex>`, where hex is the HMAC-SHA256 of `t.body`. A receiver
 * computes it again over the body as received, compares in constant time, and refuses times that are too old.
 */
export function signature(secret: string, unixSeconds: number, body: string): string {
  const hex = createHmac('sha256', secret).update(`${unixSeconds}.${body}`).digest('hex');
  return `t=${unixSeconds},v1=${hex}`;
}
