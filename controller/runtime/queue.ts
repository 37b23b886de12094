import type { LookResult } from '../domain/ports.js';
import type { Look } from '../domain/signal.js';
import { targetKey } from '../domain/target.js';
import { mayMerge, merged, type Rank, rankOf } from './merge.js';
import { Waiters } from './waiters.js';

/** How the look that covered a wish ended. `look` is the same object for all whose wishes it covered. */
export type LookEnd =
  | { readonly kind: 'looked'; readonly look: Look; readonly result: LookResult }
  /** A TerminalError: recorded, and trying again cannot help. */
  | { readonly kind: 'hopeless'; readonly look: Look; readonly error: Error }
  /** To be tried again. */
  | { readonly kind: 'failed'; readonly look: Look; readonly error: unknown };

/** Called once, with the end of the look that covered the wish. Must not throw. */
export type Ticket = (end: LookEnd) => void;

/** A look that a worker has taken; exactly one of the three is called, once. */
export interface Work {
  readonly look: Look;
  end(end: LookEnd): void;
  /** Takes it back into the line when the wait is over, for all who asked; a wait that is cut short fails it. */
  again(wait: Promise<void>): void;
  /** Ends it as failed while it still goes on: until it is over, other looks at its target fail at once. */
  abandon(error: Error, over: Promise<unknown>): void;
}

interface Entry {
  look: Look;
  rank: Rank;
  readonly tickets: Ticket[];
}

/** No look waits while more than so many looks of other ranks are taken: a storm of events must not end the scans. */
const patience = 8;

/**
 * Looks waiting for a worker, merged by target. A target is in one pair of hands at a time; what is added meanwhile
 * waits and is looked at afterwards. Events are always taken in, scans wait for room.
 */
export class LookQueue {
  readonly #lines = new Map<string, Entry[]>();
  readonly #ready: readonly [Set<string>, Set<string>, Set<string>] = [new Set(), new Set(), new Set()];
  readonly #passed: [number, number, number] = [0, 0, 0];
  readonly #running = new Set<string>();
  readonly #abandoned = new Set<string>();
  readonly #takers = new Waiters<Work>();
  readonly #forRoom = new Waiters<void>();
  readonly #scanRoom: number;
  #scans = 0;

  /** `scanRoom` is how many looks that only a scan wants may wait. */
  constructor(scanRoom: number) {
    this.#scanRoom = scanRoom;
  }

  add(look: Look, ticket: Ticket): void {
    const key = targetKey(look.target);
    if (this.#abandoned.has(key)) {
      ticket({ kind: 'failed', look, error: new Error('An earlier look at this target has not ended yet.') });
      return;
    }
    const line = this.#lines.get(key) ?? [];
    const last = line.at(-1);
    if (last !== undefined && mayMerge(last.look, look)) this.#join(last, look, ticket);
    else line.push(this.#entry(look, ticket));
    this.#lines.set(key, line);
    this.#lineUp(key);
  }

  /** Adds once there is room; rejects with the signal's reason if that comes first. */
  async addWhenRoom(look: Look, ticket: Ticket, signal: AbortSignal): Promise<void> {
    while (this.#scans >= this.#scanRoom) await this.#forRoom.wait(signal);
    this.add(look, ticket);
  }

  /** The next look; waits for one, or rejects with the signal's reason. */
  async take(signal: AbortSignal): Promise<Work> {
    signal.throwIfAborted();
    return this.#next() ?? (await this.#takers.wait(signal));
  }

  #entry(look: Look, ticket: Ticket): Entry {
    const rank = rankOf(look);
    if (rank === 2) this.#scans += 1;
    return { look, rank, tickets: [ticket] };
  }

  #join(entry: Entry, look: Look, ticket: Ticket): void {
    const rank = rankOf(look);
    if (entry.rank === 2 && rank < 2) this.#scanLeft();
    if (rank < entry.rank) entry.rank = rank;
    entry.look = merged(entry.look, look);
    entry.tickets.push(ticket);
  }

  #scanLeft(): void {
    this.#scans -= 1;
    this.#forRoom.serve();
  }

  /** Puts a target where its first waiting look belongs, and gives it away if somebody waits for work. */
  #lineUp(key: string): void {
    const first = this.#lines.get(key)?.[0];
    if (first === undefined || this.#running.has(key)) return;
    for (const [rank, keys] of this.#ready.entries()) if (rank !== first.rank) keys.delete(key);
    this.#ready[first.rank].add(key);
    if (this.#takers.empty) return;
    const work = this.#next();
    if (work !== undefined) this.#takers.serve(work);
  }

  #next(): Work | undefined {
    const ranks = ([0, 1, 2] as const).filter((rank) => this.#ready[rank].size > 0);
    const chosen = ranks.find((rank) => this.#passed[rank] >= patience) ?? ranks[0];
    if (chosen === undefined) return undefined;
    for (const rank of ranks) this.#passed[rank] = rank === chosen ? 0 : this.#passed[rank] + 1;
    const [key] = this.#ready[chosen];
    const entry = key === undefined ? undefined : this.#lines.get(key)?.shift();
    if (key === undefined || entry === undefined) return undefined;
    this.#ready[chosen].delete(key);
    this.#running.add(key);
    if (entry.rank === 2) this.#scanLeft();
    return this.#work(key, entry);
  }

  #work(key: string, { look, tickets }: Entry): Work {
    const settle = (end: LookEnd): void => {
      for (const ticket of tickets) ticket(end);
    };
    return {
      look,
      end: (end) => {
        this.#release(key);
        settle(end);
      },
      again: (wait) => {
        this.#release(key);
        wait.then(
          () => {
            for (const ticket of tickets) this.add(look, ticket);
          },
          (error: unknown) => settle({ kind: 'failed', look, error }),
        );
      },
      abandon: (error, over) => {
        this.#abandoned.add(key);
        settle({ kind: 'failed', look, error });
        this.#dismiss(key, error);
        const ended = (): void => {
          this.#abandoned.delete(key);
          this.#release(key);
        };
        over.then(ended, ended);
      },
    };
  }

  #release(key: string): void {
    this.#running.delete(key);
    if (this.#lines.get(key)?.length === 0) this.#lines.delete(key);
    this.#lineUp(key);
  }

  /** Fails all that waits for a target. */
  #dismiss(key: string, error: Error): void {
    for (const { look, rank, tickets } of this.#lines.get(key)?.splice(0) ?? []) {
      if (rank === 2) this.#scanLeft();
      for (const ticket of tickets) ticket({ kind: 'failed', look, error });
    }
  }
}
