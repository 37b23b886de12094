import type { Json } from '../../../controller/domain/json.js';
import { targetName } from '../../../controller/domain/target.js';
import { website, websiteMayGive } from './cast.js';
import { expectedOf, type Played, type Tried, words } from './play.js';
import { type Book, targetOf } from './watcher.js';

/** One call of the controller that the oracle objects to. */
export interface Objection {
  readonly bucket: string;
  readonly operation: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Everything that the judgement rests on. */
export interface Evidence {
  readonly played: readonly Played[];
  readonly tried: readonly (Tried & { readonly onTimeline: boolean })[];
  /** Names of incidents that are still open. */
  readonly open: readonly string[];
  readonly objections: readonly Objection[];
  /** What outsiders may do to the website now. */
  readonly websiteGrants: readonly string[];
}

/** The website is open as its baseline declares, no more and no less. */
export const isWebsiteRight = ({ websiteGrants }: Pick<Evidence, 'websiteGrants'>): boolean =>
  websiteGrants.join() === websiteMayGive;

/** What is not as it has to be, one sentence each; nothing if all went well. */
export function complaints({ played, tried, open, objections, websiteGrants }: Evidence): readonly string[] {
  return [
    ...played
      .filter(({ act, ending }) => ending !== expectedOf(act))
      .map(
        ({ act, incident, state }) =>
          `${act.name}: ${act.aspect} of ${targetName(targetOf(act))} was not ${words[expectedOf(act)]}. ` +
          `S3 shows ${JSON.stringify(state)}, declared is ${JSON.stringify(act.intact)}; ` +
          (incident === undefined
            ? 'the ledger has no incident of it.'
            : `incident ${incident.id} is ${incident.status} as ${incident.outcome}.`),
      ),
    ...tried
      .filter(({ attempt, errorCode }) => errorCode !== attempt.refusal)
      .map(
        ({ attempt, errorCode }) =>
          `${attempt.name}: S3 answered ${errorCode ?? 'yes'} instead of ${attempt.refusal}.`,
      ),
    ...tried
      .filter(({ onTimeline }) => !onTimeline)
      .map(({ attempt }) => `${attempt.name}: the ledger's time line does not show it.`),
    ...open.map((name) => `${name}: the incident is still open.`),
    ...objections.map(
      ({ bucket, operation, before, after }) =>
        `${operation} on ${bucket} opened more than was found or declared: ` +
        `${JSON.stringify(before)} became ${JSON.stringify(after)}.`,
    ),
    ...(isWebsiteRight({ websiteGrants })
      ? []
      : [
          `${website} has to be readable for the world and no more; outsiders have: ${websiteGrants.join(', ') || 'nothing'}.`,
        ]),
  ];
}

/** The result for machines. */
export function resultDocument(evidence: Evidence, report: Json): Json {
  const { played, tried, objections, websiteGrants } = evidence;
  const wrong = complaints(evidence);
  return {
    schema: 1,
    kind: 'demo',
    ok: wrong.length === 0,
    complaints: wrong,
    acts: played.map(({ act, incident, occurredAt, ms, ending }) => ({
      name: act.name,
      target: targetName(targetOf(act)),
      aspect: act.aspect,
      channel: incident?.channel ?? null,
      eventLost: act.eventLost === true,
      occurredAt,
      detectedAt: incident?.detectedAt ?? null,
      verifiedAt: incident?.verifiedAt ?? null,
      ms: ms ?? null,
      expected: expectedOf(act),
      ending: ending ?? null,
      healed: ending === 'putBack',
      incident: incident?.id ?? null,
    })),
    attempts: tried.map(({ attempt, at, errorCode, onTimeline }) => ({
      name: attempt.name,
      target: attempt.bucket,
      at,
      errorCode: errorCode ?? null,
      onTimeline,
    })),
    oracle: {
      violations: objections.map((one) => ({ ...one })),
      website: { name: website, outsiders: websiteGrants },
    },
    report,
  };
}

/** The names of the incidents that are open now, but for these ids. */
export async function stillOpen(
  book: Book,
  except: readonly (string | undefined)[],
): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { id, aspect, target } of book.incidents({ status: 'open' }))
    if (!except.includes(id)) names.push(`${aspect} of ${targetName(target)}`);
  return names;
}
