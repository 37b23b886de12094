import { runProgram } from '../../controller/cli/program.js';
import { commands } from '../../controller/cli/registry.js';
import type { ExitCode, Terminal } from '../../controller/cli/terminal.js';
import { toolsFrom } from '../../controller/compose.js';
import type { Log } from '../../controller/domain/ports.js';
import type { Rig } from '../rig/rig.js';

/** What somebody who types a command gets. */
export interface Answer {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Types commands into a terminal in the rig's surroundings; `says` answers every question, `piped` is the input. */
export const typing =
  ({ env }: Pick<Rig, 'env'>, says = false, piped: readonly string[] = []) =>
  async (...words: readonly string[]): Promise<Answer> => {
    const said = { out: '', err: '' };
    const terminal: Terminal = {
      out: (text) => {
        said.out += text;
      },
      err: (text) => {
        said.err += text;
      },
      async *lines() {
        yield* piped;
      },
      width: 120,
      color: false,
      async confirm(question) {
        said.err += `${question}\n`;
        return says;
      },
    };
    const around = { env, terminal, version: 'test', stopping: new AbortController().signal, log: quiet };
    const code = await runProgram(commands, words, {
      terminal,
      version: 'test',
      toolsFrom: (flags) => toolsFrom(flags, around),
    });
    return { code, ...said };
  };

/** The JSON that a command printed. */
export const jsonOf = ({ out }: Answer): Record<string, unknown> =>
  JSON.parse(out) as Record<string, unknown>;
