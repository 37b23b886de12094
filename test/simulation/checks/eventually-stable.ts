import { calmUntil, stillUntil } from '../plan.js';
import { aspectOf, subjectsOf, wrongsOf } from '../reality.js';
import type { Check } from './check.js';

/** Once nothing goes wrong any more, everything is as declared within a bounded time, and nothing is written then. */
export const eventuallyStable: Check = {
  name: 'once drift and faults end, everything is as declared within a bounded time, and then nothing is written',
  find(played) {
    const { happenings, catalogues, world } = played;
    const healed = new Map(subjectsOf(played).map((subject) => [subject.key, subject]));
    const writes = happenings.flatMap((one) =>
      one.kind === 'sending' && one.at > calmUntil
        ? [`${one.at}: ${one.process} still sends ${one.step.operation} to ${one.target}`]
        : [],
    );
    const wrong = wrongsOf(played, stillUntil).flatMap(({ target, document, from, to }) => {
      const subject = healed.get(target);
      if (to <= calmUntil || subject?.isHealed !== true || world.seized.has(target)) return [];
      if (subject.toldOnly.includes(aspectOf[document] ?? '')) return [];
      // What another catalogue demands of a tag was never verified, so it waits for a human.
      if (catalogues === 'replaced' && document === 'tagging') return [];
      return [`${to}: ${document} of ${target} is wrong since ${from}`];
    });
    return [...writes, ...wrong];
  },
};
