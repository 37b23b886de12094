import { aspectNamed, whyWithout } from '../aspects/index.js';
import type { Aspect } from '../aspects/kit/aspect.js';
import { isGone, isNotApplicable, readFailure } from '../domain/failure.js';
import type { Json } from '../domain/json.js';
import type { Observation } from '../domain/observation.js';
import type { Call, Reader } from '../domain/ports.js';
import { isDirectoryBucket, type Target } from '../domain/target.js';
import type { Engine, Observations } from './engine.js';
import { missingIn } from './existence.js';

/** Reads the named aspects of a target, each once, all at the same time. Never rejects because of what S3 answers. */
export async function observe(
  { access, clock, timing }: Pick<Engine, 'access' | 'clock' | 'timing'>,
  target: Target,
  names: Iterable<string>,
  region?: string,
): Promise<Observations> {
  const reader = access.reader.readerFor(target, region);
  const read = async (name: string): Promise<[string, Observation]> => [
    name,
    await observeOne(reader, target, name),
  ];
  const readAll = async (): Promise<Observations> =>
    new Map(await Promise.all([...new Set(names)].map(read)));
  const isListed = (): Promise<boolean> => access.reader.isListed(target).catch(() => true);

  const first = await readAll();
  const isRefused = missingIn(first) === 'taken';
  if (!isRefused && ![...first.values()].some(({ kind }) => kind === 'gone')) return first;
  // Whoever may not look at all is no rarity, and a listing tells without a pause that the bucket is there.
  if (isRefused && (await isListed())) return first;
  // S3 answers NoSuchBucket under load and for new buckets too: gone takes two looks and a listing.
  await clock.sleep(timing.secondLook);
  const second = await readAll();
  const missing = missingIn(second);
  if (missing === undefined || (await isListed())) return mapped(second, doubted);
  return missing === 'free' ? second : mapped(second, (seen) => (seen.kind === 'unreadable' ? taken : seen));
}

const mapped = (seen: Observations, change: (one: Observation) => Observation): Observations =>
  new Map([...seen].map(([name, one]) => [name, change(one)]));

const taken: Observation = {
  kind: 'gone',
  evidence: 'S3 answers that another account owns it, and this account does not list it',
  taken: true,
};

const doubted = (observation: Observation): Observation =>
  observation.kind === 'gone'
    ? {
        kind: 'unreadable',
        error: {
          name: 'NoSuchBucket',
          message: `${observation.evidence}, but there are signs that the bucket is there`,
        },
      }
    : observation;

async function observeOne(reader: Reader, target: Target, name: string): Promise<Observation> {
  const reason = whyWithout(name, target);
  const aspect = aspectNamed(name);
  if (aspect === undefined || reason !== undefined)
    return { kind: 'notApplicable', reason: reason ?? `There is no aspect ${name}` };
  const elements = new Set<string>();
  const listening: Reader = {
    async read(call: Call) {
      const reply = await reader.read(call);
      for (const element of reply.elements) elements.add(element);
      return reply;
    },
  };
  try {
    const { state } = await aspect.read(listening, target);
    const unknown = [...elements].filter((element) => !aspect.elements.includes(element));
    if (state === undefined) return unknown.length === 0 ? { kind: 'absent' } : notUnderstood(unknown);
    return {
      kind: 'observed',
      state: state as Json,
      ...(unknown.length === 0 ? {} : { unknown }),
    };
  } catch (error) {
    return failed(aspect, target, error);
  }
}

/** An answer that shows nothing that we know, but something else: no proof that there is nothing. */
const notUnderstood = (unknown: readonly string[]): Observation => ({
  kind: 'unreadable',
  error: {
    name: 'UnknownAnswer',
    message: `S3 answered ${unknown.join(', ')}, which this version does not know, and nothing that it does`,
  },
});

function failed(aspect: Aspect, target: Target, error: unknown): Observation {
  const failure = readFailure(error);
  if (aspect.absence.codes.includes(failure.name)) return { kind: 'absent' };
  if (isGone(error)) return { kind: 'gone', evidence: `S3 answered ${failure.name}` };
  // What directory buckets do not have is not asked for: 501 says there that the call was wrong.
  if (isNotApplicable(error) && !isDirectoryBucket(target))
    return { kind: 'notApplicable', reason: failure.message };
  return { kind: 'unreadable', error: failure };
}
