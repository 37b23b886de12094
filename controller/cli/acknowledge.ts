import { UserError } from '../domain/errors.js';
import { instant } from '../domain/time.js';
import { memoryOf, seenIn } from '../engine/own-state.js';
import { ownedBy } from '../runtime/own-watch.js';
import type { Command } from './command.js';
import { incidentNamed } from './incident-named.js';

export const acknowledge: Command = {
  name: 'acknowledge',
  takes: '<id>',
  summary: 'Close an incident about what Snapback rests on, and take what was found as good',
  options: [{ flag: '--reason <text>', about: 'what was found out about it; kept with the incident' }],
  examples: [
    'acknowledge inc-01JD3V8Z4Q --reason "the trail was moved by the platform team, and logs again"',
  ],
  async run(tools, { json, text }, [id = '']) {
    const reason = text('reason')?.trim() ?? '';
    if (reason === '') throw new UserError('Say what was found out: --reason "...".');
    const ledger = tools.ledger();
    const found = await incidentNamed(ledger, id);
    if (found.finding !== 'tampering')
      throw new UserError(
        `${id} is about ${found.aspect}, and closes by itself when a look finds it as declared. Put it back, or change the baseline.`,
      );
    if (found.status === 'closed') throw new UserError(`${id} is closed already.`);
    const at = instant(tools.clock.now());
    // First what is good from now on: a crash before the incident is closed leaves it to the next scan to close.
    for (const [arn, state] of seenIn(found)) {
      const owned = ownedBy(arn);
      if (owned !== undefined)
        await ledger.rememberGood(found.target, memoryOf(owned.what, arn), { at, state });
    }
    const closed = await ledger.change(found, {
      status: 'closed',
      closedAt: at,
      transition: { at, outcome: 'alerted', note: `Acknowledged: ${reason}` },
      notification: { id: `${id}.acknowledged`, kind: 'closed', at },
    });
    tools.terminal.out(json ? `${JSON.stringify(closed, null, 2)}\n` : `${id} is closed.\n`);
    return 0;
  },
};
