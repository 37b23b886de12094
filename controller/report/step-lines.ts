import pc from 'picocolors';
import type { Step } from '../domain/plan.js';
import { printable } from './printable.js';
import type { Screen } from './screen.js';

/** Steps, each on one line: the call, what it does to the target, and what it says beside the target's name. */
export function stepLines(steps: readonly Step[], screen: Screen): readonly string[] {
  const { dim } = pc.createColors(screen.color);
  return steps.map(
    (one, index) =>
      `${index + 1}. ${one.operation}  ${dim(`${one.effect}  ${printable(shortened(one, screen.width - 26 - one.operation.length))}`)}`,
  );
}

/** The input of a step without what every step has, on one line. */
function shortened({ input }: Step, width: number): string {
  const { Bucket: _bucket, ExpectedBucketOwner: _owner, AccountId: _account, ...rest } = input;
  const text = JSON.stringify(rest);
  return text.length <= width ? text : `${text.slice(0, Math.max(width - 3, 20))}...`;
}
