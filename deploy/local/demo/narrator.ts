import pc from 'picocolors';
import type { Screen } from '../../../controller/report/screen.js';

/** Tells people what happens, line by line. */
export interface Narrator {
  /** A heading, with an empty line before it. */
  chapter(title: string): void;
  /** A name and what is to be said of it. */
  item(name: string, text: string): void;
  /** The name of something that takes a while; what it returns says how it ended. */
  task(name: string): (text: string) => void;
  /** Running text. */
  say(text: string): void;
  /** One moment of the play: seconds since its beginning, a mark, what happened, and a remark. */
  moment(seconds: number, mark: Mark, text: string, remark?: string): void;
}

/** `bad` was done, `good` was undone, `told` is for people to undo, `wrong` is what must not be. */
export type Mark = 'bad' | 'good' | 'told' | 'wrong';

const nameWidth = 21;
const textWidth = 59;

/** A narrator that prints lines for this screen. */
export function narratorOn({ width, color }: Screen, print: (text: string) => void): Narrator {
  const paint = pc.createColors(color);
  const marks: Readonly<Record<Mark, string>> = {
    bad: paint.red('✗'),
    good: paint.green('✓'),
    told: paint.yellow('→'),
    wrong: paint.bold(paint.red('!')),
  };
  const wide = Math.max(width, nameWidth + 30);
  const task = (name: string) => {
    print(`  ${paint.cyan(name.padEnd(nameWidth))}  `);
    return (text: string): void => {
      const between = `\n${' '.repeat(nameWidth + 4)}`;
      print(`${wrapped(text, wide - nameWidth - 4).join(between)}\n`);
    };
  };
  return {
    chapter: (title) => print(`\n${paint.bold(title)}\n`),
    item: (name, text) => task(name)(text),
    task,
    say(text) {
      for (const line of wrapped(text, wide)) print(`${line}\n`);
    },
    moment(seconds, mark, text, remark = '') {
      const time = paint.dim(`${seconds.toFixed(1)} s`.padStart(7));
      const tail = remark === '' ? '' : `  ${paint.dim(remark)}`;
      print(`${time}  ${marks[mark]} ${remark === '' ? text : text.padEnd(textWidth)}${tail}\n`);
    },
  };
}

/** The text in lines of at most so many columns; longer words stay whole. */
function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
