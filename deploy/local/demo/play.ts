import type { Clock } from '../../../controller/domain/ports.js';
import { targetName } from '../../../controller/domain/target.js';
import { type Instant, instant, millisBetween } from '../../../controller/domain/time.js';
import { duration } from '../../../controller/report/human-time.js';
import type { LocalAws } from '../start.js';
import type { Act, Attempt } from './act.js';
import type { Hands } from './clients.js';
import type { Narrator } from './narrator.js';
import { withEventsLost } from './stage.js';
import { type Book, type Fate, fateOf, targetOf, untilTrue } from './watcher.js';

/** What the play needs. */
export interface Theatre {
  readonly aws: LocalAws;
  readonly intruder: Hands;
  /** Somebody who only reads, and asks S3 instead of the controller. */
  readonly auditor: Hands;
  readonly book: Book;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
  readonly narrator: Narrator;
  /** Rejects when the controller has ended, since nothing is put back then. */
  assertRunning(): void;
}

/** An act and what became of it. `occurredAt` is when S3 had taken the last call of it. */
export interface Played extends Fate {
  readonly act: Act;
  readonly occurredAt: Instant;
  /** From `occurredAt` to the ledger's proof that it was undone, in milliseconds. */
  readonly ms?: number;
}

/** An attempt and what S3 answered; nothing if S3 let it through. */
export interface Tried {
  readonly attempt: Attempt;
  readonly at: Instant;
  readonly errorCode?: string;
}

/** How long an act may stay unhealed: several scans, also on a slow machine. */
const patienceMs = 25_000;

/** Between two acts, so that a person can follow, in milliseconds. */
const pauseMs = 500;

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
  const { aws, intruder, auditor, book, clock, narrator, stopping } = theatre;
  const begun = instant(clock.now());
  const deed = (): Promise<unknown> => act.commit(intruder);
  await (act.eventLost === true ? withEventsLost(aws, deed) : deed());
  const occurredAt = instant(clock.now());
  narrator.moment(seconds(), 'bad', act.deed, act.eventLost === true ? 'its event is lost' : '');
  return async () => {
    const look = (): Promise<Fate> => {
      theatre.assertRunning();
      return fateOf(act, begun, book, auditor);
    };
    const fate = await untilTrue(clock, patienceMs, look, ({ healed }) => healed, stopping);
    const { incident } = fate;
    const ms =
      incident?.verifiedAt === undefined ? undefined : millisBetween(occurredAt, incident.verifiedAt);
    const what = `${act.aspect} of ${targetName(targetOf(act))}`;
    if (fate.healed && incident !== undefined && ms !== undefined)
      narrator.moment(
        seconds(),
        'good',
        `put back: ${what}`,
        `after ${duration(ms)}, found by ${incident.channel}`,
      );
    else narrator.moment(seconds(), 'wrong', `not put back: ${what}`, incident?.outcome ?? 'not found');
    return { act, occurredAt, ...fate, ...(ms === undefined ? {} : { ms }) };
  };
}
