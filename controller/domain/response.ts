/** What to do about a difference, mildest first. */
export const responses = ['ignore', 'alert', 'propose', 'revert'] as const;
export type Response = (typeof responses)[number];

/** What is done is the mildest that every voice allows. */
export const mildest = (first: Response, ...others: readonly Response[]): Response =>
  others.reduce((mild, other) => (responses.indexOf(other) < responses.indexOf(mild) ? other : mild), first);

export const modes = ['dry-run', 'auto-revert'] as const;
export type Mode = (typeof modes)[number];

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** The graver of both. */
export const graver = (one: Severity, other: Severity): Severity =>
  severities.indexOf(one) < severities.indexOf(other) ? other : one;

/** How a look at one aspect ended. */
export const outcomes = [
  'clean',
  'reverted',
  'proposed',
  'inGrace',
  'braked',
  'alerted',
  'ignored',
  'waived',
  'escalated',
  'unreadable',
  'unconfirmed',
  'healedElsewhere',
  'gone',
  'taken',
  'failed',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Whether only what closes was sent so far, and the rest is sent when a grace or a brake is over. */
export const isHeld = (outcome: Outcome): boolean => outcome === 'inGrace' || outcome === 'braked';
