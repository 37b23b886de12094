import type { Clock, Random } from '../domain/ports.js';
import type { Target } from '../domain/target.js';
import { perPlace, type S3Clients } from './clients.js';
import { Limiter } from './limiter.js';
import { type RetryRule, retry } from './retry.js';
import { type Answer, type SdkCall, sendCall } from './sdk-command.js';

/** What all calls of the process share: readers and writers together stay within what S3 bears. */
export interface Traffic {
  readonly clock: Clock;
  readonly random: Random;
  /** How long one request may wait for an answer, in milliseconds. */
  readonly requestMs: number;
  limiter(account: string, region: string): Limiter;
}

export const trafficControl = (clock: Clock, random: Random, requestMs: number): Traffic => ({
  clock,
  random,
  requestMs,
  limiter: perPlace(() => new Limiter(clock, random)),
});

/** Sends one call for a target to a region, in turn, as often as the rule says; gives up when the signal aborts, or where `mayBegin` throws. */
export type Send = (
  target: Target,
  region: string,
  call: SdkCall,
  rule: RetryRule,
  signal?: AbortSignal,
  mayBegin?: () => void,
) => Promise<Answer>;

export const sender =
  (clients: S3Clients, { limiter, ...ports }: Traffic): Send =>
  (target, region, call, rule, given, mayBegin) => {
    const { account } = target;
    const bucket = target.kind === 'bucket' ? target.name : '';
    return retry(
      rule,
      ports,
      (work, signal) => limiter(account, region).run(bucket, call.operation, work, signal),
      async (signal) => {
        mayBegin?.();
        return sendCall(clients, { account, region }, call, signal);
      },
      given,
    );
  };
