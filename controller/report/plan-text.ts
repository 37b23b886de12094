import pc from 'picocolors';
import type { Step } from '../domain/plan.js';
import { fieldLines } from './field-text.js';
import { counted, indent, wrap } from './lines.js';
import type { PlanDocument } from './plan-document.js';
import { printable } from './printable.js';
import type { Screen } from './screen.js';
import { severityPaint } from './severity-paint.js';
import { stepLines } from './step-lines.js';

/** One target's plan: what differs, field by field, and the calls that would mend it. */
export function planText(plan: PlanDocument, screen: Screen): string {
  const { bold, dim, yellow } = pc.createColors(screen.color);
  const paint = severityPaint(screen.color);
  const inner = { ...screen, width: screen.width - 4 };
  const lines = [`${bold(plan.target)}  ${dim(`baseline ${plan.baseline}`)}`];
  for (const { aspect, fields, severity, cause, policy } of plan.differences) {
    lines.push(`  ${bold(aspect)}  ${paint[severity](severity)}  ${cause}  ${dim(policy)}`);
    lines.push(...indent(fieldLines(fields, inner), 4));
  }
  for (const { aspect, waiver, until } of plan.waived)
    lines.push(`  ${bold(aspect)}  waived until ${until}  ${dim(printable(waiver))}`);
  for (const { aspect, error } of plan.unreadable) {
    lines.push(`  ${bold(aspect)}  ${yellow('unreadable')}: ${printable(`${error.name}: ${error.message}`)}`);
  }
  for (const { aspect, runbook } of plan.escalations) {
    lines.push(
      `  ${bold(aspect)}  ${yellow('needs a human')}:`,
      ...indent(wrap(printable(runbook), inner.width), 4),
    );
  }
  const numbered = (steps: readonly Step[]): readonly string[] => indent(stepLines(steps, inner), 4);
  if (plan.steps.length > 0) lines.push(`  ${counted(plan.steps.length, 'step')}:`, ...numbered(plan.steps));
  const locking = plan.held.filter(({ relocks }) => relocks === true);
  const opening = plan.held.filter((one) => !locking.includes(one));
  if (opening.length > 0) lines.push('  held back, because they open (--reopen):', ...numbered(opening));
  if (locking.length > 0)
    lines.push('  held back, because nobody can take them back (--relock):', ...numbered(locking));
  return `${lines.join('\n')}\n`;
}
