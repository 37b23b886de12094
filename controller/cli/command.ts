import type { ExitCode } from './terminal.js';
import type { Tools } from './tools.js';

/** An option of one command, as commander reads it: `--since <duration>`. */
export interface CommandOption {
  readonly flag: string;
  readonly about: string;
  readonly standard?: string;
}

/** One command of `snapback`. Help and parsing derive from it. */
export interface Command {
  /** One word, or the word of a group and another one: `audit verify`. */
  readonly name: string;
  readonly summary: string;
  /** Positional arguments: `<id>` or `[buckets...]`. */
  readonly takes?: string;
  readonly options?: readonly CommandOption[];
  /** Shown in the help, without the leading `snapback`. */
  readonly examples?: readonly string[];
  run(tools: Tools, options: Options, words: readonly string[]): Promise<ExitCode>;
}

/** The options that were given, by their camelCase names; every command has `json`. */
export interface Options {
  readonly json: boolean;
  text(name: string): string | undefined;
  flag(name: string): boolean;
}
