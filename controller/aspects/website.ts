import type { JsonObject } from '../domain/json.js';
import { asJson } from './kit/as-json.js';
import { defineAspect } from './kit/aspect.js';
import { readBucket } from './kit/calls.js';
import { replace } from './kit/replace.js';
import { websiteElements, websiteSchema } from './kit/website-schema.js';

type RoutingRule = { readonly Condition?: JsonObject; readonly Redirect: JsonObject };
type Website = {
  readonly IndexDocument?: { readonly Suffix: string };
  readonly ErrorDocument?: { readonly Key: string };
  readonly RedirectAllRequestsTo?: { readonly HostName: string; readonly Protocol?: string };
  readonly RoutingRules?: readonly RoutingRule[];
};

/**
 * Whether the bucket answers as a website, and where that leads its visitors. The website shows what anybody may read
 * anyway: who that is, policy and ACL say (S3 User Guide, "Setting permissions for website access").
 */
export const website = defineAspect<'website', Website>({
  name: 'website',
  scope: 'bucket',
  events: ['PutBucketWebsite', 'DeleteBucketWebsite'],
  marker: 'website',
  iam: { read: ['s3:GetBucketWebsite'], write: ['s3:PutBucketWebsite', 's3:DeleteBucketWebsite'] },
  needs: [],
  owns: [],
  absence: { codes: ['NoSuchWebsiteConfiguration'], declarable: true },
  schema: websiteSchema,
  elements: websiteElements,
  prevention:
    'Deny s3:PutBucketWebsite and s3:DeleteBucketWebsite in a service control policy for everybody but the role that manages them.',

  async read(reader) {
    const found = await readBucket(reader, 'GetBucketWebsite');
    const { IndexDocument, ErrorDocument, RedirectAllRequestsTo, RoutingRules } = found;
    const state = asJson({ IndexDocument, ErrorDocument, RedirectAllRequestsTo, RoutingRules }) as Website;
    return Object.keys(state).length === 0 ? {} : { state };
  },

  // The first routing rule that fits decides, so their order counts. A redirect without a protocol keeps that of the
  // request, which is neither http nor https.
  canonical: ({ RoutingRules: rules = [], ...rest }) => ({ ...rest, RoutingRules: rules }),

  write({ target, desired }) {
    if (desired === undefined) return [];
    if (desired.kind === 'absent')
      return [replace(target, 'website', 'delete', 'restore', desired, 'DeleteBucketWebsite')];
    return [
      replace(target, 'website', 'put', 'restore', desired, 'PutBucketWebsite', {
        WebsiteConfiguration: desired.value,
      }),
    ];
  },

  unreachable({ RedirectAllRequestsTo: all, IndexDocument: index, ...others }) {
    if (all !== undefined)
      return index === undefined && Object.keys(others).length === 0
        ? undefined
        : 'RedirectAllRequestsTo takes every request: take the other members away, or that one';
    if (index === undefined)
      return 'a website has an IndexDocument: add IndexDocument: { Suffix: index.html }';
    const both = others.RoutingRules?.find(
      ({ Redirect: to }) => to['ReplaceKeyWith'] !== undefined && to['ReplaceKeyPrefixWith'] !== undefined,
    );
    return both === undefined
      ? undefined
      : 'a redirect replaces the key or its prefix: give ReplaceKeyWith or ReplaceKeyPrefixWith, not both';
  },
});
