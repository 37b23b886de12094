/** Wrong use or wrong input: says what is wrong, where, and what to do. Shown without a stack. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}

/** Trying again cannot help: recorded once, never retried. */
export class TerminalError extends Error {
  override readonly name: string = 'TerminalError';
}
