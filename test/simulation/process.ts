import type { Clock, Random } from '../../controller/domain/ports.js';
import type { Chaos, Question } from './chaos.js';
import type { VirtualTime } from './virtual-time.js';

const never = new Promise<never>(() => {});

/** What every process of a history stands on. */
export interface Ground {
  readonly time: VirtualTime;
  readonly chaos: Chaos;
}

/**
 * One process as the world sees it: its clock, its chance, and every call that it makes. It may die or be paused at any
 * of them. Nothing that a dead process waits for is ever answered, so it does nothing more.
 */
export class Process {
  readonly name: string;
  readonly random: Random;
  readonly clock: Clock;
  readonly #ground: Ground;
  readonly #died: () => void;
  #isDead = false;
  #pausedUntil = 0;

  constructor(name: string, ground: Ground, random: Random, skewMs: number, died: () => void) {
    this.name = name;
    this.random = random;
    this.#ground = ground;
    this.#died = died;
    this.clock = {
      now: () => new Date(ground.time.now + skewMs),
      sleep: (ms, signal) => this.#sleep(ms, signal),
    };
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  die(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    this.#died();
  }

  /** Has a call carried out after a while, all of it or nothing; `effect` is told whether S3 shows what was before. */
  async call<T>(question: Question, effect: (isStale: boolean) => T): Promise<T> {
    if (this.#isDead) return never;
    const { time, chaos } = this.#ground;
    const fate = chaos.fateOf(this.name, question, this.random);
    if (fate.pauseMs !== undefined) this.#pausedUntil = Math.max(this.#pausedUntil, time.now + fate.pauseMs);
    if (fate.delayMs > 0 || this.#pausedUntil > time.now) await this.#sleep(fate.delayMs);
    if (fate.crash === 'before') this.die();
    // Somebody else may have been its death meanwhile.
    if (this.#isDead || fate.hangs === 'before') return never;
    fate.first?.();
    if (fate.refusal !== undefined) throw fate.refusal;
    if (fate.crash === 'after') {
      this.die();
      attempt(() => effect(fate.isStale === true));
      return never;
    }
    if (fate.hangs === 'after') {
      attempt(() => effect(fate.isStale === true));
      return never;
    }
    const answer = effect(fate.isStale === true);
    if (fate.lost !== undefined) throw fate.lost;
    // The SDK asks again where it got no answer, and is told what the second try came to.
    return fate.isTwice === true ? effect(false) : answer;
  }

  #sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const { time } = this.#ground;
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      let cancel = (): void => {};
      const leave = (): void => {
        cancel();
        reject(signal?.reason);
      };
      const wake = (): void => {
        if (this.#isDead) return;
        if (this.#pausedUntil > time.now) {
          cancel = time.after(this.#pausedUntil - time.now, wake);
          return;
        }
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      cancel = time.after(ms, wake);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}

function attempt(effect: () => unknown): void {
  try {
    effect();
  } catch {
    // Refused, and nobody is told.
  }
}
