import type { Approved } from '../domain/approved.js';
import type { Incident } from '../domain/incident.js';
import type { Step } from '../domain/plan.js';
import { targetName } from '../domain/target.js';
import { counted, indent } from './lines.js';
import { printable } from './printable.js';
import type { Screen } from './screen.js';
import { stepLines } from './step-lines.js';

/** Says what was sent, or why nothing was and what to do. `open`: the open incidents of the target. */
export function approvalText(
  told: Approved,
  incidents: readonly Incident[],
  open: readonly Incident[],
  screen: Screen,
): string {
  return `${linesOf(told, incidents, open, screen).join('\n')}\n`;
}

function linesOf(
  told: Approved,
  incidents: readonly Incident[],
  open: readonly Incident[],
  screen: Screen,
): readonly string[] {
  const inner = { ...screen, width: screen.width - 2 };
  const steps = (list: readonly Step[]): readonly string[] => indent(stepLines(list, inner), 2);
  const ids = incidents.map(({ id }) => id).join(' ');
  const [target = ''] = incidents.map((one) => targetName(one.target));
  switch (told.kind) {
    case 'unheld':
      return [`No baseline selects ${target} any more, so nothing is proposed. Nothing was sent.`];
    case 'gone':
      return [`${target} is not there: ${printable(told.evidence)}. Nothing was sent.`];
    case 'unreadable':
      return [`${told.aspect} cannot be read, so nothing was sent: ${printable(told.why)}`];
    case 'healed':
      return incidents.map(({ id, aspect }) => `${id}: ${aspect} is as declared by now. Nothing was sent.`);
    case 'changed':
      return [
        ...told.changes.flatMap(({ incident, before, now }) => [
          `${incident.id}: what ${incident.aspect} needs now is not what was proposed. Nothing was sent.`,
          '  proposed before:',
          ...indent(steps(before?.steps ?? []), 2),
          now === undefined ? '  proposed now: nothing' : '  proposed now, and kept:',
          ...indent(steps(now?.steps ?? []), 2),
        ]),
        `If that may be sent, approve again: snapback approve ${ids}`,
      ];
    case 'together':
      return together(told.aspects, ids, open);
    case 'leave':
      return [
        ...(told.opening.length === 0 ? [] : ['These steps open:', ...steps(told.opening)]),
        ...(told.locking.length === 0 ? [] : ['Nobody can take these steps back:', ...steps(told.locking)]),
        `Nothing was sent. If that is meant, give ${[...(told.opening.length === 0 ? [] : ['--reopen']), ...(told.locking.length === 0 ? [] : ['--relock'])].join(' ')}.`,
      ];
    case 'planned':
      return [
        `${target}: ${counted(told.plan.steps.length, 'step')} would be sent:`,
        ...steps(told.plan.steps),
        'The mode is dry-run, so nothing was sent. Give --mode auto-revert, unless the baseline itself says dry-run.',
      ];
    case 'sent':
      return [
        ...incidents.map(
          ({ id, aspect }) => `${id}: ${aspect} ${told.outcomes.get(aspect) ?? 'not looked at'}`,
        ),
        ...(incidents.some(({ aspect }) => told.outcomes.get(aspect) === 'proposed')
          ? ['It changed while it was approved, and nothing was sent. Read it again, then approve again.']
          : []),
      ];
  }
}

function together(aspects: readonly string[], ids: string, open: readonly Incident[]): readonly string[] {
  const others = open.filter(({ aspect }) => aspects.includes(aspect)).map(({ id }) => id);
  const names = aspects.length === 0 ? 'an earlier repair that was left half way' : aspects.join(', ');
  return [
    `The repair hangs together with ${names}, and a part of it alone would be another one. Nothing was sent.`,
    others.length === 0
      ? 'Bring the whole target to its baseline: snapback apply'
      : `Approve them together: snapback approve ${ids} ${others.join(' ')}`,
  ];
}
