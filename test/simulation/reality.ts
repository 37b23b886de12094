import { isDeepStrictEqual } from 'node:util';
import type { Acl } from '../../deploy/local/documents.js';
import { type OutsideGrants, outsideGrants } from '../../deploy/local/oracle/grants.js';
import { aclAsShown } from '../fakes/memory-bucket.js';
import { accounts, allOn, type Member, partner } from './fleet.js';
import type { Change, Documents } from './history.js';
import type { Played } from './play.js';

/** The aspect that a document is, as baselines name it. */
export const aspectOf: Readonly<Record<string, string>> = {
  publicAccessBlock: 'publicAccessBlock',
  policy: 'bucketPolicy',
  acl: 'acl',
  ownershipControls: 'ownershipControls',
  versioning: 'versioning',
  tagging: 'tagging',
  encryption: 'encryption',
};

/** A target whose settings are declared. */
export interface Subject {
  readonly key: string;
  readonly aspects: readonly string[];
  /** The documents as they were at first. */
  readonly first: Documents;
  /** Whether a document is as declared. */
  isDeclared(document: string, documents: Documents): boolean;
  readonly isHealed: boolean;
  readonly toldOnly: readonly string[];
  /** What outsiders may do to it when it is as declared. */
  readonly declared: OutsideGrants;
}

/** A time during which one document of a target was not as declared, in milliseconds; both ends included. */
export interface Wrong {
  readonly target: string;
  readonly document: string;
  readonly from: number;
  readonly to: number;
}

const isTls = (statement: unknown): boolean =>
  JSON.stringify(statement).includes('"aws:SecureTransport":"false"') &&
  (statement as { readonly Effect?: string }).Effect === 'Deny';

function isPolicyInRules(text: unknown, grants: OutsideGrants): boolean {
  if (typeof text !== 'string') return false;
  const { Statement: statements } = JSON.parse(text) as { readonly Statement: readonly unknown[] };
  const beyond = [...grants].filter(
    (grant) => !new RegExp(`^account:${partner}:(?:read|write)$`).test(grant),
  );
  return statements.some(isTls) && beyond.length === 0;
}

const grantTexts = (acl: unknown): readonly string[] =>
  ((acl as Acl | undefined)?.Grants ?? [])
    .map(({ Grantee: { ID, URI }, Permission }) => JSON.stringify([ID, URI, Permission]))
    .sort();

/** Everything that is declared of the targets of a history. */
export function subjectsOf({ members, world }: Pick<Played, 'members' | 'world'>): readonly Subject[] {
  const account = accounts[1];
  const block = new Map([['publicAccessBlock', allOn]]);
  const whole: Subject[] =
    account === undefined
      ? []
      : [
          {
            key: `aws/${account.account}/account`,
            aspects: ['accountPublicAccessBlock'],
            first: block,
            isDeclared: (_, documents) => isDeepStrictEqual(documents.get('publicAccessBlock'), allOn),
            isHealed: true,
            toldOnly: [],
            declared: new Set(),
          },
        ];
  const selected = members.filter(({ target }) => !target.name.startsWith('other'));
  return [...whole, ...selected.map((member) => subjectOf(member, world))];
}

function subjectOf({ target, documents, isHealed, toldOnly }: Member, world: Played['world']): Subject {
  const grantsWith = (some: Documents): OutsideGrants =>
    outsideGrants(
      {
        partition: 'aws',
        accounts: new Map([...world.s3.accounts].map(([id, one]) => [id, { ...one, documents: new Map() }])),
      },
      {
        ...target,
        region: 'eu-west-1',
        createdAt: new Date(0),
        documents: new Map(some),
        previous: new Map(),
      },
    );
  const named = documentsNamed(target.name, documents);
  const first = new Map(Object.entries(documents));
  return {
    key: `aws/${target.account}/bucket/${target.name}`,
    aspects: named.map((name) => aspectOf[name] ?? name),
    first,
    isHealed,
    toldOnly,
    declared: grantsWith(first),
    isDeclared(document, now) {
      const [wanted, found] = [documents[document], now.get(document)];
      // What Block Public Access or ownership hides is not shown, and lets nobody in.
      if (document === 'acl')
        return found !== undefined && isDeepStrictEqual(grantTexts(wanted), grantTexts(aclAsShown(now)));
      if (document === 'policy' && target.name.startsWith('shared'))
        return isPolicyInRules(found, grantsWith(new Map([['policy', found]])));
      if (document === 'policy')
        return typeof found === 'string' && isDeepStrictEqual(JSON.parse(found), JSON.parse(String(wanted)));
      return isDeepStrictEqual(found, wanted);
    },
  };
}

/** The documents that the baseline of a bucket names: those that it has at first, the ACL only where it is declared. */
const documentsNamed = (name: string, documents: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(documents).filter((document) => document !== 'acl' || /^(?:data|acl)-/.test(name));

/** When which document was not as declared. What is still so at the end lasts until `end`. */
export function wrongsOf(played: Played, end: number): readonly Wrong[] {
  const changes = played.happenings.filter((one): one is Change => one.kind === 'change');
  const wrongs: Wrong[] = [];
  for (const subject of subjectsOf(played)) {
    const { key, aspects, isDeclared } = subject;
    const documents = Object.keys(aspectOf).filter((name) => {
      const aspect = key.endsWith('/account') ? 'accountPublicAccessBlock' : (aspectOf[name] ?? '');
      return aspects.includes(aspect) && (name === 'publicAccessBlock' || !key.endsWith('/account'));
    });
    for (const document of documents) {
      let since: number | undefined;
      for (const change of changes) {
        if (change.target !== key || !concerns(change, document)) continue;
        const isRight = change.document !== undefined && isDeclared(document, change.documents);
        if (!isRight) since ??= change.at;
        else if (since !== undefined) {
          wrongs.push({ target: key, document, from: since, to: change.at });
          since = undefined;
        }
      }
      if (since !== undefined) wrongs.push({ target: key, document, from: since, to: end });
    }
  }
  return wrongs;
}

/** Whether a change may have changed how a document shows: the ACL is hidden by two others. */
const concerns = ({ document: changed }: Change, document: string): boolean =>
  changed === undefined ||
  changed === document ||
  (document === 'acl' && (changed === 'publicAccessBlock' || changed === 'ownershipControls'));

/** A value of the ledger as it was before it was packed into its row. */
export const unpacked = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'json' in value ? JSON.parse(String(value.json)) : value;
