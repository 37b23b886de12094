import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { fixed } from '../aspects/arbitraries/multi-region-access-points.js';
import {
  aliasesOf,
  createMultiRegionPoint,
  multiRegionPolicies,
  type Owner,
  withoutMultiRegionPoints,
} from '../local/multi-region-world.js';

type Kept = (text: string) => unknown;

/** The policies in force of all points by name, once they are in force; nothing if there is no point. */
export async function multiRegionPointsIn(owner: Owner, kept: Kept): Promise<unknown> {
  const aliases = [...(await aliasesOf(owner))];
  const shown = aliases.map(async ([name, alias]): Promise<[string, unknown]> => {
    await multiRegionPolicies(owner, name);
    const { established } = await multiRegionPolicies(owner, name);
    const isShut = established === undefined || isDeepStrictEqual(established, ownAlone(alias, owner));
    return [name, isShut ? undefined : kept(JSON.stringify(established))];
  });
  return aliases.length === 0 ? undefined : Object.fromEntries(await Promise.all(shown));
}

/** What stands for no policy, since none can be taken away: nobody outside gets in. */
export const ownAlone = (alias: string, { AccountId }: Pick<Owner, 'AccountId'>): JsonObject => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'OwnAccountAlone',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${AccountId}:root` },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3::${AccountId}:accesspoint/${alias}/object/*`,
    },
  ],
});

/** What must be in force once a declaration is met; points come and go by nobody's step. */
export function multiRegionPointsExpected(declared: Json, before: unknown, kept: Kept): unknown {
  const { AccessPoints: list, unlisted = 'shut' } = declared as JsonObject;
  const listed = (list as readonly JsonObject[]).map(({ Name, Policy }): [string, unknown] => [
    String(Name),
    Policy === undefined ? undefined : kept(JSON.stringify(Policy)),
  ]);
  const others = Object.entries(before as Readonly<Record<string, unknown>>).filter(
    ([name]) => !listed.some(([own]) => own === name),
  );
  return Object.fromEntries([
    ...others.map(([name, policy]) => [name, unlisted === 'shut' ? undefined : policy]),
    ...listed,
  ]);
}

/** Every point of the arbitrary values anew, without a policy; their buckets must be there. */
export async function freshMultiRegionPoints(owner: Owner): Promise<void> {
  await withoutMultiRegionPoints(owner);
  for (const [Name, { Regions, ...more }] of Object.entries(fixed))
    await createMultiRegionPoint(owner, { Name, Regions: [...Regions], ...more });
}
