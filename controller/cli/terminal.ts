/** Where a command prints: what it was asked for on `out`, everything else on `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** What is typed or piped in, line by line. */
  lines(): AsyncIterable<string>;
  /** Columns. */
  readonly width: number;
  /** Whether a person is watching: colours and progress are for people only. */
  readonly color: boolean;
  /** Asks a yes-or-no question; no, if nobody can answer. */
  confirm(question: string): Promise<boolean>;
}

/** 0 clean, 1 failure or wrong use, 2 drift found. */
export type ExitCode = 0 | 1 | 2;
