import { canonicalText } from '../domain/canonical.js';
import { readFailure } from '../domain/failure.js';
import type { Json } from '../domain/json.js';
import type { Call, Readers, Reply } from '../domain/ports.js';
import type { SavedRead, SavedState } from '../domain/saved-state.js';
import { type Target, targetKey } from '../domain/target.js';

/** The same reader of one target, and everything that it has answered. */
export function recording(readers: Readers): { readonly readers: Readers; readonly reads: SavedRead[] } {
  const reads: SavedRead[] = [];
  const kept = async ({ service, operation, input }: Call, answer: Promise<Reply>): Promise<Reply> => {
    const call = { service, operation, input };
    try {
      const reply = await answer;
      reads.push({ ...call, output: asJson(reply.output), elements: [...reply.elements].sort() });
      return reply;
    } catch (error) {
      reads.push({ ...call, error: readFailure(error) });
      throw error;
    }
  };
  return {
    reads,
    readers: {
      ...readers,
      readerFor: (target, region) => {
        const reader = readers.readerFor(target, region);
        return { read: (call, signal) => kept(call, reader.read(call, signal)) };
      },
    },
  };
}

/** Readers that answer from saved states alone; what was not saved cannot be read. */
export function savedReaders(states: Iterable<SavedState>): Readers {
  const known = new Map([...states].map((state) => [state.target, answersOf(state)] as const));
  const of = (target: Target): Answers | undefined => known.get(targetKey(target));
  return {
    readerFor: (target) => ({
      async read(call) {
        const saved = of(target)?.reads.get(nameOf(call));
        if (saved?.error !== undefined) throw failed(saved.error);
        if (saved?.output === undefined)
          throw failed({ name: 'NotSaved', message: `${call.operation} is not among the saved reads` });
        return { output: saved.output, elements: new Set(saved.elements) };
      },
    }),
    isListed: async (target) => of(target)?.isThere ?? false,
    async locate(target) {
      const region = of(target)?.region;
      if (region === undefined) throw failed({ name: 'NotSaved', message: 'its region was not saved' });
      return region;
    },
    regionOf: (target) => of(target)?.region,
  };
}

interface Answers {
  readonly region: string | undefined;
  readonly isThere: boolean;
  readonly reads: ReadonlyMap<string, SavedRead>;
}

const answersOf = ({ region, reads }: SavedState): Answers => ({
  region,
  isThere: reads.some(({ error }) => error?.name !== 'NoSuchBucket'),
  reads: new Map(reads.map((read) => [nameOf(read), read])),
});

const nameOf = ({ service, operation, input }: Pick<Call, 'service' | 'operation' | 'input'>): string =>
  `${service} ${operation} ${canonicalText(input)}`;

const failed = ({ name, message, status }: NonNullable<SavedRead['error']>): Error =>
  Object.assign(new Error(message), {
    name,
    ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
  });

/** What the SDK gave, without what JSON cannot say; moments become texts, as aspects have them. */
const asJson = (output: unknown): Json => JSON.parse(JSON.stringify(output ?? {})) as Json;
