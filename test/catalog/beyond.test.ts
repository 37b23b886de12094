import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aspects } from '../../controller/aspects/index.js';
import { goesBeyond, type Way, ways, waysOf } from '../../controller/catalog/beyond.js';
import { loadCatalogueTexts } from '../../controller/catalog/catalogue.js';
import { CatalogueError } from '../../controller/catalog/problem.js';
import type { Json } from '../../controller/domain/json.js';
import { statements } from '../exposure/arbitrary-bucket.js';
import { bucket, lastWord, told } from './loading.js';

const own = '111122223333';
const foreign = '444455556666';
const target = bucket('data-orders', own);
const role = (account: string, name = 'reader'): Json => ({ AWS: `arn:aws:iam::${account}:role/${name}` });
const allow = (principal: Json, action: Json, more: { readonly [name: string]: Json } = {}): Json => ({
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  Resource: ['arn:aws:s3:::data-orders', 'arn:aws:s3:::data-orders/*'],
  ...more,
});
const policy = (...statements: readonly Json[]): Json => ({ Version: '2012-10-17', Statement: statements });
const rules = (words: { readonly [name: string]: Json }): Json => ({ rules: words });

/** All the ways in which what is found goes beyond what is declared. */
const gone = (aspect: string, declared: Json | 'absent', found: Json): readonly Way[] =>
  ways.filter((way) =>
    goesBeyond(
      [way],
      {
        aspect,
        desired: declared === 'absent' ? { kind: 'absent' } : { kind: 'value', value: declared },
        observed: { kind: 'observed', state: found },
      },
      target,
    ),
  );

const reads = allow(role(own), 's3:GetObject');
const shares = allow(role(foreign), 's3:GetObject');
const acls = allow(role(own, 'acl-admin'), ['s3:GetBucketAcl', 's3:PutBucketAcl']);

describe('a bucket policy goes beyond', () => {
  it.each<[string, Json | 'absent', Json, readonly Way[]]>([
    ['nothing by own readers', 'absent', policy(reads), []],
    ['nothing by what is declared', policy(reads, shares, acls), policy(acls, shares, reads), []],
    [
      'nothing by what is declared in two statements',
      policy(reads, allow(role(own), 's3:PutObject')),
      policy(allow(role(own), ['s3:GetObject', 's3:PutObject'])),
      [],
    ],
    ['nothing by a Deny', policy(reads), policy(reads, { ...(shares as object), Effect: 'Deny' }), []],
    [
      'nothing by a reader beside what may change ACLs by declaration',
      policy(acls),
      policy(allow(role(own, 'acl-admin'), ['s3:GetBucketAcl', 's3:PutBucketAcl', 's3:GetObject'])),
      [],
    ],
    [
      'nothing by a deleted user',
      policy(reads),
      policy(reads, allow({ AWS: 'AIDAEXAMPLEEXAMPLE' }, 's3:*')),
      [],
    ],
    ['by a foreign reader', policy(reads), policy(reads, shares), ['externalAccounts']],
    ['by a foreign reader where nothing is declared', 'absent', policy(shares), ['externalAccounts']],
    [
      'by more for a foreign account that is declared',
      policy(shares),
      policy(allow(role(foreign), ['s3:GetObject', 's3:DeleteObject'])),
      ['externalAccounts'],
    ],
    [
      'by another role of it',
      policy(shares),
      policy(allow(role(foreign, 'other'), 's3:GetObject')),
      ['externalAccounts'],
    ],
    [
      'by a condition that is gone',
      policy(
        allow(role(foreign), 's3:GetObject', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
      ),
      policy(shares),
      ['externalAccounts'],
    ],
    [
      'by a network',
      policy(reads),
      policy(allow('*', 's3:GetObject', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } })),
      ['externalAccounts'],
    ],
    ['by an own user of ACLs', policy(reads), policy(reads, acls), ['aclWrite']],
    [
      'by another own user of ACLs',
      policy(acls),
      policy(acls, allow(role(own), 's3:PutObjectAcl')),
      ['aclWrite'],
    ],
    [
      'by all but something',
      policy(reads),
      policy({ Effect: 'Allow', Principal: role(own), NotAction: 's3:DeleteObject', Resource: '*' }),
      ['aclWrite'],
    ],
    [
      'by a pattern for a foreign account',
      policy(reads),
      policy(allow(role(foreign), 's3:PutObject*')),
      ['externalAccounts', 'aclWrite', 'externalAclWrite'],
    ],
    ['by everybody', policy(reads), policy(allow('*', 's3:GetObject')), ['public', 'externalAccounts']],
    [
      'nothing by everybody who is declared',
      policy(allow('*', 's3:GetObject')),
      policy(allow({ AWS: '*' }, 's3:GetObject')),
      [],
    ],
    ['by all that cannot be understood', policy(reads), { Statement: 'x' }, [...ways]],
  ])('%s', (_, declared, found, expected) => {
    expect(gone('bucketPolicy', declared, found)).toEqual(expected);
  });

  it.each<[string, Json, readonly Way[]]>([
    ['nothing that they do not forbid', rules({ forbid: ['public'] }), []],
    [
      'nothing by an account that they list',
      rules({ forbid: ['externalAccounts'], externalAccounts: [foreign] }),
      [],
    ],
    ['by an account that they do not', rules({ forbid: ['externalAccounts'] }), ['externalAccounts']],
    ['by a power over ACLs', rules({ forbid: ['aclWrite'] }), ['aclWrite']],
    ['by such a power outside', rules({ forbid: ['externalAclWrite'] }), ['aclWrite', 'externalAclWrite']],
  ])('rules %s', (_, declared, expected) => {
    expect(gone('bucketPolicy', declared, policy(reads, allow(role(foreign), 's3:*')))).toEqual(expected);
  });

  it('nothing where no policy is left, and nothing on an account', () => {
    const difference = { aspect: 'bucketPolicy', desired: { kind: 'absent' } } as const;
    expect(goesBeyond(ways, { ...difference, observed: { kind: 'absent' } }, target)).toBe(false);
    const observed = { kind: 'observed', state: policy(shares) } as const;
    const account = { kind: 'account', partition: 'aws', account: own } as const;
    expect(goesBeyond(ways, { ...difference, observed }, account)).toBe(false);
  });

  it('compares a policy of thousands of actions by whole statements', () => {
    const many = Array.from({ length: 2500 }, (_, at) => `s3:Get${at}*`);
    expect(gone('bucketPolicy', policy(reads), policy(allow(role(foreign), many)))).toEqual([
      'externalAccounts',
    ]);
  });

  it('never by more where more is declared', () => {
    fc.assert(
      fc.property(statements, statements, statements, (declared, more, found) => {
        const none = gone('bucketPolicy', 'absent', policy(...found));
        const some = gone('bucketPolicy', policy(...declared), policy(...found));
        const least = gone('bucketPolicy', policy(...more, ...declared), policy(...found));
        expect(none).toEqual(expect.arrayContaining([...some]));
        expect(some).toEqual(expect.arrayContaining([...least]));
      }),
    );
  });

  it('without a crash, whatever is found', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 3 }), (found, declared) => {
        const isKnown = (way: Way): boolean => ways.includes(way);
        expect(gone('bucketPolicy', declared as Json, found as Json).every(isKnown)).toBe(true);
        expect(gone('replication', found as Json, found as Json)).toEqual([]);
      }),
    );
  });
});

describe('an access point goes beyond', () => {
  const everybody = allow('*', 's3:GetObject');
  const point = (found: Json | undefined, more: object = {}): Json => ({
    Name: 'front',
    ...(found === undefined ? {} : { Policy: found }),
    ...more,
  });
  const points = (...list: readonly Json[]): Json => ({ AccessPointList: list, unlisted: 'shut' });
  const inVpc = { VpcConfiguration: { VpcId: 'vpc-0a1b2c3d' } };
  it.each<[string, Json | 'absent', Json, readonly Way[]]>([
    ['nothing by own readers', points(point(undefined)), points(point(policy(reads))), []],
    ['nothing by what is declared', points(point(policy(shares))), points(point(policy(shares, reads))), []],
    ['nothing by going away', points(point(policy(shares))), points(), []],
    [
      'by a foreign reader',
      points(point(policy(reads))),
      points(point(policy(shares))),
      ['externalAccounts'],
    ],
    [
      'by a reader who is declared for another point',
      points(point(policy(reads)), point(policy(shares), { Name: 'back' })),
      points(point(policy(shares)), point(policy(shares), { Name: 'back' })),
      ['externalAccounts'],
    ],
    [
      'by everybody, at a point that nobody listed',
      points(),
      points(point(policy(everybody))),
      ['public', 'externalAccounts'],
    ],
    [
      'by everybody, where there must be none',
      'absent',
      points(point(policy(everybody))),
      ['public', 'externalAccounts'],
    ],
    [
      'nothing at a point that is left alone',
      { AccessPointList: [], unlisted: 'leave' },
      points(point(policy(everybody))),
      [],
    ],
    [
      'by everybody in a VPC, which is not public',
      points(point(undefined, inVpc)),
      points(point(policy(everybody), inVpc)),
      ['externalAccounts'],
    ],
  ])('%s', (_, declared, found, expected) => {
    expect(gone('accessPoints', declared, found)).toEqual(expected);
  });

  it('of many regions as well by what is only proposed yet', () => {
    const account = { kind: 'account', partition: 'aws', account: own } as const;
    const region = { Regions: [{ Bucket: 'data-orders' }] };
    const beyond = (declared: Json, found: object): readonly Way[] =>
      ways.filter((way) =>
        goesBeyond(
          [way],
          {
            aspect: 'multiRegionAccessPoints',
            desired: { kind: 'value', value: { AccessPoints: [point(declared, region)] } },
            observed: {
              kind: 'observed',
              state: { AccessPoints: [point(policy(reads), { ...region, Alias: 'm.mrap', ...found })] },
            },
          },
          account,
        ),
      );
    expect(beyond(policy(reads), {})).toEqual([]);
    expect(beyond(policy(reads), { Proposed: policy(shares) })).toEqual(['externalAccounts']);
    expect(beyond(policy(reads, shares), { Proposed: policy(shares) })).toEqual([]);
    expect(beyond(policy(reads), { Proposed: policy(everybody) })).toEqual(['public', 'externalAccounts']);
  });
});

describe('an ACL goes beyond', () => {
  const user = (id: string, permission: string): Json => ({
    Grantee: { Type: 'CanonicalUser', ID: id },
    Permission: permission,
  });
  const group = (name: string, permission: string): Json => ({
    Grantee: { Type: 'Group', URI: `http://acs.amazonaws.com/groups/${name}` },
    Permission: permission,
  });
  const acl = (...grants: readonly Json[]): Json => ({ Owner: { ID: 'me' }, Grants: grants });
  it.each<[string, Json, Json, readonly Way[]]>([
    ['nothing by its owner', { Canned: 'private' }, acl(user('me', 'READ')), []],
    [
      'nothing by what is declared',
      { Grants: [user('you', 'READ')] },
      acl(user('me', 'FULL_CONTROL'), user('you', 'READ')),
      [],
    ],
    ['by another user', { Canned: 'private' }, acl(user('you', 'READ')), ['externalAccounts']],
    [
      'by more for one who is declared',
      { Grants: [user('you', 'READ')] },
      acl(user('you', 'WRITE_ACP')),
      ['externalAccounts', 'aclWrite', 'externalAclWrite'],
    ],
    [
      'by everybody',
      { Canned: 'private' },
      acl(group('global/AllUsers', 'READ')),
      ['public', 'externalAccounts'],
    ],
    ['nothing by the delivery of logs', { Canned: 'private' }, acl(group('s3/LogDelivery', 'WRITE')), []],
  ])('%s', (_, declared, found, expected) => {
    expect(gone('acl', declared, found)).toEqual(expected);
  });
});

describe('a configuration goes beyond', () => {
  const key = (account: string): Json => ({
    SSEAlgorithm: 'aws:kms',
    KMSMasterKeyID: `arn:aws:kms:eu-west-1:${account}:key/k`,
  });
  const copies = (...accounts: readonly string[]): Json => ({
    Role: `arn:aws:iam::${own}:role/copies`,
    Rules: accounts.map((account) => ({
      Status: 'Enabled',
      Destination: { Bucket: 'arn:aws:s3:::b', Account: account },
    })),
  });
  it.each<[string, string, Json | 'absent', Json, boolean]>([
    ['an own key', 'encryption', key(own), key(own), false],
    ["another account's key", 'encryption', key(own), key(foreign), true],
    [
      "another account's key that is declared",
      'encryption',
      key(foreign),
      { ...(key(foreign) as object), BucketKeyEnabled: true },
      false,
    ],
    [
      'a key by its id alone',
      'encryption',
      key(own),
      { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' },
      false,
    ],
    ['copies to another account', 'replication', 'absent', copies(foreign), true],
    ['copies to one more account', 'replication', copies(foreign), copies(foreign, '777788889999'), true],
    ['copies to the declared account', 'replication', copies(foreign), copies(foreign, foreign), false],
    [
      'copies under the key of another account',
      'replication',
      copies(own),
      {
        Role: `arn:aws:iam::${own}:role/copies`,
        Rules: [
          {
            Destination: {
              Bucket: 'arn:aws:s3:::b',
              EncryptionConfiguration: { ReplicaKmsKeyID: `arn:aws:kms:eu-west-1:${foreign}:key/k` },
            },
          },
        ],
      },
      true,
    ],
    [
      'lists for another account',
      'inventory',
      [],
      [{ Id: 'i', Destination: { S3BucketDestination: { AccountId: foreign, Bucket: 'arn:aws:s3:::b' } } }],
      true,
    ],
    [
      'reports for another account',
      'analytics',
      [],
      [
        {
          Id: 'a',
          StorageClassAnalysis: {
            DataExport: { Destination: { S3BucketDestination: { BucketAccountId: foreign } } },
          },
        },
      ],
      true,
    ],
    [
      'news for another account',
      'notification',
      {},
      { TopicConfigurations: [{ TopicArn: `arn:aws:sns:eu-west-1:${foreign}:t`, Events: [] }] },
      true,
    ],
    [
      'a prefix that looks like a key',
      'inventory',
      [],
      [{ Id: 'i', Filter: { Prefix: `arn:aws:kms:eu-west-1:${foreign}:key/k` } }],
      false,
    ],
  ])('by %s: %s', (_, aspect, declared, found, expected) => {
    expect(gone(aspect, declared, found)).toEqual(expected ? ['externalAccounts'] : []);
  });
});

describe('the condition in a file', () => {
  const entry = (more: string): string =>
    `- { id: x, severity: low, response: revert, why: because it is so, ${more} }\n`;
  const problems = (policies: string): readonly string[] => {
    try {
      loadCatalogueTexts(
        {
          baselines: [
            {
              file: 'b.yaml',
              text: "name: it\nselect: { buckets: ['*'] }\naspects: { publicAccessBlock: {} }\n",
            },
          ],
          policies: [{ file: 'policies/it.yaml', text: policies }, lastWord],
          mode: 'dry-run',
        },
        aspects,
      );
      return [];
    } catch (error) {
      if (error instanceof CatalogueError) return told(error.problems);
      throw error;
    }
  };

  it('is refused where nobody can judge it', () => {
    expect(problems(entry('aspect: versioning, beyond: [public]'))).toEqual([
      '1:9 never reached: nobody can say of versioning that it goes beyond what is declared by public -> take beyond away, or write a condition in when',
    ]);
    expect(problems(entry('aspect: encryption, beyond: [aclWrite]'))).toEqual([
      '1:9 never reached: nobody can say of encryption that it goes beyond what is declared by aclWrite -> write beyond: [externalAccounts]',
    ]);
    expect(problems(entry('aspect: acl, beyond: [aclWrit]'))).toEqual([
      '1:90 beyond[0] cannot be aclWrit -> did you mean aclWrite?',
    ]);
  });

  it('leaves what it does not match to the entry after it, and changes the generation', () => {
    const some = entry('aspect: bucketPolicy, beyond: [aclWrite]');
    const rest = entry('aspect: bucketPolicy').replace('id: x', 'id: y');
    expect(problems(some + rest)).toEqual([]);
    const generation = (policies: string): string =>
      loadCatalogueTexts(
        { baselines: [], policies: [{ file: 'p.yaml', text: policies }, lastWord], mode: 'dry-run' },
        aspects,
      ).generation;
    expect(generation(some)).not.toBe(generation(some.replace('aclWrite', 'public')));
  });

  it('can be asked of aspects that there are', () => {
    const names = aspects.map(({ name }) => name).filter((name) => waysOf(name).length > 0);
    expect(names.sort()).toEqual([
      'accessPoints',
      'acl',
      'analytics',
      'bucketPolicy',
      'encryption',
      'inventory',
      'multiRegionAccessPoints',
      'notification',
      'replication',
    ]);
  });
});
