import { type Target, targetKey, targetName } from '../domain/target.js';
import { type Instant, millisBetween } from '../domain/time.js';
import type { Waiver, WaiverUse } from '../domain/waiver.js';
import { duration, utc } from './human-time.js';
import { counted } from './lines.js';
import { printable } from './printable.js';
import type { Screen } from './screen.js';
import { table } from './table.js';

/** A waiver and what it was good for. */
export interface ListedWaiver extends Omit<Waiver, 'target'> {
  /** The one spelling of a target. */
  readonly target: string;
  readonly name: string;
  /** Milliseconds until it is over; 0 if it is. */
  readonly leftMs: number;
  /** `null` if no look has found what it covers. */
  readonly use: WaiverUse | null;
}

/** How a waiver stands at a moment. */
export const listedWaiver = (
  { target, ...waiver }: Waiver & { readonly target: Target },
  use: WaiverUse | undefined,
  now: Instant,
): ListedWaiver => ({
  ...waiver,
  target: targetKey(target),
  name: targetName(target),
  leftMs: Math.max(0, millisBetween(now, waiver.expires)),
  use: use ?? null,
});

const usedText = ({ use }: ListedWaiver): string =>
  use === null
    ? 'never used'
    : `${counted(use.looks, 'look')}, ${counted(use.incidents, 'incident')}, last ${utc(use.last).slice(0, 16)}`;

/** Waivers for people, in the order given. */
export function waiversText(waivers: readonly ListedWaiver[], screen: Screen): string {
  if (waivers.length === 0) return 'No waivers.\n';
  const lines = table(
    [
      { head: 'waiver' },
      { head: 'target', gives: true },
      { head: 'aspect', gives: true },
      { head: 'left' },
      { head: 'used' },
      { head: 'owner', gives: true },
      { head: 'reason', gives: true },
    ],
    waivers.map((one) => [
      { text: printable(one.id) },
      { text: printable(one.name) },
      { text: one.aspect },
      { text: one.leftMs === 0 ? 'over' : duration(one.leftMs) },
      { text: usedText(one) },
      { text: printable(one.owner) },
      { text: printable(one.reason) },
    ]),
    screen,
  );
  return `${lines.join('\n')}\n`;
}
