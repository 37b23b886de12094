import { readFile } from 'node:fs/promises';
import { UserError } from '../domain/errors.js';
import { type Verdict, verdictOn } from '../exposure/verdict.js';
import type { Command } from './command.js';
import { caseFrom, casesFrom, type GivenCase } from './exposure-case.js';
import { liveCases } from './exposure-live.js';
import { exposureText } from './exposure-text.js';
import { bucketsOf } from './targets.js';
import type { ExitCode } from './terminal.js';
import type { Tools } from './tools.js';

export const exposure: Command = {
  name: 'exposure',
  takes: '[buckets...]',
  summary: 'Tell whom buckets let in, and why: live ones, or cases from a file or a pipe',
  options: [
    { flag: '--file <file>', about: 'judge the case, or the list of cases, in a JSON file' },
    { flag: '--stdin', about: 'judge one JSON case per line, and answer each with a line of JSON' },
  ],
  examples: [
    'exposure',
    'exposure data-orders --json',
    'exposure --file case.json',
    'exposure --stdin < cases',
  ],
  async run(tools, { json, flag, text }, names) {
    const file = text('file');
    if ([file !== undefined, flag('stdin'), names.length > 0].filter(Boolean).length > 1)
      throw new UserError('Name buckets, or give --file, or --stdin: one of them.');
    if (flag('stdin')) return answerLines(tools);
    const judgements =
      file === undefined ? await live(tools, names) : casesFrom(await contentOf(file)).map(judge);
    if (json) {
      tools.terminal.out(
        `${JSON.stringify({ schema: 1, kind: 'exposure', buckets: judgements }, null, 2)}\n`,
      );
    } else {
      for (const [index, one] of judgements.entries()) print(tools, one, `case ${index + 1}`);
    }
    return exitCode(judgements);
  },
};

type Judgement = ({ readonly id?: string } & Verdict) | { readonly id?: string; readonly error: string };

const judge = (one: GivenCase): Judgement => {
  if ('error' in one) return one;
  const { given, ...named } = one;
  return { ...named, ...verdictOn(given) };
};

/** One line out for each line in, in order; a line that is no case is answered with its error. */
async function answerLines({ terminal }: Tools): Promise<ExitCode> {
  let code: ExitCode = 0;
  let line = 0;
  for await (const text of terminal.lines()) {
    line += 1;
    if (text.trim() === '') continue;
    const one = judge(caseFrom(text));
    terminal.out(`${JSON.stringify('error' in one ? { line, ...one } : one)}\n`);
    const now = exitCode([one]);
    if (code !== 1 && now !== 0) code = now;
  }
  return code;
}

async function live(tools: Tools, names: readonly string[]): Promise<readonly Judgement[]> {
  await tools.confirmAccounts();
  const read = liveCases(tools);
  const found: Judgement[] = [];
  const batch: Promise<GivenCase>[] = [];
  const settle = async (): Promise<void> => {
    for (const one of await Promise.all(batch.splice(0))) found.push(judge(one));
  };
  for await (const { target, region } of bucketsOf(tools, names)) {
    batch.push(read(target, region));
    if (batch.length >= tools.settings.workers) await settle();
  }
  await settle();
  return found;
}

function print({ terminal }: Tools, one: Judgement, standIn: string): void {
  const name = one.id ?? standIn;
  if ('error' in one) terminal.err(`${name} cannot be judged: ${one.error}\n`);
  else terminal.out(`${exposureText(name, one, terminal)}\n`);
}

function exitCode(judgements: readonly Judgement[]): ExitCode {
  if (judgements.some((one) => 'error' in one)) return 1;
  const isOpen = judgements.some(
    (one) => !('error' in one) && (one.effectivelyPublic.read || one.effectivelyPublic.write),
  );
  return isOpen ? 2 : 0;
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UserError(`${file} cannot be read. Look at --file.`, { cause });
  }
}
