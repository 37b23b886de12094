import { aspects } from '../../controller/aspects/index.js';
import type { Aspect } from '../../controller/aspects/kit/aspect.js';
import { schemaFiles } from '../../controller/catalog/schema-files.js';
import { aspectRows } from '../../controller/cli/aspect-rows.js';
import type { Command } from '../../controller/cli/command.js';
import { commands } from '../../controller/cli/registry.js';
import { settingList } from '../../controller/cli/setting-list.js';
import type { SettingRow } from '../../controller/cli/setting-row.js';
import { localCommands } from '../../deploy/local/demo/commands.js';
import { type SourceFile, textOf } from './files.js';
import { table, withBlock } from './markdown.js';
import { alertsTable, controlsTable, policiesInFull } from './policies-page.js';

/** Every command of the program, in the order of its help. */
export const allCommands: readonly Command[] = [...commands, ...localCommands];

/** Every file or part of a file that is made from the code, with the text that it has to have. */
export const generated = (): readonly SourceFile[] => [
  { path: 'README.md', text: readme() },
  {
    path: 'docs/aspects.md',
    text: withBlock(
      withBlock(textOf('docs/aspects.md'), 'overview', aspectsAtAGlance()),
      'aspects',
      aspectsInFull(),
    ),
  },
  { path: 'docs/policies.md', text: policiesPage() },
  ...schemaFiles(),
];

const policiesPage = (): string =>
  Object.entries({ alerts: alertsTable(), controls: controlsTable(), policies: policiesInFull() }).reduce(
    (text, [name, block]) => withBlock(text, name, block),
    textOf('docs/policies.md'),
  );

function readme(): string {
  const blocks = {
    aspects: aspectsInShort(),
    commands: table(['Command', 'What it does'], allCommands.map(commandRow)),
    settings: table(
      ['In `snapback.yaml`', 'Flag', 'Variable', 'Default', 'What'],
      settingList.map(settingRow),
    ),
  };
  return Object.entries(blocks).reduce(
    (text, [name, block]) => withBlock(text, name, block),
    textOf('README.md'),
  );
}

const commandRow = ({ name, takes, summary }: Command): readonly string[] => [
  `\`snapback ${takes === undefined ? name : `${name} ${takes}`}\``,
  summary,
];

const settingRow = ({ key, flag, env, standard, about }: SettingRow): readonly string[] => [
  `\`${key}\``,
  `\`${flag}\``,
  `\`${env}\``,
  standard === undefined ? '' : `\`${standard}\``,
  about,
];

/** What a person reads about an aspect: the description of its value in a baseline. */
const told = ({ schema }: Aspect): string => String(schema['description'] ?? '');

const aspectsInShort = (): string =>
  table(
    ['Aspect', 'Of', 'What is held', 'May be `absent`'],
    aspects.map((aspect) => [
      `\`${aspect.name}\``,
      aspect.scope,
      told(aspect),
      aspect.absence.declarable ? 'yes' : 'no',
    ]),
  );

const code = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ') || 'none';

/** What `snapback aspects` prints, as a table. */
const aspectsAtAGlance = (): string =>
  table(
    [
      'Aspect',
      'Of',
      'Drift is',
      'Events',
      'To look',
      'To repair',
      'A human is called for',
      'Directory buckets',
    ],
    aspectRows().map(({ name, scope, answer, events, iam, escalates, directory }) => [
      `\`${name}\``,
      scope,
      answer,
      code(events),
      code(iam.read),
      code(iam.write),
      escalates ?? 'nothing',
      directory === undefined ? 'no' : code([...directory.iam.read, ...directory.iam.write]),
    ]),
  );

function directoryRows(directory: Aspect['directory']): readonly (readonly string[])[] {
  if (directory === undefined)
    return [['On directory buckets', 'not there: nothing is asked, nothing is written']];
  const { iam, escalates = 'nothing else' } = directory;
  return [
    ['Permissions on directory buckets', code([...iam.read, ...iam.write])],
    ['A human is called there for', escalates],
  ];
}

const aspectsInFull = (): string =>
  aspects
    .map((aspect) => {
      const { name, scope, events, iam, needs, owns, absence, escalates, prevention, directory } = aspect;
      const rows = [
        ['Set on', `a ${scope}`],
        ['CloudTrail calls', code(events)],
        ['Permissions to look', code(iam.read)],
        ['Permissions to repair', code(iam.write)],
        ['Read together with', code(needs)],
        ['A repair may also write', code(owns)],
        ['May be declared `absent`', absence.declarable ? 'yes' : 'no'],
        [
          'Nothing configured equals',
          absence.means === undefined ? 'no value' : `\`${JSON.stringify(absence.means)}\``,
        ],
        ['A human is called for', escalates ?? 'nothing'],
        ...(scope === 'bucket' ? directoryRows(directory) : []),
        ['Keep it from happening', prevention ?? 'nothing known'],
      ];
      return `## ${name}\n\n${told(aspect)}\n\n${table(['', ''], rows)}`;
    })
    .join('\n\n');
