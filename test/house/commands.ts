import type { Command } from '../../controller/cli/command.js';
import { settingList } from '../../controller/cli/setting-list.js';

import { fencesOf } from './markdown.js';

const everywhere = ['--json', '--config', '--help', '--version'];
const flagOf = (flag: string): string => flag.split(' ', 1)[0] ?? flag;

/** The lines that a document tells its reader to type: those of `sh` blocks, and those behind `$ ` in `console` blocks. */
export function typedLines(markdown: string): readonly string[] {
  return fencesOf(markdown).flatMap(({ info, text }) => {
    const lines = text.replaceAll('\\\n', ' ').split('\n');
    if (info === 'sh') return lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
    if (info !== 'console') return [];
    return lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
  });
}

/** Why lines could not be typed as they stand: npm scripts, commands and options that do not exist. */
export const wrongLines = (
  lines: readonly string[],
  scripts: readonly string[],
  commands: readonly Command[],
): readonly string[] =>
  lines.flatMap((line) => {
    const words = (line.split(/\s#\s/, 1)[0] ?? '').trim().split(/\s+/);
    const [first = '', second = '', third = ''] = words;
    if (first === 'npm') {
      const script = second === 'run' ? third : second;
      return scripts.includes(script) ? [] : [`${line}: no npm script ${script}`];
    }
    if (first !== 'npx' || second !== 'snapback') return [];
    if (third.startsWith('-')) return everywhere.includes(third) ? [] : [`${line}: no option ${third}`];
    const command = commands.find(({ name }) => `${third} ${words[3]} `.startsWith(`${name} `));
    if (command === undefined) return [`${line}: no command ${third}`];
    const known = [...(command.options ?? []), ...settingList].map(({ flag }) => flagOf(flag));
    const wrong = words.filter(
      (word) => word.startsWith('--') && ![...known, ...everywhere].includes(flagOf(word)),
    );
    return wrong.map((option) => `${line}: ${third} has no option ${option}`);
  });
