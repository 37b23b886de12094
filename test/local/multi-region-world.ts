import {
  CreateMultiRegionAccessPointCommand,
  type CreateMultiRegionAccessPointInput,
  DeleteMultiRegionAccessPointCommand,
  GetMultiRegionAccessPointPolicyCommand,
  ListMultiRegionAccessPointsCommand,
  PutMultiRegionAccessPointPolicyCommand,
  type S3ControlClient,
} from '@aws-sdk/client-s3-control';

/** All calls on Multi-Region Access Points go there. */
export const oregon = 'us-west-2';

/** A client in US West (Oregon), and whose points it is about. */
export interface Owner {
  readonly client: S3ControlClient;
  readonly AccountId: string;
}

/** Creates a point; answers its alias. */
export async function createMultiRegionPoint(
  { client, AccountId }: Owner,
  Details: CreateMultiRegionAccessPointInput,
): Promise<string> {
  await client.send(new CreateMultiRegionAccessPointCommand({ AccountId, Details }));
  return (await aliasesOf({ client, AccountId })).get(Details.Name ?? '') ?? '';
}

/** The aliases of all points, by their names. */
export async function aliasesOf({ client, AccountId }: Owner): Promise<ReadonlyMap<string, string>> {
  const { AccessPoints: list = [] } = await client.send(
    new ListMultiRegionAccessPointsCommand({ AccountId }),
  );
  return new Map(list.map(({ Name = '', Alias = '' }) => [Name, Alias]));
}

/** Deletes all points of the account. */
export async function withoutMultiRegionPoints(owner: Owner): Promise<void> {
  const { client, AccountId } = owner;
  for (const Name of (await aliasesOf(owner)).keys())
    await client.send(new DeleteMultiRegionAccessPointCommand({ AccountId, Details: { Name } }));
}

/** Puts a policy. It is proposed then, and not in force before somebody has looked at it. */
export async function putMultiRegionPolicy(
  { client, AccountId }: Owner,
  Name: string,
  policy: unknown,
): Promise<string | undefined> {
  const Details = { Name, Policy: JSON.stringify(policy) };
  const { RequestTokenARN } = await client.send(
    new PutMultiRegionAccessPointPolicyCommand({ AccountId, Details }),
  );
  return RequestTokenARN;
}

/** Both policies of a point; nothing where it has none. */
export async function multiRegionPolicies(
  { client, AccountId }: Owner,
  Name: string,
): Promise<{ readonly established: unknown; readonly proposed: unknown }> {
  const { Policy } = await client
    .send(new GetMultiRegionAccessPointPolicyCommand({ AccountId, Name }))
    .catch((error: Error) => {
      if (error.name !== 'NoSuchMultiRegionAccessPointPolicy') throw error;
      return { Policy: undefined };
    });
  const read = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text));
  return { established: read(Policy?.Established?.Policy), proposed: read(Policy?.Proposed?.Policy) };
}
