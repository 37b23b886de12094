import { digest } from '../../aspects/kit/digest.js';
import type { AccountBrakeName, Asked, BrakeMoment, BrakeSettings, Tally } from '../../domain/brake.js';
import type { Brake } from '../../domain/hold.js';
import { type Target, targetKey } from '../../domain/target.js';

/** A brake that binds all targets of an account. Pure: what it counts is in the tally. */
export interface AccountBrake {
  readonly name: AccountBrakeName;
  /** What people call it. */
  readonly title: string;
  /** Why it is there. */
  readonly why: string;
  /** It is also on for what a person applies, until a person confirms the catalogue. */
  readonly bindsPeople?: true;
  /** The brake, if it is on for this repair. */
  on(tally: Tally, asked: Asked, settings: BrakeSettings): Brake | undefined;
  /** The tally with this repair in it; it is counted before it is sent. Only where no brake is on. */
  counted(tally: Tally, asked: Asked, settings: BrakeSettings): Tally;
  /** Whether the account's incident about it may end. */
  isOver(tally: Tally, moment: BrakeMoment, settings: BrakeSettings): boolean;
  /** What a human does about it, in full sentences. */
  runbook(account: string): string;
}

/** A target as a tally names it: short, since there may be hundreds of them in one row. */
export const shortened = (target: Target): string => digest(targetKey(target)).slice(0, 8);
