import type { JsonObject } from '../../controller/domain/json.js';
import type { Random } from '../../controller/domain/ports.js';
import type { Target } from '../../controller/domain/target.js';
import {
  accounts,
  allOn,
  allowing,
  encryptedBy,
  type Member,
  partner,
  policyOf,
  rootOf,
  tagged,
  tls,
} from './fleet.js';
import type { Actor } from './trail.js';

/** Something that somebody, or AWS itself, does to a target at a moment. */
export interface Drift {
  readonly at: number;
  readonly target: Target;
  readonly actor: Actor;
  readonly operation: string;
  readonly input: JsonObject;
  /** AWS changes something, and CloudTrail says nothing. */
  readonly isSilent?: true;
}

type Deed = Pick<Drift, 'operation' | 'input'>;

const put = (operation: string, input: object): Deed => ({ operation, input: input as JsonObject });
const block = (value: object): Deed => put('PutPublicAccessBlock', { PublicAccessBlockConfiguration: value });
const policy = (text: string): Deed => put('PutBucketPolicy', { Policy: text });
const ownership = (value: string): Deed =>
  put('PutBucketOwnershipControls', { OwnershipControls: { Rules: [{ ObjectOwnership: value }] } });
const versioning = (Status: string): Deed =>
  put('PutBucketVersioning', { VersioningConfiguration: { Status } });
const tags = (team: string): Deed => put('PutBucketTagging', { Tagging: tagged(team) });
const other = '999900001111';

const opened: readonly Deed[] = [
  put('DeletePublicAccessBlock', {}),
  block({ ...allOn, BlockPublicPolicy: false, RestrictPublicBuckets: false }),
  block({ ...allOn, BlockPublicAcls: false, IgnorePublicAcls: false }),
];

const policies = (name: string): readonly Deed[] => [
  policy(policyOf(allowing(name, '*'), allowing(name, '*', 's3:PutObject'))),
  policy(policyOf(allowing(name, rootOf(other)))),
  policy(policyOf(tls(name), allowing(name, rootOf(other), 's3:*'))),
];

const acls: readonly Deed[] = ['public-read', 'public-read-write', 'authenticated-read'].map((ACL) =>
  put('PutBucketAcl', { ACL }),
);

/** What may happen to a bucket, by the first word of its name. */
const deeds: Readonly<Record<string, (name: string) => readonly Deed[]>> = {
  data: (name) => [
    ...opened,
    ...policies(name),
    put('DeleteBucketPolicy', {}),
    ...acls,
    ownership('ObjectWriter'),
    put('DeleteBucketOwnershipControls', {}),
    versioning('Suspended'),
    tags('red'),
    put('DeleteBucketTagging', {}),
    put('PutBucketEncryption', { ServerSideEncryptionConfiguration: encryptedBy('aws:kms') }),
  ],
  www: (name) => [
    ...opened,
    block(allOn),
    ...policies(name),
    put('DeleteBucketPolicy', {}),
    ...acls,
    ownership('BucketOwnerPreferred'),
  ],
  shared: (name) => [
    ...opened,
    ...policies(name),
    policy(policyOf(allowing(name, rootOf(partner), 's3:GetObject', 'Partner'))),
    policy(policyOf(tls(name), allowing(name, rootOf(partner), 's3:*', 'Partner'))),
  ],
  acl: () => [...opened, ...acls, ownership('ObjectWriter'), ownership('BucketOwnerEnforced'), tags('red')],
  part: (name) => [...opened, ...policies(name), versioning('Suspended'), tags('red'), tags('black')],
  dry: () => [...opened, versioning('Suspended')],
  other: (name) => [...opened, ...policies(name)],
};

const pick = <T>(random: Random, values: readonly T[]): T =>
  values[Math.floor(random() * values.length)] as T;

const actors: readonly Actor[] = ['eve', 'eve', 'ops', 'terraform'];

/** What happens to these buckets between two moments: single deeds, attacks in several, and code that insists on its own idea. */
export function driftsOf(
  random: Random,
  members: readonly Member[],
  from: number,
  until: number,
  count: number,
): readonly Drift[] {
  const drifts: Drift[] = [];
  const moment = (): number => from + random() * (until - from);
  while (drifts.length < count) {
    const { target } = pick(random, members);
    const all = deeds[target.name.split('-')[0] ?? '']?.(target.name) ?? [];
    const kind = random();
    if (kind < 0.5) {
      const isSilent = random() < 0.1;
      const one = { at: moment(), target, actor: pick(random, actors), ...pick(random, all) };
      drifts.push({ ...one, ...(isSilent ? { isSilent } : {}) });
    } else if (kind < 0.8) {
      const at = moment();
      const start = Math.floor(random() * all.length);
      const some = [pick(random, opened), ...all.slice(start, start + 1 + Math.floor(random() * 3))];
      for (const [place, deed] of some.entries())
        drifts.push({ at: at + place * (500 + random() * 8_000), target, actor: 'eve', ...deed });
    } else if (kind < 0.92) {
      const [at, deed] = [moment(), pick(random, all)];
      for (const place of [0, 1, 2])
        drifts.push({ at: Math.min(until, at + place * 55_000), target, actor: 'terraform', ...deed });
    } else {
      const account = accounts[1];
      if (account === undefined) continue;
      drifts.push({ at: moment(), target: account, actor: 'eve', ...pick(random, opened) });
    }
  }
  return drifts.sort((one, later) => one.at - later.at);
}

/** Changes that S3 never refuses, one a second. */
export const lateDrifts = (members: readonly Member[], from: number, count: number): readonly Drift[] =>
  Array.from({ length: count }, (_, place) => {
    const { target } = members[place % members.length] as Member;
    return { at: from + place * 1_000, target, actor: 'ops', ...(opened[place % opened.length] as Deed) };
  });
