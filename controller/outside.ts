import type { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { Timeouts } from './aws/http-handler.js';
import { sqsQueue } from './aws/sqs-queue.js';
import type { Settings } from './cli/settings.js';
import type { Log, Notifier, Queue } from './domain/ports.js';
import { allNotifiers } from './notify/all-notifiers.js';
import { logNotifier } from './notify/log-notifier.js';
import { webhookNotifier } from './notify/webhook-notifier.js';
import { silentQueue } from './runtime/silent-queue.js';
import { clock } from './surroundings.js';

/** The queue with the change events, or one that is silent where none is set. */
export function queueOf(
  { queueUrl: url }: Settings,
  {
    region,
    base,
    version,
    timeouts,
  }: {
    readonly region: () => string;
    readonly base: ReturnType<typeof fromNodeProviderChain>;
    readonly version: string;
    readonly timeouts: Timeouts;
  },
): Queue {
  return url === undefined
    ? silentQueue(clock)
    : sqsQueue({ url, region: region(), credentials: base, version, timeouts, clock });
}

/** Tells people through the log, and through a webhook where one is set. */
export function notifierOf({ webhookUrl, webhookSecret }: Settings, log: Log): Notifier {
  const notifiers = [logNotifier(log)];
  if (webhookUrl !== undefined) {
    const secret = webhookSecret === undefined ? {} : { secret: webhookSecret };
    notifiers.push(webhookNotifier({ url: webhookUrl, timeoutMs: 10_000, ...secret }, { fetch, clock }));
  }
  return allNotifiers(notifiers);
}
