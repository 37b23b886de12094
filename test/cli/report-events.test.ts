import { expect, it } from 'vitest';
import { report } from '../../controller/cli/report.js';
import type { Tools } from '../../controller/cli/tools.js';
import type { Incident } from '../../controller/domain/incident.js';
import { instant } from '../../controller/domain/time.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { Life } from '../fakes/life.js';
import { MemoryLedger } from '../fakes/memory-ledger.js';
import { sampleIncident } from '../report/sample-incident.js';

/** What the report says of events, a day after a scan found drift whose event CloudTrail's history has. */
async function reported(
  arrives: 'never' | 'elsewhere' | 'late',
): Promise<{ readonly came: number; readonly lost: number; readonly late: number }> {
  const clock = new FakeClock();
  const ledger = new MemoryLedger(clock).as(new Life());
  const at = instant(clock.now());
  const { id: _, version: __, episode: ___, who, ...sample } = sampleIncident();
  if (who.kind !== 'known') throw new Error('the sample names nobody');
  const named: Incident['who'] = { ...who, at, confirmed: true };
  const { incident } = await ledger.open({
    ...sample,
    ...{ who: named, channel: 'scan', explains: [], detectedAt: at },
  });
  const event = { kind: 'event', id: who.event, call: who.call, aspects: [], actor: who.actor, at } as const;
  if (arrives !== 'never') await ledger.noteEvent(incident.target, event);
  if (arrives === 'late') await ledger.explain(incident, event);
  await clock.advance(86_400_000);
  const said: string[] = [];
  const tools = { clock, ledger: () => ledger, terminal: { out: (text: string) => said.push(text) } };
  await report.run(tools as unknown as Tools, { json: true, text: () => undefined } as never, []);
  return JSON.parse(said.join('')).events;
}

it('counts an event as lost only if no message ever brought it', async () => {
  expect(await reported('never')).toMatchObject({ came: 0, late: 0, lost: 1, lossRate: 1 });
  expect(await reported('elsewhere')).toMatchObject({ came: 1, late: 1, lost: 0, lossRate: 0 });
  expect(await reported('late')).toMatchObject({ came: 1, late: 1, lost: 0, lossRate: 0 });
});
