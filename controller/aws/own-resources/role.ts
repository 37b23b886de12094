import {
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import type { Ask, OwnKind } from './place.js';
import { documentIn, settled } from './settled.js';

interface Page {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** Everything of all pages of a list. */
async function all<One extends Page, Item>(
  page: (marker: { readonly Marker?: string }) => Promise<One>,
  items: (page: One) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let marker: string | undefined;
  do {
    const one: One = await page(marker === undefined ? {} : { Marker: marker });
    found.push(...(items(one) ?? []));
    marker = one.IsTruncated === true ? one.Marker : undefined;
  } while (marker !== undefined);
  return found;
}

// IAM API Reference, GetRole: documents are URL-encoded (RFC 3986).
const decoded = (document: string | undefined) =>
  documentIn(document === undefined ? undefined : decodeURIComponent(document));

async function inlineOf(
  iam: IAMClient,
  RoleName: string,
  ask: Ask,
): Promise<Readonly<Record<string, unknown>>> {
  const names = await all(
    (marker) => ask((options) => iam.send(new ListRolePoliciesCommand({ RoleName, ...marker }), options)),
    ({ PolicyNames }) => PolicyNames,
  );
  const policies: (readonly [string, unknown])[] = [];
  for (const PolicyName of names) {
    const input = { RoleName, PolicyName };
    const { PolicyDocument: document } = await ask((options) =>
      iam.send(new GetRolePolicyCommand(input), options),
    );
    policies.push([PolicyName, decoded(document)]);
  }
  return Object.fromEntries(policies);
}

/** A role works as long as it is there. What the policies attached to it say is not read, only which they are. */
export const role: OwnKind = {
  // IAM API Reference, GetRole.
  absent: new Set(['NoSuchEntityException']),
  async read({ name: RoleName }, { iam }, ask) {
    const { Role: found } = await ask((options) => iam.send(new GetRoleCommand({ RoleName }), options));
    const [inline, attached] = await Promise.all([
      inlineOf(iam, RoleName, ask),
      all(
        (marker) =>
          ask((options) => iam.send(new ListAttachedRolePoliciesCommand({ RoleName, ...marker }), options)),
        ({ AttachedPolicies: policies }) => policies,
      ),
    ]);
    return {
      works: true,
      settings: settled({
        id: found?.RoleId,
        trust: decoded(found?.AssumeRolePolicyDocument),
        boundary: found?.PermissionsBoundary?.PermissionsBoundaryArn,
        inline,
        attached: attached.map(({ PolicyArn: arn }) => arn).sort(),
      }),
    };
  },
};
