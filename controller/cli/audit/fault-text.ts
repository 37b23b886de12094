import type { Fault } from '../../audit/fault.js';
import { parseTarget, targetName } from '../../domain/target.js';
import { printable } from '../../report/printable.js';

/** One line: what kind of fault, where, and what it is. */
export function faultText({ kind, chain, seq, what }: Fault): string {
  if (chain === undefined) return `${kind}: seal ${seq}: ${printable(what)}`;
  const target = parseTarget(chain.target);
  const place = `${chain.aspect} of ${target === undefined ? chain.target : targetName(target)}`;
  return `${kind}: ${printable(place)}${seq === undefined ? '' : `, row ${seq}`}: ${printable(what)}`;
}
