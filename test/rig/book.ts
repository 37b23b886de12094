import type { Incident } from '../../controller/domain/incident.js';
import type { Step } from '../../controller/domain/plan.js';
import type { BucketTarget } from '../../controller/domain/target.js';
import { account } from './fleet.js';
import type { Rig } from './rig.js';
import { until } from './wait.js';

/** The bucket of this name in the fleet's account. */
export const bucket = (name: string, owner = account): BucketTarget => ({
  kind: 'bucket',
  partition: 'aws',
  account: owner,
  name,
});

/** The name of an incident's bucket. */
export const bucketOf = ({ target }: Incident): string => ('name' in target ? target.name : 'account');

/** What the ledger has of drift and everything else but onboarding, in the order of buckets, aspects and episodes. */
export async function incidentsOf(rig: Rig): Promise<readonly Incident[]> {
  const found: Incident[] = [];
  for await (const incident of (await rig.ledger()).incidents({})) {
    if (incident.channel !== 'command') found.push(incident);
  }
  const place = (one: Incident): string => `${bucketOf(one)} ${one.aspect} ${one.episode}`;
  return found.sort((one, other) => (place(one) < place(other) ? -1 : 1));
}

/** Waits until the incidents are so, and gives them. */
export const untilIncidents = (
  rig: Rig,
  are: (incidents: readonly Incident[]) => boolean,
  withinMs = 15_000,
): Promise<readonly Incident[]> =>
  until(
    () => incidentsOf(rig),
    are,
    withinMs,
    (incidents) => incidents.map((one) => `${bucketOf(one)} ${one.aspect} ${one.status} ${one.outcome}`),
  );

/** A step as far as S3 gets to see it. */
export type Sent = Pick<Step, 'operation' | 'input'>;

/** The steps that the audit says were sent to a bucket about these aspects, in the order in which they were sent. */
export async function sentTo(rig: Rig, name: string, aspects: readonly string[]): Promise<readonly Sent[]> {
  const rows: { readonly at: string; readonly sent: Sent }[] = [];
  for (const aspect of aspects) {
    for await (const { kind, at, content } of (await rig.ledger()).audit(bucket(name), aspect)) {
      if (kind !== 'sent') continue;
      const { steps } = content as unknown as { readonly steps: readonly Sent[] };
      for (const { operation, input } of steps) rows.push({ at, sent: { operation, input } });
    }
  }
  return rows.sort((one, other) => (one.at < other.at ? -1 : 1)).map(({ sent }) => sent);
}
