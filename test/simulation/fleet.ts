import { type Catalogue, loadCatalogueTexts } from '../../controller/catalog/catalogue.js';
import type { AccountTarget, BucketTarget } from '../../controller/domain/target.js';
import { cannedAcl } from '../../deploy/local/s3/canned-acl.js';
import { canonicalIdOf } from '../fakes/created-bucket.js';

export const [home, second, stranger, partner] = [
  '111122223333',
  '444455556666',
  '777788889999',
  '222233334444',
] as const;
export const accounts: readonly AccountTarget[] = [home, second].map((account) => ({
  kind: 'account',
  partition: 'aws',
  account,
}));

export const allOn = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const sited = { ...allOn, BlockPublicPolicy: false, RestrictPublicBuckets: false };
export const enforced = { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] };
const preferred = { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] };
export const encryptedBy = (algorithm: string) => ({
  Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm }, BucketKeyEnabled: false }],
});
export const tagged = (team: string) => ({ TagSet: [{ Key: 'team', Value: team }] });

type Statement = Readonly<Record<string, unknown>>;
export const policyOf = (...statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
export const tls = (bucket: string): Statement => ({
  Sid: 'OnlyOverTls',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});
export const allowing = (
  bucket: string,
  principal: unknown,
  action = 's3:GetObject',
  sid = 'Some',
): Statement => ({
  Sid: sid,
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  Resource: `arn:aws:s3:::${bucket}/*`,
});
export const rootOf = (account: string): { readonly AWS: string } => ({
  AWS: `arn:aws:iam::${account}:root`,
});

const tlsYaml = `      - { Sid: OnlyOverTls, Effect: Deny, Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::\${bucket}', 'arn:aws:s3:::\${bucket}/*'], Condition: { Bool: { 'aws:SecureTransport': 'false' } } }`;

const baselinesWith = (team: string): string => `
name: data
select: { buckets: ['data-*'] }
aspects:
  publicAccessBlock: {}
  ownershipControls: { ObjectOwnership: BucketOwnerEnforced }
  acl: { Canned: private }
  versioning: { Status: Enabled }
  encryption: { SSEAlgorithm: AES256 }
  tagging: { team: ${team} }
  bucketPolicy:
    Version: '2012-10-17'
    Statement:
${tlsYaml}
---
name: sites
select: { buckets: ['www-*'], accounts: ['${home}'] }
aspects:
  publicAccessBlock: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: false, RestrictPublicBuckets: false }
  ownershipControls: { ObjectOwnership: BucketOwnerEnforced }
  bucketPolicy:
    Version: '2012-10-17'
    Statement:
      - { Sid: EverybodyMayRead, Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::\${bucket}/*' }
reopen: { bucketPolicy: auto, publicAccessBlock: auto }
---
name: shared
select: { buckets: ['shared-*'] }
aspects:
  publicAccessBlock: {}
  bucketPolicy:
    rules:
      forbid: [public, externalAccounts, aclWrite]
      externalAccounts: ['${partner}']
      require: [{ template: tlsOnly }]
---
name: granted
select: { buckets: ['acl-*'] }
aspects:
  publicAccessBlock: {}
  ownershipControls: { ObjectOwnership: BucketOwnerPreferred }
  acl: { Canned: private }
  tagging: { team: ${team} }
reopen: { ownershipControls: auto }
---
name: part
select: { buckets: ['part-*'] }
aspects:
  versioning: { Status: Enabled }
  tagging: { team: ${team} }
---
name: watched
select: { buckets: ['dry-*'] }
mode: dry-run
aspects:
  publicAccessBlock: {}
  versioning: { Status: Enabled }
---
name: accounts
select: { accounts: ['${second}'] }
aspects:
  accountPublicAccessBlock: {}
`;

const healed = [
  'publicAccessBlock',
  'ownershipControls',
  'acl',
  'versioning',
  'tagging',
  'bucketPolicy',
  'accountPublicAccessBlock',
];

const policies = [
  ...healed.map(
    (aspect) =>
      `- { id: ${aspect.toLowerCase()}.changed, aspect: ${aspect}, severity: high, response: revert, why: it is declared otherwise, runbook: Ask who made the call what it was for. }`,
  ),
  '- { id: existence.changed, aspect: existence, severity: critical, response: alert, why: nobody can bring it back, runbook: Ask who made the call what it was for. }',
].join('\n');

const lastWord =
  "- { id: default, aspect: '*', severity: high, response: alert, why: a human decides, runbook: Ask who made the call what it was for. }\n";

const sequences = `
- { id: broad, title: Many things undone by one actor, policies: [${healed.map((aspect) => `${aspect.toLowerCase()}.changed`).join(', ')}], aspects: 3, withinMinutes: 60, why: nobody configures so }
`;

/** The role of the infrastructure code, which is given time where that exposes nothing. */
export const infrastructureRole = `arn:aws:iam::${home}:role/terraform`;

const actors = `
- { id: infrastructure, roles: ['${infrastructureRole}'], answer: grace, why: a run takes many calls }
`;

function catalogueWith(team: string): Catalogue {
  return loadCatalogueTexts({
    baselines: [{ file: 'baselines/all.yaml', text: baselinesWith(team) }],
    policies: [
      { file: 'policies/all.yaml', text: policies },
      { file: 'policies/_sequences.yaml', text: sequences },
      { file: 'policies/_actors.yaml', text: actors },
      { file: 'policies/_default.yaml', text: lastWord },
    ],
    mode: 'auto-revert',
  });
}

/** The catalogue in force, and another one that demands another tag. */
export const catalogue = catalogueWith('blue');
export const otherCatalogue = catalogueWith('green');

/** A bucket of the fleet: as it is at first, which is as its baseline declares it. */
export interface Member {
  readonly target: BucketTarget;
  readonly documents: Readonly<Record<string, unknown>>;
  /** Whether anything is ever written there. */
  readonly isHealed: boolean;
  /** Documents whose drift is only told of. */
  readonly toldOnly: readonly string[];
}

const member = (
  name: string,
  account: string,
  documents: Readonly<Record<string, unknown>>,
  more: Partial<Member> = {},
): Member => ({
  target: { kind: 'bucket', partition: 'aws', account, name },
  documents: { acl: cannedAcl('private', canonicalIdOf(account)), ...documents },
  isHealed: true,
  toldOnly: [],
  ...more,
});

const data = (name: string, account: string): Member =>
  member(
    name,
    account,
    {
      publicAccessBlock: allOn,
      ownershipControls: enforced,
      versioning: { Status: 'Enabled' },
      encryption: encryptedBy('AES256'),
      tagging: tagged('blue'),
      policy: policyOf(tls(name)),
    },
    { toldOnly: ['encryption'] },
  );

/** Every bucket that a history may have. The documents are those that their baselines name, and no others. */
export const members: readonly Member[] = [
  data('data-1', home),
  data('data-2', second),
  member('www-1', home, {
    publicAccessBlock: sited,
    ownershipControls: enforced,
    policy: policyOf(allowing('www-1', '*', 's3:GetObject', 'EverybodyMayRead')),
  }),
  member('shared-1', home, {
    publicAccessBlock: allOn,
    policy: policyOf(tls('shared-1'), allowing('shared-1', rootOf(partner), 's3:GetObject', 'Partner')),
  }),
  member('acl-1', home, { publicAccessBlock: allOn, ownershipControls: preferred, tagging: tagged('blue') }),
  member('part-1', second, { versioning: { Status: 'Enabled' }, tagging: tagged('blue') }),
  member('dry-1', home, { publicAccessBlock: allOn, versioning: { Status: 'Enabled' } }, { isHealed: false }),
  member('other-1', home, { publicAccessBlock: allOn }, { isHealed: false }),
];
