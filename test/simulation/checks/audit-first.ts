import type { Check } from './check.js';

/** Every step is in the audit before it is sent. */
export const auditFirst: Check = {
  name: 'no write that the audit does not know of before it is sent',
  find: ({ happenings }) =>
    happenings.flatMap((one) =>
      one.kind === 'sending' && !one.isInAudit
        ? [`${one.at}: ${one.process} sends ${one.step.operation} to ${one.target} before the audit has it`]
        : [],
    ),
};
