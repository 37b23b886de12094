import type { Clock, Queue, Reconcile } from '../domain/ports.js';
import { instant } from '../domain/time.js';
import { unlessAborted } from '../domain/unless-aborted.js';
import { recheckBody } from './recheck.js';

/** The longest delay of a message, in seconds. SQS API Reference, SendMessage. */
const longestDelay = 900;

/**
 * The same looks, but one after which something waits, here or elsewhere, sends the message that asks for the next look
 * before it ends: whatever asked for it is deleted only then, so that no process has to live until the wait is over.
 */
export const lookingAgain =
  (
    reconcile: Reconcile,
    { messages, clock }: { readonly messages: Queue; readonly clock: Clock },
  ): Reconcile =>
  async (look, signal) => {
    const result = await reconcile(look, signal);
    const { again, others = [] } = result;
    const now = instant(clock.now());
    for (const target of others) {
      const signals = [{ kind: 'recheck', at: now }] as const;
      const body = recheckBody({ target, signals, aspects: 'all', round: 1 }, 1, now);
      await unlessAborted(messages.send(body, 0), signal);
    }
    if (again === undefined) return result;
    const wait = Math.max(0, Date.parse(again) - clock.now().getTime());
    const seconds = Math.min(longestDelay, Math.ceil(wait / 1_000));
    await unlessAborted(messages.send(recheckBody(look, Math.max(1, look.round), again), seconds), signal);
    return result;
  };
