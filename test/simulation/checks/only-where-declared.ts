import { catalogue, otherCatalogue, stranger } from '../fleet.js';
import type { Sending } from '../history.js';
import type { Played } from '../play.js';
import { subjectsOf } from '../reality.js';
import { longestLookMs } from '../replica.js';
import type { Check } from './check.js';

/** What the repair of an aspect may also write. S3 ties these settings together. */
const owned: Readonly<Record<string, readonly string[]>> = {
  acl: ['publicAccessBlock'],
  bucketPolicy: ['publicAccessBlock'],
  ownershipControls: ['acl', 'publicAccessBlock'],
};

/** Writes only go to selected targets of enrolled accounts, to what a baseline names, and as a catalogue in force says. */
export const onlyWhereDeclared: Check = {
  name: 'no write but where, and as, a catalogue in force declares it',
  find(played) {
    const subjects = new Map(subjectsOf(played).map((subject) => [subject.key, subject]));
    const sendings = played.happenings.filter((one): one is Sending => one.kind === 'sending');
    return sendings.flatMap((sending) => {
      const { at, process, target, step, owner } = sending;
      const where = `${at}: ${process} sends ${step.operation} to ${target}`;
      const subject = subjects.get(target);
      if (subject === undefined) return [`${where}, which nothing selects`];
      const named = subject.aspects.flatMap((aspect) => [aspect, ...(owned[aspect] ?? [])]);
      return [
        ...(subject.isHealed ? [] : [`${where}, which is in dry-run`]),
        ...(named.includes(step.aspect) ? [] : [`${where} for ${step.aspect}, which is not managed`]),
        ...(subject.toldOnly.includes(step.aspect)
          ? [`${where} for ${step.aspect}, which is only told of`]
          : []),
        ...(target.endsWith('/account') || owner === target.split('/')[1]
          ? []
          : [`${where} without its owner`]),
        ...(target.includes(stranger) ? [`${where}, which is a stranger's`] : []),
        ...wrongCatalogue(played, sending).map((why) => `${where} ${why}`),
      ];
    });
  },
};

/** The other catalogue only demands another tag, which was never verified: it may propose that, and nobody writes it. */
function wrongCatalogue({ happenings }: Played, { at, step, catalogue: by }: Sending): readonly string[] {
  const isTag = step.aspect === 'tagging';
  const wrongs: string[] = [];
  if (isTag && JSON.stringify(step.input).includes('green')) wrongs.push('the tag of a mere rollout');
  if (isTag && by === otherCatalogue.generation) wrongs.push('for a mere rollout');
  const replaced = happenings.find((one) => one.kind === 'fault' && one.fault === 'catalogue replaced');
  if (replaced !== undefined && at > replaced.at + longestLookMs && by === catalogue.generation)
    wrongs.push('by a catalogue that was replaced before');
  return wrongs;
}
