import type { Check } from './check.js';

/** No fault of the world ends a controller. */
export const alive: Check = {
  name: 'no controller ends by itself',
  find: ({ happenings }) =>
    happenings.flatMap((one) =>
      one.kind === 'note' && one.text.startsWith('the controller ended')
        ? [`${one.at}: ${one.process}: ${one.text}`]
        : [],
    ),
};
