import type { AccountBrakeName, Asked, BrakeSettings, Tally } from '../../domain/brake.js';
import type { Brake } from '../../domain/hold.js';
import type { Instant } from '../../domain/time.js';

/** A brake that binds all targets of an account. Pure: what it counts is in the tally. */
export interface AccountBrake {
  readonly name: AccountBrakeName;
  /** What people call it. */
  readonly title: string;
  /** Why it is there. */
  readonly why: string;
  /** The brake, if it is on for this repair. */
  on(tally: Tally, asked: Asked, settings: BrakeSettings): Brake | undefined;
  /** The tally with this repair in it; it is counted before it is sent. */
  counted(tally: Tally, asked: Asked, settings: BrakeSettings): Tally;
  /** Whether the account's incident about it may end. */
  isOver(tally: Tally, at: Instant, settings: BrakeSettings): boolean;
  /** What a human does about it, in full sentences. */
  runbook(account: string): string;
}
