import type { Random } from '../../controller/domain/ports.js';
import { parseTarget, type Target, targetKey } from '../../controller/domain/target.js';
import { randomStream } from '../../deploy/local/random.js';
import { Chaos, type Planned } from './chaos.js';
import type { Drift } from './drifts.js';
import { type Member, second, stranger } from './fleet.js';
import type { Happening } from './history.js';
import type { Process } from './process.js';
import { MessageQueue } from './queue.js';
import { S3 } from './s3.js';
import { Table } from './table.js';
import { type Actor, envelopeOf } from './trail.js';
import { VirtualTime } from './virtual-time.js';

const start = Date.parse('2026-01-31T12:00:00.000Z');

/** Without its time, which the world adds. */
type Untimed = Happening extends infer One ? (One extends Happening ? Omit<One, 'at'> : never) : never;

/** Everything outside the processes of one history, and the record of all that happens there. */
export class World {
  readonly time = new VirtualTime(start);
  readonly happenings: Happening[] = [];
  readonly sites = new Set<string>();
  readonly crashed = new Set<string>();
  readonly rows = new Table();
  readonly chaos: Chaos;
  readonly s3: S3;
  readonly queue: MessageQueue;
  /** Leases that processes believe they have, as `process target`, with what was sent under them. */
  readonly #leases = new Map<string, { sent: boolean }>();
  readonly #bus: Random;
  readonly #seized = new Set<string>();
  #events = 0;
  #drifts = 0;

  constructor(seed: number, planned: readonly Planned[], members: readonly Member[]) {
    this.#bus = randomStream(seed, 'bus');
    this.s3 = new S3(() => this.time.now, {
      changed: ({ caller, ...effect }) => {
        if (!caller.isOurs) this.#drifts += 1;
        const event = caller.isSilent === true ? undefined : this.#publish(caller.actor, effect);
        this.note({
          kind: 'change',
          by: caller.name,
          isOurs: caller.isOurs,
          ...effect,
          ...(event === undefined ? {} : { event }),
        });
      },
      read: (process, target, document, how) =>
        this.note({
          kind: 'read',
          process: process.name,
          target: targetKey(target),
          document,
          grants: target.kind === 'bucket' ? this.s3.grantsOf(target.name) : new Set(),
          ...how,
        }),
      sending: (process, plan, step) => {
        this.#lease(process, plan.target).sent = true;
        const owner = step.input['ExpectedBucketOwner'] ?? step.input['AccountId'];
        this.note({
          kind: 'sending',
          process: process.name,
          target: targetKey(plan.target),
          step,
          plan: plan.digest,
          fence: plan.fence,
          catalogue: plan.catalogue,
          isInAudit: this.#isInAudit(plan.target, step.aspect, step.id, plan.digest),
          owner: typeof owner === 'string' ? owner : undefined,
        });
      },
      isUnderLease: (process, target) => this.#leases.has(`${process.name} ${targetKey(target)}`),
      hasSent: (process, target) => this.#leases.get(`${process.name} ${targetKey(target)}`)?.sent === true,
    });
    this.chaos = new Chaos(
      {
        now: () => this.sinceStart,
        lastWriter: (target, document) => this.s3.lastWriter(target, document),
        seizeBucket: (target) => this.seize(target),
        hit: (fault, process, site) => {
          if (fault.startsWith('crash'))
            this.crashed.add(`${fault === 'crash before a call' ? 'before' : 'after'} ${site}`);
          this.note({
            kind: 'fault',
            fault,
            ...(process === undefined ? {} : { process }),
            ...(site === undefined ? {} : { site }),
          });
        },
        called: (site) => this.sites.add(site),
      },
      randomStream(seed, 'chaos'),
      planned,
    );
    this.queue = new MessageQueue(
      this.time,
      this.chaos,
      { mail: (what, id, body, process) => this.#mail(what, id, body, process) },
      60_000,
    );
    for (const { target, documents } of members) this.s3.create(target.name, target.account, documents);
    this.s3.create('nothing-of-the-second', second, {});
    this.s3.buckets.delete('nothing-of-the-second');
    const open = this.s3.accounts.get(second);
    open?.documents.set('publicAccessBlock', {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
  }

  get sinceStart(): number {
    return this.time.now - start;
  }

  note(happening: Untimed): void {
    this.happenings.push({ at: this.sinceStart, ...happening } as Happening);
  }

  /** Lets time pass until so long after the start, in milliseconds. */
  passUntil(sinceStart: number): Promise<void> {
    return this.time.passUntil(start + sinceStart);
  }

  /** Carries a drift out, and tells of it as CloudTrail does; what S3 refuses is an attempt. */
  drift({ target, actor, operation, input, isSilent }: Drift): void {
    const caller = { name: actor, actor, isOurs: false, ...(isSilent === true ? { isSilent } : {}) };
    try {
      this.s3.write(caller, target, operation, input);
    } catch (error) {
      const errorCode = error instanceof Error ? error.name : 'Unknown';
      this.note({
        kind: 'note',
        text: `${actor} is refused ${operation} on ${targetKey(target)}: ${errorCode}`,
      });
      this.#publish(actor, { target: targetKey(target), operation }, errorCode);
    }
  }

  /** A stranger takes the name of a bucket; the owner loses it for good. */
  seize(key: string): void {
    const target = parseTarget(key);
    if (target?.kind !== 'bucket' || !this.s3.buckets.has(target.name) || this.#seized.has(key)) return;
    this.#seized.add(key);
    this.s3.write({ name: 'ops', actor: 'ops', isOurs: false }, target, 'DeleteBucket', {});
    const taken: Target = { ...target, account: stranger };
    this.s3.write({ name: 'stranger', actor: 'stranger', isOurs: false }, taken, 'CreateBucket', {});
  }

  /** How much others than us have changed so far. */
  get drifts(): number {
    return this.#drifts;
  }

  get seized(): ReadonlySet<string> {
    return this.#seized;
  }

  leased(process: Process, target: Target, what: 'asked' | 'granted' | 'released', fence?: number): void {
    const key = `${process.name} ${targetKey(target)}`;
    if (what === 'granted') this.#leases.set(key, { sent: false });
    if (what === 'released') this.#leases.delete(key);
    this.note({
      kind: 'lease',
      process: process.name,
      target: targetKey(target),
      what,
      ...(fence === undefined ? {} : { fence }),
    });
  }

  recalled(process: Process, target: Target): void {
    this.note({ kind: 'recall', process: process.name, target: targetKey(target) });
  }

  #lease(process: Process, target: Target): { sent: boolean } {
    const key = `${process.name} ${targetKey(target)}`;
    const lease = this.#leases.get(key) ?? { sent: false };
    return lease;
  }

  /** Tells the bus of a call, which tells the queue, in time or not. Gives the id of the event. */
  #publish(
    actor: Actor,
    { target, operation }: { readonly target: string; readonly operation: string },
    errorCode?: string,
  ): string {
    this.#events += 1;
    const id = `00000000-0000-4000-8000-${String(this.#events).padStart(12, '0')}`;
    const to = parseTarget(target);
    if (to === undefined) return id;
    const body = envelopeOf({
      id,
      at: new Date(this.time.now),
      actor,
      target: to,
      operation,
      ...(errorCode === undefined ? {} : { errorCode }),
    });
    let delay = 1_000 + this.#bus() * 6_000;
    if (this.chaos.take('messages out of order')) delay += 15_000 + this.#bus() * 20_000;
    if (this.chaos.take('message late')) delay += 60_000 + this.#bus() * 120_000;
    if (this.chaos.take('message lost')) this.note({ kind: 'mail', what: 'lost', id: 'none', body });
    else this.time.after(delay, () => this.queue.put(body, 0));
    if (this.chaos.take('message twice')) this.time.after(delay * 2, () => this.queue.put(body, 0));
    return id;
  }

  #mail(what: 'sent' | 'lost' | 'received' | 'deleted', id: string, body: string, process?: Process): void {
    const isTrail = body.includes('"detail-type"');
    const event = isTrail ? /"eventID":"([^"]+)"/.exec(body)?.[1] : undefined;
    this.note({
      kind: 'mail',
      what,
      id,
      body,
      ...(process === undefined ? {} : { process: process.name }),
      ...(what === 'deleted'
        ? { open: this.#open(), noted: event === undefined || this.#isNoted(event) }
        : {}),
    });
  }

  #open(): ReadonlySet<string> {
    const incidents = this.rows.all.filter(({ byOpen }) => byOpen !== undefined);
    return new Set(incidents.map(({ pk, aspect }) => `${String(pk)} ${String(aspect)}`));
  }

  #isNoted(event: string): boolean {
    return this.rows.all.some(
      ({ sk }) => String(sk).startsWith('event/') && String(sk).endsWith(`/${event}`),
    );
  }

  #isInAudit(target: Target, aspect: string, step: string, plan: string): boolean {
    const range = { partition: targetKey(target), sort: `audit/${aspect}/`, backwards: true, limit: 6 };
    return this.rows.query(range).some(({ kind, content }) => {
      const text = JSON.stringify(content);
      return kind === 'sent' && text.includes(plan) && text.includes(step);
    });
  }
}
