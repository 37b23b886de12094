import type { Notifier } from '../domain/ports.js';

/**
 * One notifier out of several. All are asked, also after one has failed; rejects with all errors if any failed, so
 * that the notification stays in the outbox. Those that had succeeded are asked again then, and may tell by the id.
 */
export const allNotifiers = (notifiers: readonly Notifier[]): Notifier => ({
  async notify(incident, notification) {
    const answers = await Promise.allSettled(
      notifiers.map(async (notifier) => notifier.notify(incident, notification)),
    );
    const errors: unknown[] = answers.flatMap((answer) =>
      answer.status === 'rejected' ? [answer.reason] : [],
    );
    if (errors.length === 0) return;
    const messages = errors.map((error) => (error instanceof Error ? error.message : String(error)));
    throw new AggregateError(
      errors,
      `${errors.length} of ${notifiers.length} notifiers failed: ${messages.join('; ')}`,
    );
  },
});
