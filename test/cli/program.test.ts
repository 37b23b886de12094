import { describe, expect, it } from 'vitest';
import type { Command, Options } from '../../controller/cli/command.js';
import { runProgram } from '../../controller/cli/program.js';
import { commands } from '../../controller/cli/registry.js';
import { settingsFrom } from '../../controller/cli/settings.js';
import type { ExitCode, Terminal } from '../../controller/cli/terminal.js';
import type { Tools } from '../../controller/cli/tools.js';
import { UserError } from '../../controller/domain/errors.js';
import { localCommands } from '../../deploy/local/demo/commands.js';

interface Told {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** What a program of these commands answers to these words. */
async function told(some: readonly Command[], ...words: readonly string[]): Promise<Told> {
  const said = { out: '', err: '' };
  const terminal: Terminal = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    width: 100,
    color: false,
    async *lines() {},
    confirm: async () => false,
  };
  const lasting = { opened: 0, closed: 0 };
  // These commands use no tool but the settings.
  const toolsFrom = async (flags: Readonly<Record<string, unknown>>): Promise<Tools> => {
    const settings = settingsFrom({ flags, env: {} });
    lasting.opened += 1;
    const close = async () => {
      lasting.closed += 1;
    };
    return { settings, terminal, close } as unknown as Tools;
  };
  const code = await runProgram(some, words, { terminal, version: '1.2.3', toolsFrom });
  // Whatever becomes of the command, what was opened for it is let go.
  expect(lasting.closed).toBe(lasting.opened);
  return { code, ...said };
}

const given: { options?: Options; words?: readonly string[]; table?: string }[] = [];
const greet: Command = {
  name: 'greet',
  takes: '[names...]',
  summary: 'Say a word',
  options: [
    { flag: '--since <duration>', about: 'how long', standard: '7d' },
    { flag: '--loud', about: 'in capitals' },
  ],
  examples: ['greet', 'greet somebody --loud'],
  async run({ settings }, options, words) {
    given.push({ options, words, table: settings.table });
    return 2;
  },
};
const failing = (error: unknown): Command => ({
  name: 'fail',
  summary: 'Fail',
  run: () => Promise.reject(error),
});
const named = (name: string, more: object = {}): Error =>
  Object.assign(new Error('its message'), { name, ...more });

describe('the program', () => {
  it('runs the command that is named, with its options, words and settings, and gives its exit code', async () => {
    expect((await told([greet], 'greet', 'a', 'b', '--loud', '--table', 'other', '--json')).code).toBe(2);
    const { options, words, table } = given.at(-1) ?? {};
    expect([words, table, options?.json, options?.flag('loud'), options?.text('since')]).toEqual([
      ['a', 'b'],
      'other',
      true,
      true,
      '7d',
    ]);
  });

  it.each([
    [['--version'], 0, '1.2.3\n'],
    [['--help'], 0, 'greet'],
    [['greet', '--help'], 0, '$ snapback greet somebody --loud'],
    [['greet', '--help'], 0, 'SNAPBACK_TABLE'],
  ])('answers %j with %i', async (words, code, out) => {
    const answer = await told([greet], ...words);
    expect([answer.code, answer.err]).toEqual([code, '']);
    expect(answer.out).toContain(out);
  });

  it.each([
    [['gret'], "unknown command 'gret'", 'Did you mean greet?'],
    [['greet', '--lout'], "unknown option '--lout'", 'Did you mean --loud?'],
    [['greet', '--since'], 'argument missing', '--help'],
    [['greet', '--mode', 'auto'], '--mode: ', 'auto-revert'],
    [[], 'Usage: snapback', 'greet'],
  ])('refuses %j with 1 and says what to do', async (words, problem, advice) => {
    const { code, out, err } = await told([greet], ...words);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(problem);
    expect(err).toContain(advice);
  });

  it.each([
    [new UserError('Not so. Do this.'), /^Not so\. Do this\.\n$/],
    [named('CredentialsProviderError'), /^There are no AWS credentials\. Set AWS_PROFILE/],
    [named('ResourceNotFoundException'), /^The ledger table does not exist\. .+init-table/],
    [named('QueueDoesNotExist'), /^The queue does not exist\. Look at --queue-url/],
    [named('Error', { code: 'ECONNREFUSED' }), /^Cannot reach AWS: its message\. .+AWS_ENDPOINT_URL\.\n$/],
    [named('ExpiredToken'), /^AWS does not take these credentials \(ExpiredToken\): its message\n$/],
  ])('tells without a stack what every user may meet: %s', async (error, message) => {
    const { code, out, err } = await told([failing(error)], 'fail');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(message);
    expect(err).not.toContain('    at ');
  });

  it.each([[new Error('nobody foresaw this')], ['a text']])(
    'tells all of what nobody foresaw: %s',
    async (error) => {
      const { code, err } = await told([failing(error)], 'fail');
      expect([code, err]).toEqual([
        1,
        expect.stringContaining(String(error instanceof Error ? error.stack : error)),
      ]);
    },
  );
});

describe.each([...commands, ...localCommands])('the command $name', (command) => {
  const { name, takes, options = [], examples = [], summary } = command;

  it('has a short summary, and examples that are its own', () => {
    expect(summary).toMatch(/^[A-Z].{5,90}[^.]$/);
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.filter((example) => !`${example} `.startsWith(`${name} `))).toEqual([]);
  });

  it('takes its own examples, and --json with each of them', async () => {
    const taken: Options[] = [];
    const recorded: Command = {
      ...command,
      run: async (_, given) => {
        taken.push(given);
        return 0;
      },
    };
    for (const example of examples) {
      const words = (example.match(/"[^"]*"|\S+/g) ?? [])
        .map((word) => word.replaceAll('"', ''))
        .filter((word) => word !== '--json');
      expect(await told([recorded], ...words, '--json')).toEqual({ code: 0, out: '', err: '' });
    }
    expect(taken.map(({ json }) => json)).toEqual(examples.map(() => true));
  });

  it('tells its options, its arguments and examples in its help', async () => {
    const { out } = await told([command], ...name.split(' '), '--help');
    for (const text of [summary, takes ?? name, ...options.map(({ flag }) => flag), ...examples])
      expect(out.replaceAll(/\s+/g, ' ')).toContain(text);
  });
});
