import { CommanderError, Command as Program } from 'commander';
import { UserError } from '../domain/errors.js';
import type { Command, Options } from './command.js';
import { settingList } from './setting-list.js';
import type { SettingRow } from './setting-row.js';
import type { ExitCode, Terminal } from './terminal.js';
import type { Tools } from './tools.js';

/** Makes the tools for one run from the flags that were given; throws a UserError for wrong settings. */
export type ToolsFrom = (flags: Readonly<Record<string, unknown>>) => Promise<Tools>;

/** Runs the command that the words name. Never throws: what goes wrong is told on the terminal and in the exit code. */
export async function runProgram(
  commands: readonly Command[],
  words: readonly string[],
  {
    terminal,
    version,
    toolsFrom,
  }: { readonly terminal: Terminal; readonly version: string; readonly toolsFrom: ToolsFrom },
): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = new Program('snapback')
    .description('Keeps Amazon S3 buckets the way their owners declared them.')
    .version(version)
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .showHelpAfterError('(snapback --help lists the commands)')
    .exitOverride();
  for (const command of commands) {
    const [name = '', ...groups] = command.name.split(' ').reverse();
    const sub = groupOf(program, groups).command(
      command.takes === undefined ? name : `${name} ${command.takes}`,
    );
    sub.summary(command.summary).description(command.summary).exitOverride();
    for (const { flag, about, standard } of command.options ?? []) sub.option(flag, about, standard);
    sub.option('--json', 'print JSON for machines', false);
    sub.option('--config <file>', 'settings file (default: snapback.yaml if it is there)');
    sub.optionsGroup('Settings (flag, then variable, then snapback.yaml):');
    for (const row of settingList as readonly SettingRow[]) sub.option(row.flag, helpOf(row));
    if (command.examples !== undefined) sub.addHelpText('after', exampleText(command.examples));
    sub.action(async () => {
      const given: Readonly<Record<string, unknown>> = sub.opts();
      const tools = await toolsFrom(given);
      try {
        code = await command.run(tools, optionsOf(given), sub.args);
      } finally {
        await tools.close();
      }
    });
  }
  try {
    await program.parseAsync(['node', 'snapback', ...words]);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    terminal.err(messageOf(error));
    return 1;
  }
}

/** The command above those whose names begin with its own: `audit` of `audit verify`. */
const groupOf = (program: Program, [name]: readonly string[]): Program =>
  name === undefined
    ? program
    : (program.commands.find((known) => known.name() === name) ??
      program.command(name).summary(`Commands of \`${name}\``).exitOverride());

const helpOf = ({ about, env, standard }: SettingRow): string =>
  `${about} [${env}${standard === undefined ? '' : `, ${standard}`}]`;

const exampleText = (examples: readonly string[]): string =>
  `\nExamples:\n${examples.map((example) => `  $ snapback ${example}`).join('\n')}\n`;

const optionsOf = (given: Readonly<Record<string, unknown>>): Options => ({
  json: given['json'] === true,
  text: (name) => (given[name] === undefined ? undefined : String(given[name])),
  flag: (name) => given[name] === true,
});

/** Wrong use needs no stack; what nobody foresaw does. */
function messageOf(error: unknown): string {
  if (error instanceof UserError) return `${error.message}\n`;
  const known = error instanceof Error ? adviceFor(error) : undefined;
  if (known !== undefined) return `${known}\n`;
  return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
}

/** Failures of the surroundings that every user meets once, with what to do. */
function adviceFor(error: Error): string | undefined {
  const code = 'code' in error ? String(error.code) : '';
  if (error.name === 'CredentialsProviderError') {
    return 'There are no AWS credentials. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `aws sso login`.';
  }
  if (error.name === 'ResourceNotFoundException') {
    return 'The ledger table does not exist. Make it with `snapback init-table`, or name another with --table.';
  }
  if (error.name === 'QueueDoesNotExist' || error.name === 'AWS.SimpleQueueService.NonExistentQueue') {
    return 'The queue does not exist. Look at --queue-url (SNAPBACK_QUEUE_URL).';
  }
  if (['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(code)) {
    return `Cannot reach AWS: ${error.message || code}. Look at the network, the region and AWS_ENDPOINT_URL.`;
  }
  if (
    ['ExpiredToken', 'ExpiredTokenException', 'InvalidClientTokenId', 'UnrecognizedClientException'].includes(
      error.name,
    )
  ) {
    return `AWS does not take these credentials (${error.name}): ${error.message}`;
  }
  return undefined;
}
