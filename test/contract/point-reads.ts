import * as control from '@aws-sdk/client-s3-control';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import type { PlainClients } from '../fakes/sdk-reader.js';

/** One access point as the SDK shows it: its VPC, how many switches of its block are on, and its policy. */
interface Shown {
  readonly vpc: string | undefined;
  readonly blocks: number;
  readonly policy: unknown;
}
type Kept = (text: string) => unknown;

/** The points of a bucket by name; nothing if there is none. */
export async function pointsIn(
  { s3control: client }: PlainClients,
  { bucket, account: AccountId }: { readonly bucket: string; readonly account: string },
  kept: Kept,
): Promise<unknown> {
  const { AccessPointList: list = [] } = await client.send(
    new control.ListAccessPointsCommand({ AccountId, Bucket: bucket }),
  );
  const shown = list.map(async ({ Name }): Promise<[string, Shown]> => {
    const point = await client.send(new control.GetAccessPointCommand({ AccountId, Name }));
    const policy = await client.send(new control.GetAccessPointPolicyCommand({ AccountId, Name })).then(
      ({ Policy = '' }) => kept(Policy),
      (error: Error) => {
        if (error.name !== 'NoSuchAccessPointPolicy') throw error;
      },
    );
    const blocks = Object.values(point.PublicAccessBlockConfiguration ?? {}).filter(Boolean).length;
    return [Name ?? '', { vpc: point.VpcConfiguration?.VpcId, blocks, policy }];
  });
  return list.length === 0 ? undefined : Object.fromEntries(await Promise.all(shown));
}

/** What there must be once a declaration is met: its points, and of the others what it says. */
export function pointsExpected(declared: Json, before: unknown, kept: Kept): unknown {
  const { AccessPointList: list, unlisted = 'shut' } = declared as JsonObject;
  const listed = (list as readonly JsonObject[]).map((point): [string, Shown] => [
    String(point['Name']),
    {
      vpc: (point['VpcConfiguration'] as { readonly VpcId: string } | undefined)?.VpcId,
      blocks: point['PublicAccessBlockConfiguration'] === undefined ? 4 : 0,
      policy: point['Policy'] === undefined ? undefined : kept(JSON.stringify(point['Policy'])),
    },
  ]);
  const others = Object.entries((before ?? {}) as Readonly<Record<string, Shown>>).filter(
    ([name]) => !listed.some(([own]) => own === name),
  );
  const left = unlisted === 'delete' ? [] : others;
  return Object.fromEntries([
    ...left.map(([name, one]) => [name, unlisted === 'shut' ? { ...one, policy: undefined } : one]),
    ...listed,
  ]);
}

/** Frees the names of all points of an account: each is one of its own there, whatever the bucket. */
export async function withoutPoints(client: PlainClients['s3control'], AccountId: string): Promise<void> {
  const { AccessPointList: list = [] } = await client.send(
    new control.ListAccessPointsCommand({ AccountId }),
  );
  for (const { Name } of list) await client.send(new control.DeleteAccessPointCommand({ AccountId, Name }));
}
