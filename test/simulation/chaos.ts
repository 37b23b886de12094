import type { Random } from '../../controller/domain/ports.js';
import type { FaultKind } from './fault-kinds.js';
import { refusals } from './refusals.js';

/** Which side a call goes to. */
export type Port = 'read' | 'write' | 'list' | 'ledger' | 'queue' | 'notify';

/** One call that is about to be made. */
export interface Question {
  readonly port: Port;
  /** Port method and the caller's place. */
  readonly site: string;
  readonly target?: string;
  readonly document?: string;
  /** The call is made while its process holds the target's lease. */
  readonly isUnderLease?: boolean;
  /** A write of the ledger under a condition. */
  readonly isConditional?: boolean;
}

/** What becomes of one call. */
export interface Fate {
  readonly delayMs: number;
  readonly crash?: 'before' | 'after';
  readonly hangs?: 'before' | 'after';
  readonly pauseMs?: number;
  /** The answer, nothing having been done. */
  readonly refusal?: Error;
  /** The answer after it was done. */
  readonly lost?: Error;
  readonly isStale?: boolean;
  readonly isTwice?: boolean;
  /** Happens right before the effect. */
  readonly first?: () => void;
}

/** A fault that hits the first call that it fits, or every one that it fits for a while. */
export interface Planned {
  readonly kind: FaultKind;
  readonly at: number;
  /** For faults that last. */
  readonly until?: number;
  /** For a crash: the site, as long as that is not too long in coming. */
  readonly site?: string;
  readonly patienceUntil?: number;
  readonly document?: string;
}

/** What the faults need of the world. */
export interface Stage {
  readonly now: () => number;
  /** Who wrote a document last, if S3 may still show what was there before. */
  readonly lastWriter: (target: string, document: string) => 'drift' | 'repair' | undefined;
  readonly seizeBucket: (target: string) => void;
  readonly hit: (kind: FaultKind, process: string | undefined, site: string | undefined) => void;
  readonly called: (site: string) => void;
}

const isS3 = ({ port }: Question): boolean => port === 'read' || port === 'write' || port === 'list';

/** Which calls a fault fits. */
const fits: Readonly<
  Partial<Record<FaultKind, (question: Question, planned: Planned, stage: Stage) => boolean>>
> = {
  'crash before a call': (question, planned, stage) => isSite(question, planned, stage),
  'crash after a call': (question, planned, stage) => isSite(question, planned, stage),
  'lost reply of S3': ({ port }) => port === 'write',
  'conflict of S3': ({ port }) => port === 'write',
  'storm of 503': isS3,
  'call that hangs': ({ port, site }) => port !== 'notify' && site !== 'receive messages',
  'stale read after a drift': (question, _, stage) => isStale(question, stage, 'drift'),
  'stale read after a repair': (question, _, stage) => isStale(question, stage, 'repair'),
  'expired credentials': isS3,
  'denied read': ({ port, document }, planned) => port === 'read' && document === planned.document,
  'queue call fails': ({ port }) => port === 'queue',
  'ledger condition refused': ({ isConditional }) => isConditional === true,
  'ledger throttled': ({ port }) => port === 'ledger',
  'ledger out of service': ({ port }) => port === 'ledger',
  'lost reply of the ledger': ({ port }) => port === 'ledger',
  'worker paused beyond its lease': ({ isUnderLease, port }) =>
    isUnderLease === true && (port === 'write' || port === 'read'),
  'bucket taken by a stranger': ({ isUnderLease, target, port }) =>
    isUnderLease === true && port === 'write' && target?.includes('/bucket/') === true,
  'notification refused': ({ port }) => port === 'notify',
};

const isSite = ({ site }: Question, { site: wanted, patienceUntil = 0 }: Planned, stage: Stage): boolean =>
  wanted === undefined || wanted === site || stage.now() > patienceUntil;

const isStale = ({ port, target, document }: Question, stage: Stage, by: 'drift' | 'repair'): boolean =>
  port === 'read' &&
  target !== undefined &&
  document !== undefined &&
  stage.lastWriter(target, document) === by;

/** Decides what becomes of every call, by a plan and by chance. */
export class Chaos {
  readonly #stage: Stage;
  readonly #random: Random;
  #planned: readonly Planned[];
  #hasCrashed = false;

  constructor(stage: Stage, random: Random, planned: readonly Planned[]) {
    this.#stage = stage;
    this.#random = random;
    this.#planned = planned;
  }

  /** Takes a fault of that kind if one is due, for what is no call of a process. */
  take(kind: FaultKind): boolean {
    const now = this.#stage.now();
    const due = this.#planned.find((one) => one.kind === kind && one.at <= now);
    if (due === undefined) return false;
    this.#planned = this.#planned.filter((one) => one !== due);
    this.#stage.hit(kind, undefined, undefined);
    return true;
  }

  /** From now on nothing goes wrong any more, but for the first crash if there was none yet. */
  end(): void {
    const [crash] = this.#hasCrashed ? [] : this.#planned.filter(({ kind }) => kind.startsWith('crash'));
    this.#planned = crash === undefined ? [] : [crash];
  }

  fateOf(process: string, question: Question, random: Random): Fate {
    const stage = this.#stage;
    stage.called(question.site);
    const delayMs = delayOf(question, random);
    const now = stage.now();
    for (const planned of this.#planned) {
      const { kind, at, until } = planned;
      if (at > now || fits[kind]?.(question, planned, stage) !== true) continue;
      if (until !== undefined && until <= now) {
        this.#planned = this.#planned.filter((one) => one !== planned);
        continue;
      }
      if (until === undefined) this.#planned = this.#planned.filter((one) => one !== planned);
      // A storm lets some calls pass.
      else if (kind === 'storm of 503' && this.#random() < 0.2) continue;
      if (kind.startsWith('crash')) this.#hasCrashed = true;
      stage.hit(kind, process, question.site);
      return { delayMs, ...this.#fate(kind, question) };
    }
    return { delayMs };
  }

  #fate(kind: FaultKind, question: Question): Omit<Fate, 'delayMs'> {
    const side = this.#random() < 0.5 ? 'before' : 'after';
    switch (kind) {
      case 'crash before a call':
        return { crash: 'before' };
      case 'crash after a call':
        return { crash: 'after' };
      case 'call that hangs':
        return { hangs: side };
      case 'worker paused beyond its lease':
        return { pauseMs: 35_000 + this.#random() * 60_000 };
      case 'bucket taken by a stranger':
        return { first: () => this.#stage.seizeBucket(question.target ?? '') };
      case 'stale read after a drift':
      case 'stale read after a repair':
        return { isStale: true };
      case 'ledger condition refused':
        return { isTwice: true };
      case 'lost reply of S3':
      case 'lost reply of the ledger':
        return { lost: refusals.timeout() };
      default:
        return { refusal: refusals[kind]?.() ?? new Error(kind) };
    }
  }
}

/** How long a call takes until it is carried out, in milliseconds. */
function delayOf({ port }: Question, random: Random): number {
  if (port === 'ledger') return random() < 0.6 ? 0 : Math.ceil(random() * 8);
  return Math.ceil(random() * 40);
}
