import { describe, expect, it } from 'vitest';
import type { Notification } from '../../controller/domain/incident.js';
import type { Notifier } from '../../controller/domain/ports.js';
import { allNotifiers } from '../../controller/notify/all-notifiers.js';
import { sampleIncident } from '../report/sample-incident.js';

const notification: Notification = { id: 'ntf-1', kind: 'opened', at: '2026-01-31T12:00:02.100Z' };

const telling = (told: string[], name: string): Notifier => ({
  async notify(_, { id }) {
    told.push(`${name} ${id}`);
  },
});

const failing = (message: string): Notifier => ({
  notify: () => Promise.reject(new Error(message)),
});

/** A notifier that fails before there is a promise. */
const throwing: Notifier = {
  notify() {
    throw new Error('at once');
  },
};

describe('allNotifiers', () => {
  it('tells every one', async () => {
    const told: string[] = [];
    await allNotifiers([telling(told, 'log'), telling(told, 'webhook')]).notify(
      sampleIncident(),
      notification,
    );
    expect(told).toEqual(['log ntf-1', 'webhook ntf-1']);
  });

  it('rejects with every error, after all were asked', async () => {
    const told: string[] = [];
    const all = allNotifiers([failing('first'), throwing, telling(told, 'log'), failing('last')]);
    const error = await all.notify(sampleIncident(), notification).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AggregateError);
    expect(error).toMatchObject({
      message: '3 of 4 notifiers failed: first; at once; last',
      errors: [{ message: 'first' }, { message: 'at once' }, { message: 'last' }],
    });
    expect(told).toEqual(['log ntf-1']);
  });
});
