import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { oneLeafChanged } from '../one-leaf.js';

const protocol = fc.constantFrom('http', 'https');
const host = fc.constantFrom('www.example.com', 'elsewhere.example');
const all = fc
  .record({ HostName: host, Protocol: protocol }, { requiredKeys: ['HostName'] })
  .map((RedirectAllRequestsTo) => ({ RedirectAllRequestsTo }));

const condition = fc.oneof(
  fc.record({ KeyPrefixEquals: fc.constantFrom('docs/', 'a&b/') }),
  fc.record({ HttpErrorCodeReturnedEquals: fc.constantFrom('404', '503') }),
  fc.constant({ KeyPrefixEquals: 'docs/', HttpErrorCodeReturnedEquals: '404' }),
);
const redirect = fc
  .tuple(
    fc.record(
      { HostName: host, Protocol: protocol, HttpRedirectCode: fc.constantFrom('301', '307') },
      { requiredKeys: ['HostName'] },
    ),
    fc.constantFrom<JsonObject>(
      {},
      { ReplaceKeyPrefixWith: '' },
      { ReplaceKeyPrefixWith: 'documents/' },
      { ReplaceKeyWith: 'gone.html' },
    ),
  )
  .map(([where, replaced]) => ({ ...where, ...replaced }));
const rule = fc.record({ Condition: condition, Redirect: redirect }, { requiredKeys: ['Redirect'] });
const pages = fc.record(
  {
    IndexDocument: fc.constantFrom('index.html', 'start page.htm').map((Suffix) => ({ Suffix })),
    ErrorDocument: fc.constantFrom('error.html', 'errors/404.html').map((Key) => ({ Key })),
    RoutingRules: fc.array(rule, { minLength: 1, maxLength: 4 }),
  },
  { requiredKeys: ['IndexDocument'] },
);

export const value: fc.Arbitrary<Json> = fc.oneof(all, { arbitrary: pages, weight: 3 });

/** No routing rules and an empty list of them. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> => {
  const site = declared as JsonObject;
  return fc.constantFrom(site, site['RoutingRules'] === undefined ? { ...site, RoutingRules: [] } : site);
};

const hostile = { Redirect: { HostName: 'evil.example' } };

/** Another word anywhere, a rule in front or behind, none at all, or every request sent away. */
export const mutated = (declared: Json): fc.Arbitrary<Json> => {
  const { RoutingRules: rules = [], ...rest } = declared as JsonObject & { RoutingRules?: readonly Json[] };
  return fc.oneof(
    { arbitrary: oneLeafChanged(declared), weight: 3 },
    fc.constantFrom<Json>(
      { ...rest, RoutingRules: [hostile, ...rules] },
      { ...rest, RoutingRules: [...rules, hostile] },
      rules.length === 0 ? { ...rest, RoutingRules: [hostile] } : rest,
      { RedirectAllRequestsTo: { HostName: 'evil.example' } },
    ),
  );
};
