import { percentile } from '../../controller/report/distribution.js';
import { table } from '../../controller/report/table.js';
import type { Figure } from './counts.js';
import type { Pair, Race, Times } from './race.js';

const screen = { width: 120, color: false };
const cells = (...texts: readonly string[]) => texts.map((text) => ({ text }));

/** A ratio over the pairs: the median of the pairs' own ratios, and the smallest and the largest of them. */
export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** How many times as long as the bare script the controller took. */
export function ratioOf(pairs: readonly Pair[], which: keyof Times): Ratio {
  const ratios = pairs.map(({ controller, bare }) => controller[which] / bare[which]).sort((a, b) => a - b);
  return {
    median: percentile(ratios, 50) ?? Number.NaN,
    least: ratios[0] ?? Number.NaN,
    most: ratios.at(-1) ?? Number.NaN,
  };
}

/** The calls as a table: figure, measured, goal. */
export const figuresText = (figures: readonly Figure[]): readonly string[] =>
  table(
    [{ head: 'S3 calls' }, { head: 'measured', right: true }, { head: 'goal' }, { head: '' }],
    figures.map(({ what, least, most, goal, met }) =>
      cells(
        what,
        least === most ? String(least) : `${least} to ${most}`,
        goal,
        met === undefined ? '' : met ? 'met' : 'MISSED',
      ),
    ),
    screen,
  );

/** The comparison as tables: every pair, what it comes to, and what one event costs. */
export function raceText({ pairs, split }: Race): readonly string[] {
  const whole = (ms: number): string => String(Math.round(ms));
  const times = table(
    [
      { head: 'ms from receipt to proof' },
      { head: 'controller p50', right: true },
      { head: 'bare p50', right: true },
      { head: 'ratio', right: true },
      { head: 'controller p95', right: true },
      { head: 'bare p95', right: true },
      { head: 'ratio', right: true },
      { head: 'AWS busy', right: true },
    ],
    pairs.map(({ controller, bare, busy }, index) =>
      cells(
        `pair ${index + 1}`,
        whole(controller.p50),
        whole(bare.p50),
        (controller.p50 / bare.p50).toFixed(2),
        whole(controller.p95),
        whole(bare.p95),
        (controller.p95 / bare.p95).toFixed(2),
        `${whole(busy * 100)} %`,
      ),
    ),
    screen,
  );
  const told = (which: keyof Times): string => {
    const { median, least, most } = ratioOf(pairs, which);
    return `${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
  };
  const { controller, bare } = split;
  const costs = table(
    [{ head: 'calls' }, { head: 'controller', right: true }, { head: 'bare', right: true }],
    [
      cells('S3, per event', String(controller.s3), String(bare.s3)),
      cells('ledger, per event, until proved', String(controller.ledgerBefore), String(bare.ledgerBefore)),
      cells('ledger, per event, after that', String(controller.ledgerAfter), String(bare.ledgerAfter)),
      cells('ledger, for all events together', String(controller.ledgerForAll), String(bare.ledgerForAll)),
      cells('queue, for all events together', String(controller.queueForAll), String(bare.queueForAll)),
    ],
    screen,
  );
  return [
    ...times,
    '',
    `ratio of medians ${told('p50')}, goal under 1.5`,
    `ratio of p95     ${told('p95')}`,
    'The median of the pairs, the least and the most. Where the local AWS is busy all the time, both mostly wait for it.',
    '',
    ...costs,
  ];
}
