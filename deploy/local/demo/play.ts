import type { Clock } from '../../../controller/domain/ports.js';
import { targetName } from '../../../controller/domain/target.js';
import { type Instant, instant, millisBetween } from '../../../controller/domain/time.js';
import { duration } from '../../../controller/report/human-time.js';
import type { LocalAws } from '../start.js';
import type { Act, Attempt, Ending } from './act.js';
import type { Hands } from './clients.js';
import type { Narrator } from './narrator.js';
import { withEventsLost } from './stage.js';
import { type Book, type Fate, fateOf, targetOf, untilTrue, type Witnesses } from './watcher.js';

/** What the play needs. */
export interface Theatre extends Witnesses {
  readonly aws: LocalAws;
  readonly book: Book;
  readonly intruder: Hands;
  /** The root user, whose credentials the intruder has stolen, too. */
  readonly root: Hands;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
  readonly narrator: Narrator;
  /** Rejects when the controller has ended, since nothing is put back then. */
  assertRunning(): void;
}

/** An act and what became of it. It lasted from `begun` to `occurredAt`, when S3 had taken the last call of it. */
export interface Played extends Fate {
  readonly act: Act;
  readonly begun: Instant;
  readonly occurredAt: Instant;
  /** From `occurredAt` to when it was proved to be undone, or was handed over, by the ledger, in milliseconds. */
  readonly ms?: number;
}

/** An attempt and what S3 answered; nothing if S3 let it through. */
export interface Tried {
  readonly attempt: Attempt;
  readonly at: Instant;
  readonly errorCode?: string;
}

/** How long an act may stay unanswered: several scans, also on a slow machine. */
const patienceMs = 40_000;

/** Between two acts, so that a person can follow, in milliseconds. */
const pauseMs = 500;

/** The endings as people read them. */
export const words: Readonly<Record<Ending, string>> = {
  putBack: 'put back',
  handedOver: 'handed to people',
};

/** How the act has to end. */
export const expectedOf = ({ ending }: Act): Ending => ending ?? 'putBack';

/** Plays the script: these one after the other, then those at once. */
export async function play(
  theatre: Theatre,
  oneByOne: readonly (Act | Attempt)[],
  allAtOnce: readonly Act[],
): Promise<{ readonly played: readonly Played[]; readonly tried: readonly Tried[] }> {
  const beginning = theatre.clock.now().getTime();
  const seconds = (): number => (theatre.clock.now().getTime() - beginning) / 1000;
  const played: Played[] = [];
  const tried: Tried[] = [];
  for (const each of oneByOne) {
    await theatre.clock.sleep(pauseMs, theatre.stopping);
    if (each.kind === 'attempt') tried.push(await attempt(theatre, each, seconds));
    else played.push(await (await begin(theatre, each, seconds))());
  }
  theatre.narrator.chapter('The same intruder, now everything at once');
  const endings: (() => Promise<Played>)[] = [];
  for (const act of allAtOnce) endings.push(await begin(theatre, act, seconds));
  played.push(...(await Promise.all(endings.map((ending) => ending()))));
  return { played, tried };
}

async function attempt(
  { clock, intruder, narrator }: Theatre,
  one: Attempt,
  seconds: () => number,
): Promise<Tried> {
  const at = instant(clock.now());
  try {
    await one.commit(intruder);
    narrator.moment(seconds(), 'wrong', one.deed, 'S3 let it through');
    return { attempt: one, at };
  } catch (error) {
    const errorCode = error instanceof Error ? error.name : String(error);
    narrator.moment(seconds(), 'bad', one.deed, `S3 refuses: ${errorCode}`);
    return { attempt: one, at, errorCode };
  }
}

/** Does the deed; what it returns waits for the end of it. */
async function begin(theatre: Theatre, act: Act, seconds: () => number): Promise<() => Promise<Played>> {
  const { aws, intruder, root, clock, narrator, stopping } = theatre;
  const begun = instant(clock.now());
  const deed = (): Promise<unknown> => act.commit(act.byRoot === true ? root : intruder);
  await (act.eventLost === true ? withEventsLost(aws, deed) : deed());
  const occurredAt = instant(clock.now());
  narrator.moment(seconds(), 'bad', act.deed, act.eventLost === true ? 'its event is lost' : '');
  return async () => {
    const look = (): Promise<Fate> => {
      theatre.assertRunning();
      return fateOf(act, begun, theatre);
    };
    const fate = await untilTrue(
      clock,
      patienceMs,
      look,
      ({ ending }) => ending === expectedOf(act),
      stopping,
    );
    const { incident, ending } = fate;
    const ended = ending === 'handedOver' ? incident?.transitions.at(-1)?.at : incident?.verifiedAt;
    const ms = ended === undefined ? undefined : millisBetween(occurredAt, ended);
    const what = `${act.aspect} of ${targetName(targetOf(act))}`;
    const expected = expectedOf(act);
    if (ending === expected && incident !== undefined && ms !== undefined)
      narrator.moment(
        seconds(),
        ending === 'putBack' ? 'good' : 'told',
        `${words[ending]}: ${what}`,
        `after ${duration(ms)}, found by ${incident.channel}`,
      );
    else
      narrator.moment(
        seconds(),
        'wrong',
        `not ${words[expected]}: ${what}`,
        incident?.outcome ?? 'not found',
      );
    return { act, begun, occurredAt, ...fate, ...(ms === undefined ? {} : { ms }) };
  };
}
