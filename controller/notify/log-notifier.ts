import type { Log, Notifier } from '../domain/ports.js';
import { messageOf } from './message.js';

const levels = { opened: 'warn', closed: 'info', escalated: 'error', linked: 'error' } as const;

/** Tells people through the log: one line per notification, everything that varies as fields. */
export const logNotifier = (log: Log): Notifier => ({
  async notify(incident, { id, kind }) {
    const { headline, facts, texts } = messageOf(incident, kind);
    log[levels[kind]](`incident ${kind}`, { notification: id, headline, ...facts, ...texts });
  },
});
