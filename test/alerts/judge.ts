import { isDeepStrictEqual } from 'node:util';
import type { Incident } from '../../controller/domain/incident.js';
import type { Rig } from '../rig/rig.js';
import { filled, type Placed, send } from './place.js';
import type { ExpectedIncident, Look } from './scenario.js';

/** What of the end state is not so, in words; looked at with the SDK alone. */
export async function amiss(rig: Rig, place: Placed): Promise<readonly string[]> {
  const told: string[] = [];
  for (const { call, sees } of place.scenario.end) {
    const seen = await look(rig, place, call);
    const expected = plain(filled(rig, place, sees));
    if (!isDeepStrictEqual(seen, expected))
      told.push(`${call.operation} sees ${JSON.stringify(seen)} instead of ${JSON.stringify(expected)}`);
  }
  return told;
}

async function look(rig: Rig, place: Placed, call: Look['call']): Promise<unknown> {
  try {
    const { reply } = await send(rig, place, 'root', call);
    return { reply: plain(reply) };
  } catch (error) {
    return { refusal: (error as Error).name };
  }
}

/** A reply as the data files write it: no members without value, policies as what their text says, tags in order. */
const plain = (reply: unknown): unknown =>
  JSON.parse(JSON.stringify(reply), (name, member: unknown) => {
    if (name === 'Policy' && typeof member === 'string') return JSON.parse(member);
    return name === 'TagSet' && Array.isArray(member) ? member.sort(byText) : member;
  });

const byText = (one: unknown, other: unknown): number =>
  JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;

/** The incidents of a place, onboarding left out, in the order of aspects and episodes. */
export async function incidentsAt(rig: Rig, { target }: Placed): Promise<readonly Incident[]> {
  const found: Incident[] = [];
  for await (const incident of (await rig.ledger()).incidents({ target })) {
    if (incident.channel !== 'command') found.push(incident);
  }
  const order = (one: Incident): string => `${one.aspect} ${one.episode}`;
  return found.sort((one, other) => (order(one) < order(other) ? -1 : 1));
}

/** An incident in the words of the data files. */
export const inWords = ({ aspect, policy, severity, outcome }: Incident): ExpectedIncident => ({
  aspect,
  policy: policy.id,
  severity,
  outcome,
});

/** Every mutating call that the controller sent to a place, from a count on, in order. */
export const writesTo = (rig: Rig, place: Placed, from: number): readonly string[] =>
  rig.aws.world.calls.mutationsByController
    .slice(from)
    .filter(({ bucket, account, requestParameters: { name } }) =>
      // A call about an access point names the point, which is named after the bucket here.
      place.scenario.on === 'bucket'
        ? (bucket ?? String(name).replace(/^x-/, '')) === place.bucket
        : account === place.account,
    )
    .map(({ operation }) => operation);
