import type { Incident } from '../../controller/domain/incident.js';
import type { CloudTrailRecord } from '../../deploy/local/cloudtrail-record.js';
import { type Drift, drifts } from './drifts.js';
import type { Rig } from './rig.js';
import { until } from './wait.js';
import { wrongWith } from './wrong.js';

/** One change that the intruder made, with the record of it. */
export interface Planted {
  readonly bucket: string;
  readonly aspect: string;
  readonly record: CloudTrailRecord;
}

/** Has the intruder do it, or somebody else, and finds CloudTrail's record of it. */
export async function plant(
  { aws, intruder }: Rig,
  bucket: string,
  drift: Drift,
  { s3 }: Pick<Rig['intruder'], 's3'> = intruder,
): Promise<Planted> {
  const { $metadata } = await drift.send(s3, bucket);
  const record = aws.world.events.find(({ requestID }) => requestID === $metadata.requestId);
  if (record === undefined) throw new Error(`CloudTrail has no record of '${drift.name}' on ${bucket}`);
  return { bucket, aspect: drift.aspect, record };
}

/** The drift of this name. */
export function driftNamed(name: string): Drift {
  const found = drifts.find((drift) => drift.name === name);
  if (found === undefined) throw new Error(`No drift '${name}'`);
  return found;
}

/** Every kind of drift once, each on a bucket of its own. */
export const plantAll = (
  rig: Rig,
  names: readonly string[],
  by: () => Rig['intruder'] = () => rig.intruder,
): Promise<readonly Planted[]> =>
  Promise.all(drifts.map((drift, index) => plant(rig, names[index] ?? '', drift, by())));

/** Waits until all these buckets are as the fleet's baseline demands. */
export async function untilHealed(
  { intruder }: Rig,
  names: readonly string[],
  withinMs = 15_000,
): Promise<void> {
  for (const name of names) {
    await until(
      async () => (await wrongWith(intruder.s3, name)).map((aspect) => `${name} ${aspect}`),
      (wrong) => wrong.length === 0,
      withinMs,
    );
  }
}

/** Whether every planted event is explained, its author known, and no incident is open. */
export const isAccounted =
  (planted: readonly Planted[]) =>
  (incidents: readonly Incident[]): boolean =>
    incidents.every(({ status }) => status === 'closed') &&
    planted.every(({ record }) =>
      incidents.some(({ explains, who }) => explains.includes(record.eventID) && who.kind === 'known'),
    );
