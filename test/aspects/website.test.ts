import { describe, expect, it } from 'vitest';
import { website } from '../../controller/aspects/website.js';
import type { Json } from '../../controller/domain/json.js';
import { compare } from '../../controller/engine/compare.js';
import { account, beside, bucket, situationOf } from './access-situation.js';

const pages = { IndexDocument: { Suffix: 'index.html' } };
const elsewhere = { RedirectAllRequestsTo: { HostName: 'evil.example' } };
const write = (found: Json, wanted: Json) =>
  website.write(
    situationOf('website', { found: { website: found }, wanted: { website: wanted }, repairs: ['website'] }),
  );
const differs = (wanted: Json, live: Json): boolean =>
  compare('website', { kind: 'value', value: wanted }, { kind: 'observed', state: live }, bucket).length > 0;

describe('the website', () => {
  it('is put over what is there, in one call', () => {
    expect(write(elsewhere, pages)).toEqual([
      {
        id: 'website.put',
        aspect: 'website',
        service: 's3',
        operation: 'PutBucketWebsite',
        input: { Bucket: bucket.name, ExpectedBucketOwner: account, WebsiteConfiguration: pages },
        effect: 'restore',
        leaves: { kind: 'value', value: pages },
      },
    ]);
  });

  it('is switched off by a delete where none must be', () => {
    expect(write(pages, null)).toMatchObject([
      { id: 'website.delete', operation: 'DeleteBucketWebsite', leaves: { kind: 'absent' } },
    ]);
  });

  it('is another one with its routing rules in another order, or with a protocol that was not said', () => {
    const rule = (KeyPrefixEquals: string): Json => ({
      Condition: { KeyPrefixEquals },
      Redirect: { HostName: 'a.example' },
    });
    const rules = [rule('a/'), rule('b/')];
    expect(differs({ ...pages, RoutingRules: rules }, { ...pages, RoutingRules: [...rules].reverse() })).toBe(
      true,
    );
    const target = elsewhere.RedirectAllRequestsTo;
    expect(differs(elsewhere, { RedirectAllRequestsTo: { ...target, Protocol: 'http' } })).toBe(true);
  });
});

describe('a website that cannot be', () => {
  const reason = (value: Json) =>
    website.unreachable?.(value as Parameters<typeof website.canonical>[0], beside({}), bucket);

  it.each<[RegExp, Json]>([
    [/^RedirectAllRequestsTo takes every request/, { ...pages, ...elsewhere }],
    [/^RedirectAllRequestsTo takes every request/, { ErrorDocument: { Key: 'e.html' }, ...elsewhere }],
    [/IndexDocument: \{ Suffix: index\.html \}$/, { ErrorDocument: { Key: 'e.html' } }],
    [
      /not both$/,
      { ...pages, RoutingRules: [{ Redirect: { ReplaceKeyWith: 'a', ReplaceKeyPrefixWith: 'b' } }] },
    ],
  ])('says %s', (expected, value) => {
    expect(reason(value)).toMatch(expected);
  });

  it.each<[Json]>([
    [pages],
    [elsewhere],
    [{ ...pages, RoutingRules: [{ Redirect: { ReplaceKeyWith: 'a' } }] }],
  ])('is not %j', (value) => {
    expect(reason(value)).toBeUndefined();
  });
});
