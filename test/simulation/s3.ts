import type { Json, JsonObject } from '../../controller/domain/json.js';
import type { ApprovedPlan } from '../../controller/domain/plan.js';
import type { Access, Call, Reader, Reply, Writer } from '../../controller/domain/ports.js';
import type { Mode } from '../../controller/domain/response.js';
import { type Target, targetKey } from '../../controller/domain/target.js';
import { type OutsideGrants, outsideGrants } from '../../deploy/local/oracle/grants.js';
import type { Account, Bucket } from '../../deploy/local/world.js';
import { createdIn, region } from '../fakes/created-bucket.js';
import { answers, documentOf, effects, refused } from '../fakes/memory-bucket.js';
import type { Process } from './process.js';
import type { Actor } from './trail.js';

/** For how long after a write S3 may show what was there before, in milliseconds. */
const staleForMs = 20_000;

/** Who makes a call. */
export interface Caller {
  readonly name: string;
  /** As CloudTrail tells of it. */
  readonly actor: Actor;
  readonly isOurs: boolean;
  /** CloudTrail says nothing of it. */
  readonly isSilent?: true;
}

/** A call that took effect. */
export interface Effect {
  readonly caller: Caller;
  readonly target: string;
  readonly operation: string;
  readonly document?: string;
  readonly documents: ReadonlyMap<string, unknown>;
  readonly grants: OutsideGrants;
}

/** Told of everything that S3 does. */
export interface Watcher {
  changed(effect: Effect): void;
  read(process: Process, target: Target, document: string, how: { error?: string; isStale?: true }): void;
  sending(process: Process, plan: ApprovedPlan, step: ApprovedPlan['steps'][number]): void;
  isUnderLease(process: Process, target: Target): boolean;
  hasSent(process: Process, target: Target): boolean;
}

/** Which document an operation reads or writes. */
export const documentIn = (operation: string): string | undefined =>
  operation in tagging ? 'tagging' : documentOf[operation];

type Tags = readonly { readonly Key: string; readonly Value: string }[];
const tagsIn = (documents: ReadonlyMap<string, unknown>): Tags =>
  (documents.get('tagging') as { readonly TagSet: Tags } | undefined)?.TagSet ?? [];

/** The calls of S3 Control that change single tags. */
const tagging: Readonly<
  Record<string, (input: JsonObject, documents: ReadonlyMap<string, unknown>) => unknown>
> = {
  TagResource: ({ Tags: given }, documents) => {
    const added = given as unknown as Tags;
    const kept = tagsIn(documents).filter(({ Key }) => !added.some((one) => one.Key === Key));
    return { TagSet: [...kept, ...added] };
  },
  UntagResource: ({ TagKeys: keys }, documents) => ({
    TagSet: tagsIn(documents).filter(({ Key }) => !(keys as readonly string[]).includes(Key)),
  }),
};

type Shelf = Pick<Bucket, 'documents' | 'previous'>;

/** S3 with its buckets and accounts in memory: what it refuses, whom it lets in, and what it may still show of the past. */
export class S3 {
  readonly partition = 'aws';
  readonly accounts = new Map<string, Account>();
  readonly buckets = new Map<string, Bucket>();
  readonly #now: () => number;
  readonly #watcher: Watcher;
  readonly #written = new Map<string, { readonly at: number; readonly by: 'drift' | 'repair' }>();
  readonly #grants = new Map<string, OutsideGrants>();

  constructor(now: () => number, watcher: Watcher) {
    this.#now = now;
    this.#watcher = watcher;
  }

  /** A bucket with these documents, in whatever account. */
  create(name: string, account: string, documents: Readonly<Record<string, unknown>>): Bucket {
    const bucket = createdIn(this, name, account, documents);
    this.#grants.clear();
    return bucket;
  }

  /** What outsiders may do to a bucket now. */
  grantsOf(name: string): OutsideGrants {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) return new Set();
    const known = this.#grants.get(name) ?? outsideGrants(this, bucket);
    this.#grants.set(name, known);
    return known;
  }

  lastWriter(key: string, document: string): 'drift' | 'repair' | undefined {
    const last = this.#written.get(`${key} ${document}`);
    return last !== undefined && this.#now() - last.at <= staleForMs ? last.by : undefined;
  }

  /** Carries out a call by whomever; throws what S3 refuses. */
  write(caller: Caller, target: Target, operation: string, input: JsonObject): void {
    const key = targetKey(target);
    if (operation === 'DeleteBucket' || operation === 'CreateBucket') {
      this.#existence(caller, target, operation);
      return;
    }
    const shelf = this.#shelf(target);
    const effect = effects[operation] ?? tagging[operation];
    const document = documentIn(operation);
    if (effect === undefined || document === undefined) throw refused('NotImplemented', 501);
    const next = effect(input, shelf.documents);
    shelf.previous.set(document, shelf.documents.get(document));
    if (next === undefined) shelf.documents.delete(document);
    else shelf.documents.set(document, next);
    this.#grants.clear();
    this.#written.set(`${key} ${document}`, { at: this.#now(), by: caller.isOurs ? 'repair' : 'drift' });
    this.#tell(caller, target, operation, shelf.documents, document);
  }

  #existence(caller: Caller, target: Target, operation: string): void {
    if (target.kind !== 'bucket') throw refused('NotImplemented', 501);
    const standing = this.buckets.get(target.name);
    if (operation === 'CreateBucket') {
      if (standing !== undefined) throw refused('BucketAlreadyExists', 409);
      const block = {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      };
      const ownershipControls = { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] };
      this.create(target.name, target.account, { publicAccessBlock: block, ownershipControls });
    } else {
      if (standing === undefined) throw refused('NoSuchBucket', 404);
      this.buckets.delete(target.name);
    }
    this.#grants.clear();
    this.#tell(caller, target, operation, this.buckets.get(target.name)?.documents ?? new Map());
  }

  #tell(
    caller: Caller,
    target: Target,
    operation: string,
    documents: ReadonlyMap<string, unknown>,
    document?: string,
  ): void {
    const grants = target.kind === 'bucket' ? this.grantsOf(target.name) : new Set<string>();
    this.#watcher.changed({
      caller,
      target: targetKey(target),
      operation,
      documents: new Map(documents),
      grants,
      ...(document === undefined ? {} : { document }),
    });
  }

  /** S3 as one process reaches it. */
  accessFor(process: Process, mode: Mode): Access {
    const watcher = this.#watcher;
    const reader = {
      readerFor: (target: Target): Reader => ({
        read: (call) => this.#reading(process, target, call),
      }),
      isListed: (target: Target): Promise<boolean> =>
        process.call(
          { port: 'list', site: 'isListed', target: targetKey(target) },
          () => target.kind === 'account' || this.buckets.get(target.name)?.account === target.account,
        ),
      locate: async () => region,
      regionOf: () => region,
    };
    if (mode === 'dry-run') return { mode, reader };
    const writerFor = (plan: ApprovedPlan): Writer => ({
      send: async (step) => {
        const key = targetKey(plan.target);
        const question = {
          port: 'write',
          site: `send ${step.operation}`,
          target: key,
          isUnderLease: watcher.isUnderLease(process, plan.target),
        } as const;
        return process.call(question, () => {
          watcher.sending(process, plan, step);
          const { Bucket, ResourceArn, ExpectedBucketOwner, AccountId, ...input } = step.input;
          const caller = { name: process.name, actor: 'snapback', isOurs: true } as const;
          const name = String(Bucket ?? String(ResourceArn).replace(/^.*:/, ''));
          if (plan.target.kind === 'bucket') this.#checkOwner(name, ExpectedBucketOwner ?? AccountId);
          const target: Target =
            plan.target.kind === 'bucket'
              ? { ...plan.target, name }
              : { ...plan.target, account: String(AccountId) };
          this.write(caller, target, step.operation, input);
          return { requestId: `request-${this.#now()}` };
        });
      },
    });
    return { mode, reader, writerFor };
  }

  #checkOwner(name: string, owner: Json | undefined): void {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) throw refused('NoSuchBucket', 404);
    if (owner !== undefined && bucket.account !== owner) throw refused('AccessDenied', 403);
  }

  async #reading(process: Process, target: Target, call: Call): Promise<Reply> {
    const watcher = this.#watcher;
    const { operation } = call;
    const document = documentOf[operation] ?? operation;
    const isUnderLease = watcher.isUnderLease(process, target);
    const place = watcher.hasSent(process, target)
      ? 'after sending'
      : isUnderLease
        ? 'under the lease'
        : 'at first';
    const site = `read ${operation} ${place}`;
    const question = { port: 'read', site, target: targetKey(target), document, isUnderLease } as const;
    try {
      const reply = await process.call(question, (isStale) => {
        const answer = this.#answer(target, operation, document, isStale);
        watcher.read(process, target, document, isStale ? { isStale } : {});
        return answer;
      });
      return reply;
    } catch (error) {
      watcher.read(process, target, document, { error: error instanceof Error ? error.name : 'unknown' });
      throw error;
    }
  }

  #answer(target: Target, operation: string, document: string, isStale: boolean): Reply {
    const answer = answers[operation];
    if (answer === undefined) throw refused('NotImplemented', 501);
    const shelf = this.#shelf(target);
    if (target.kind === 'bucket' && this.buckets.get(target.name)?.account !== target.account)
      throw refused('AccessDenied', 403);
    const shown = new Map(shelf.documents);
    if (isStale) shown.set(document, shelf.previous.get(document));
    return { output: answer(shown), elements: new Set() };
  }

  #shelf(target: Target): Shelf {
    const shelf =
      target.kind === 'bucket' ? this.buckets.get(target.name) : this.accounts.get(target.account);
    if (shelf === undefined) throw refused('NoSuchBucket', 404);
    return shelf;
  }
}
