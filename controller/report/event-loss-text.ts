import type { EventFigures } from './event-loss.js';
import { counted, wrap } from './lines.js';
import { printable } from './printable.js';
import type { Screen } from './screen.js';
import { table } from './table.js';

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Which events came and which were lost, for people; unknown is never counted as lost. */
export function eventLines(events: EventFigures, screen: Screen): readonly string[] {
  const { came, late, lost, pending, unknown, lossRate, calls, neverCame } = events;
  const sentences = [
    lossRate === null
      ? 'Of no drift is it known which event should have told of it.'
      : `${came} of ${counted(came + lost, 'event')} came, ${late} of them after something else had found the drift. ` +
        `Lost: ${lost} (${percent(lossRate)}).`,
    ...(pending > 0 ? [`${counted(pending, 'event')} may yet come.`] : []),
    ...(unknown > 0
      ? [
          `${counted(unknown, 'drift')} left out: which event should have told is not known; \`lookup: cloudtrail\` asks.`,
        ]
      : []),
    ...(neverCame.length > 0
      ? [`Of these calls not one event came: ${neverCame.map(printable).join(', ')}. Look at the rule.`]
      : []),
  ];
  const losing = calls.filter((one) => one.lost > 0);
  return [
    ...sentences.flatMap((sentence) => wrap(sentence, screen.width)),
    ...(losing.length === 0
      ? []
      : table(
          [
            { head: 'call' },
            { head: 'region' },
            { head: 'came', right: true },
            { head: 'lost', right: true },
          ],
          losing.map((one) => [
            { text: printable(one.call) },
            { text: printable(one.region ?? '-') },
            { text: String(one.came) },
            { text: String(one.lost) },
          ]),
          screen,
        )),
  ];
}
