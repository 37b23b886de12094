import { randomStream } from '../../deploy/local/random.js';
import type { Subject } from './subject.js';

/** An input at which a subject broke. The seed and the place give it again. */
export interface Failure {
  readonly place: number;
  readonly input: string;
  readonly why: string;
}

/** How it went. */
export interface Played {
  readonly inputs: number;
  readonly slowestMs: number;
  readonly slowestPlace: number;
  readonly failures: readonly Failure[];
}

const longestMs = 1_000;
const mostFailures = 5;

/** The input of this place. */
export const inputAt = (subject: Subject, seed: number, place: number): string =>
  subject.input(randomStream(seed, `${subject.name} ${place}`));

/**
 * Gives a subject so many inputs, beginning with the one of a place. An input fails that breaks a promise, changes what
 * all objects inherit, or takes a second of the processor; ends early after a few.
 */
export async function play(subject: Subject, seed: number, from: number, count: number): Promise<Played> {
  const failures: Failure[] = [];
  let slowest = { ms: 0, place: from };
  let place = from;
  for (; place < from + count && failures.length < mostFailures; place += 1) {
    const input = inputAt(subject, seed, place);
    const before = process.cpuUsage();
    const why = await breakage(subject, input);
    const { user, system } = process.cpuUsage(before);
    const ms = (user + system) / 1_000;
    if (ms > slowest.ms) slowest = { ms, place };
    if (why !== undefined) failures.push({ place, input, why });
    else if (ms > longestMs) failures.push({ place, input, why: `took ${Math.round(ms)} ms` });
  }
  return { inputs: place - from, slowestMs: slowest.ms, slowestPlace: slowest.place, failures };
}

const inherited = (): string =>
  [Object.prototype, Array.prototype].flatMap(Reflect.ownKeys).map(String).join();
const untouched = inherited();

async function breakage(subject: Subject, input: string): Promise<string | undefined> {
  try {
    await subject.check(input);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  return inherited() === untouched ? undefined : 'changed what all objects inherit';
}
