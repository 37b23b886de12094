import pc from 'picocolors';
import type { ExplainedAspect, Explanation } from '../catalog/explain.js';
import { isObject } from '../domain/json.js';
import type { Waiver } from '../domain/waiver.js';
import type { Doubt } from '../engine/choose.js';
import { waivedText } from '../engine/waivers.js';
import { indent, labelled, wrap } from '../report/lines.js';
import { printable } from '../report/printable.js';
import type { Screen } from '../report/screen.js';

/** The waivers in force for a target. */
export interface KnownWaivers {
  readonly known: readonly Waiver[];
  /** Why those that were granted are not known. */
  readonly unknown?: string;
}

interface Beside {
  readonly doubt: Doubt | undefined;
  readonly conflict: string | undefined;
  readonly waivers: KnownWaivers;
}

/** An explanation for people: what holds, who says so and where, and what nearly applied. */
export function explanationText(
  { target, baselines, mode, recreate, labels, aspects, almost }: Explanation,
  { doubt, conflict, waivers }: Beside,
  screen: Screen,
): string {
  const { bold, yellow } = pc.createColors(screen.color);
  const width = screen.width - 2;
  const layer = ({ baseline, source }: { readonly baseline: string; readonly source: string }): string =>
    `${baseline} (${source})`;
  const rows = labelled(
    [
      [
        'baseline',
        baselines.map(
          (one) =>
            `${[one, ...one.on].map(layer).join(' on ')}${one.isDefault ? '; the default: no other one selects it' : ''}`,
        ),
      ],
      ...(baselines.length === 0 ? [] : [['mode', `${mode.value}, ${mode.because}`] as const]),
      ...(recreate === undefined ? [] : [['recreate', `hold-name, says ${recreate.source}`] as const]),
      ...Object.entries(labels),
    ],
    width,
  );
  const told = (text: string): readonly string[] => indent(wrap(yellow(printable(text)), width), 2);
  const none = baselines.length === 0 && conflict === undefined ? ['  No baseline is for it.'] : [];
  return [
    bold(target),
    ...indent(baselines.length === 0 ? [] : rows, 2),
    ...none,
    ...(conflict === undefined ? [] : told(conflict)),
    ...(doubt === undefined ? [] : told(doubtText(doubt))),
    ...aspects.flatMap((one) => ['', ...indent(aspectLines(one, screen), 2)]),
    ...waiverLines(waivers, width),
    ...(almost.length === 0 ? [] : ['', '  Not for it:']),
    ...almost.flatMap(({ because, ...one }) =>
      indent(wrap(printable(`${layer(one)}: ${because.join('; ')}`), width - 2), 4),
    ),
    '',
  ].join('\n');
}

function waiverLines({ known, unknown }: KnownWaivers, width: number): readonly string[] {
  const lines = known.map((one) => `${one.aspect}: ${waivedText(one)}`);
  const doubts =
    unknown === undefined ? [] : [`The ledger cannot be asked for granted waivers (${unknown}).`];
  const all = [...lines, ...doubts].flatMap((line) => wrap(printable(line), width));
  return all.length === 0 ? [] : ['', ...indent(all, 2)];
}

function aspectLines(
  { aspect, desired, notApplicable, from, replaces, members, reopen, policies }: ExplainedAspect,
  screen: Screen,
): readonly string[] {
  const { bold, dim } = pc.createColors(screen.color);
  const value = desired.kind === 'absent' ? 'absent' : desired.value;
  const isMerged = Object.values(members).some((source) => fileOf(source) !== fileOf(from.source));
  const lines = isObject(value)
    ? Object.entries(value).map(([name, member]) => {
        const where = isMerged && members[name] !== undefined ? `  ${dim(members[name])}` : '';
        return `${printable(`${name}: ${JSON.stringify(member)}`)}${where}`;
      })
    : [printable(String(value))];
  const over = replaces.map(({ baseline, source }) => `${baseline} (${source})`).join(', ');
  const answers = policies.map(({ id, response }) => `${id} ${response}`).join(', ');
  return [
    `${bold(aspect)}  ${dim(from.source)}`,
    ...indent(lines, 2),
    ...indent(
      labelled(
        [
          ['not here', notApplicable],
          [isMerged ? 'merged with' : 'replaces', over === '' ? undefined : over],
          ['opens', reopen === 'auto' ? 'without a human' : undefined],
          ['otherwise', answers],
        ],
        screen.width - 4,
      ),
      2,
    ),
  ];
}

const fileOf = (source: string): string => source.replace(/:\d+$/, '');

const doubtText = (doubt: Doubt): string =>
  doubt.kind === 'unreadable'
    ? `Its tags cannot be read (${doubt.error.name}), so those that are remembered choose.`
    : `Its tags were changed and choose ${doubt.chosen ?? 'no baseline'} now, which asks for less in ${doubt.looser.join(', ')}: it stays.`;
