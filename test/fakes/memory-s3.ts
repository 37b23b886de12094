import { isDeepStrictEqual } from 'node:util';
import { shut } from '../../controller/aspects/kit/blocks.js';
import type { JsonObject } from '../../controller/domain/json.js';
import type { ApprovedPlan, Step } from '../../controller/domain/plan.js';
import type { Access, Call, Reader, Readers, Reply, Writer } from '../../controller/domain/ports.js';
import type { Mode } from '../../controller/domain/response.js';
import type { Target } from '../../controller/domain/target.js';
import type { Account, Bucket } from '../../deploy/local/world.js';
import { createdIn, region } from './created-bucket.js';
import type { Life } from './life.js';
import { answers, documentOf, effects, refused } from './memory-bucket.js';

/**
 * The access settings of buckets in memory, with what S3 refuses and how it may fail: the port of S3 for tests that
 * replay. Effects are immediate and whole; it has no time and no chance of its own.
 */
export class MemoryS3 {
  readonly partition = 'aws';
  readonly accounts = new Map<string, Account>();
  readonly buckets = new Map<string, Bucket>();
  /** Every step that took effect or was refused, in order. */
  readonly sent: Step[] = [];
  /** Operations that fail, with the name of the error. */
  readonly failing = new Map<string, string>();
  /** Operations that are carried out, but whose caller sees only a timeout. */
  readonly replyLost = new Set<string>();
  /** Elements of a reply that no SDK knows, by operation. */
  readonly strange = new Map<string, readonly string[]>();
  /** How many reads after a write still show what was there before. */
  staleReads = 0;
  /** How many plans were given a writer. */
  writers = 0;
  /** Told after every effect. */
  watch: (bucket: Bucket) => void = () => {};
  readonly #staleLeft = new Map<string, number>();

  /** A bucket as it comes to be when nothing is said: no block, no policy, ACLs live and the owner's alone. */
  create(name: string, account: string, documents: Readonly<Record<string, unknown>> = {}): Bucket {
    const bucket = createdIn(this, name, account, documents);
    return bucket;
  }

  /** Carries out a write by whomever; throws what S3 refuses. */
  write(name: string, operation: string, input: JsonObject = {}): void {
    const bucket = this.#bucket(name);
    const effect = effects[operation];
    const document = documentOf[operation];
    if (effect === undefined || document === undefined) throw refused('NotImplemented', 501);
    const next = effect(input, bucket.documents);
    bucket.previous.set(document, bucket.documents.get(document));
    if (next === undefined) bucket.documents.delete(document);
    else bucket.documents.set(document, next);
    this.#staleLeft.set(`${name} ${document}`, this.staleReads);
    this.watch(bucket);
  }

  /** Lets so many reads show once more what a document was before its last write. */
  showOld(name: string, document: string, reads: number): void {
    this.#staleLeft.set(`${name} ${document}`, reads);
  }

  /** S3 as one process reaches it. */
  accessFor(life: Life, mode: Mode): Access {
    const reader = this.#readers(life);
    return mode === 'dry-run'
      ? { mode, reader }
      : { mode, reader, writerFor: (plan) => this.#writer(life, plan) };
  }

  #readers(life: Life): Readers {
    const readerFor = (target: Target): Reader => ({
      read: (call) => life.call(call.operation, () => this.#read(target, call)),
    });
    const isListed = (target: Target): Promise<boolean> =>
      life.call(
        'ListBuckets',
        () => target.kind === 'account' || this.buckets.get(target.name)?.account === target.account,
      );
    return { readerFor, isListed, locate: async () => region, regionOf: () => region };
  }

  #read(target: Target, { operation }: Call): Reply {
    const failure = this.failing.get(operation);
    if (failure !== undefined) throw refused(failure, failure === 'AccessDenied' ? 403 : 500);
    const answer = answers[operation];
    const document = documentOf[operation] ?? '';
    if (answer === undefined) throw refused('NotImplemented', 501);
    if (target.kind === 'account') {
      const documents = this.accounts.get(target.account)?.documents ?? new Map<string, unknown>();
      return { output: answer(documents), elements: new Set() };
    }
    const bucket = this.#bucket(target.name);
    // The reader names the expected owner in every call.
    if (bucket.account !== target.account) throw refused('AccessDenied', 403);
    const place = `${bucket.name} ${document}`;
    const stale = this.#staleLeft.get(place) ?? 0;
    this.#staleLeft.set(place, Math.max(0, stale - 1));
    const shown = new Map(bucket.documents);
    if (stale > 0) shown.set(document, bucket.previous.get(document));
    return { output: answer(shown), elements: new Set(this.strange.get(operation)) };
  }

  #writer(life: Life, plan: ApprovedPlan): Writer {
    this.writers += 1;
    return {
      send: async (step, _, mayBegin) => {
        mayBegin?.();
        return life.call(step.operation, () => {
          if (!plan.steps.includes(step)) throw new Error(`${step.id} is not in the plan`);
          const { target } = plan;
          if (step.operation === 'CreateBucket') return this.#creating(step, target);
          const { Bucket: name, ExpectedBucketOwner: owner, ...input } = step.input;
          if (target.kind !== 'bucket' || name !== target.name || owner !== target.account)
            throw new Error(`${step.id} is not for its target`);
          this.sent.push(step);
          const failure = this.failing.get(step.operation);
          if (failure !== undefined) throw refused(failure, 500);
          this.write(target.name, step.operation, input);
          if (this.replyLost.has(step.operation))
            throw Object.assign(new Error('no answer'), { name: 'TimeoutError' });
          return { requestId: `request-${this.sent.length}` };
        });
      },
    };
  }

  /** Closed from the first moment, as S3 creates buckets since April 2023 (S3 User Guide, "Blocking public access"). */
  #creating(step: Step, target: Target): { readonly requestId: string } {
    const { Bucket: name, ObjectOwnership: ownership, CreateBucketConfiguration: where } = step.input;
    if (target.kind !== 'bucket' || name !== target.name) throw new Error(`${step.id} is not for its target`);
    this.sent.push(step);
    const failure = this.failing.get(step.operation);
    if (failure !== undefined) throw refused(failure, 409);
    const standing = this.buckets.get(target.name)?.account;
    if (standing !== undefined)
      throw refused(standing === target.account ? 'BucketAlreadyOwnedByYou' : 'BucketAlreadyExists', 409);
    if (!isDeepStrictEqual(where, { LocationConstraint: region }))
      throw refused('IllegalLocationConstraintException');
    const ownershipControls = { Rules: [{ ObjectOwnership: String(ownership) }] };
    this.watch(
      this.create(target.name, target.account, { ownershipControls, publicAccessBlock: { ...shut } }),
    );
    if (this.replyLost.has(step.operation))
      throw Object.assign(new Error('no answer'), { name: 'TimeoutError' });
    return { requestId: `request-${this.sent.length}` };
  }

  #bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) throw refused('NoSuchBucket', 404);
    return bucket;
  }
}
