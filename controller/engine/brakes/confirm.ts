import type { AccountTarget } from '../../domain/target.js';
import { instant } from '../../domain/time.js';
import type { Engine } from '../engine.js';
import { asJson, keep } from '../evidence.js';
import { closedAs } from '../incidents.js';
import { forgiven } from './failure-rate.js';
import { confirmedIn, fleetShare } from './fleet-share.js';

/**
 * A person's word that the catalogue in force may reach all of an account, and that the repairs may go on after too many
 * have failed. In the audit before it holds; said again, it changes nothing.
 */
export async function confirmCatalogue(
  {
    ledger,
    clock,
    declarations,
    controller,
  }: Pick<Engine, 'ledger' | 'clock' | 'declarations' | 'controller'>,
  home: AccountTarget,
  by: { readonly caller: string; readonly reason: string },
): Promise<void> {
  const { generation } = declarations();
  const at = instant(clock.now());
  const { open } = await ledger.recall(home);
  const standing = ['fleetShare', 'failureRate'].flatMap((name) => open.get(name) ?? []);
  await keep(
    { ledger, clock, controller },
    { baseline: { target: home }, declarations: declarations() },
    {
      aspect: fleetShare.name,
      incident: standing[0]?.id ?? 'none is open',
      kind: 'decided',
      content: asJson({ confirmed: generation, ...by }),
    },
  );
  await ledger.count(home.account, (tally) => forgiven(confirmedIn(tally, generation, at)));
  for (const incident of standing)
    await ledger.change(incident, closedAs(incident, 'clean', at, `Confirmed by ${by.caller}: ${by.reason}`));
}
