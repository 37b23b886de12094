/** Wrong use or wrong input: says what is wrong, where, and what to do. Shown without a stack. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}

/** Somebody else holds the target, or may hold it by now: whoever gets this sends nothing more and looks again later. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Trying again cannot help: recorded once, never retried. */
export class TerminalError extends Error {
  override readonly name: string = 'TerminalError';
}
