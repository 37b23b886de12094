import type { Fault } from '../../controller/audit/fault.js';
import type { Meddler } from './meddler.js';

/** What an attack does at a row, and in which rows of the chain it must be found. */
export interface Attack {
  run(meddler: Meddler, at: number): Promise<unknown> | unknown;
  found(at: number): readonly [number, number];
  /** The kind that must be among the faults, where there is only one that tells the truth. */
  readonly kind?: Fault['kind'];
}

const here = (at: number) => [at, at] as const;

/** What can be done to a chain of so many rows that was sealed after each quarter. */
export function attacksOn(size: number): Readonly<Record<string, Attack>> {
  /** The next row that was sealed. */
  const nextSealed = (at: number) => here(Math.ceil(at / (size / 4)) * (size / 4));
  const longNear = (at: number): number => Math.min(size - 50, Math.floor(at / 100) * 100 + 50);
  return {
    'a changed member': {
      run: (m, at) => m.put(at, { ...m.row(at), fence: -1 }),
      found: here,
      kind: 'altered',
    },
    'an added member': {
      run: (m, at) => m.put(at, { ...m.row(at), byDay: '2026-03-01' }),
      found: here,
      kind: 'altered',
    },
    'a changed digest of the draft': {
      run: (m, at) => m.put(at, { ...m.row(at), draft: 'f'.repeat(64) }),
      found: here,
      kind: 'altered',
    },
    'a changed member, hashed anew': {
      run: async (m, at) => m.put(at, await m.rehashed(m.row(at), { fence: -1 })),
      found: here,
    },
    'a document that is no JSON': {
      run: (m, at) => m.put(at, { ...m.row(at), content: { json: '{' } }),
      found: here,
      kind: 'altered',
    },
    'a deleted row': {
      run: (m, at) => m.drop(at),
      found: here,
    },
    'deleted rows': {
      run: (m, at) => {
        for (let seq = at; seq <= Math.min(size, at + 40); seq += 1) m.drop(seq);
      },
      found: here,
    },
    'a copy under a key of another form': {
      run: (m, at) => m.put(`${String(at).padStart(10, '0')}a`, m.row(at)),
      found: () => [0, size],
      kind: 'inserted',
    },
    'a row added, all behind it moved and hashed anew': {
      run: async (m, at) => {
        for (let seq = size; seq >= at; seq -= 1) m.put(seq + 1, { ...m.row(seq), seq: seq + 1 });
        await m.recompute(at, size + 1, { incident: 'inc-2' });
      },
      found: nextSealed,
      kind: 'rewritten',
    },
    'two rows that changed places': {
      run: (m, at) => {
        const other = at === 1 ? 2 : at - 1;
        const [one, two] = [m.row(at), m.row(other)];
        m.put(at, two);
        m.put(other, one);
      },
      found: here,
      kind: 'moved',
    },
    'two rows that changed places and numbers, hashed anew': {
      run: async (m, at) => {
        const other = at === size ? at - 1 : at + 1;
        const [one, two] = [m.row(at), m.row(other)];
        m.put(at, await m.rehashed(two, { seq: at }));
        m.put(other, await m.rehashed(one, { seq: other }));
      },
      found: (at) => [Math.max(1, at - 1), Math.min(size, at + 1)],
    },
    'an end that is cut off, the head with it': {
      run: (m, at) => {
        for (let seq = Math.max(2, at); seq <= size; seq += 1) m.drop(seq);
        m.setHead(Math.max(1, at - 1), m.row(Math.max(1, at - 1))['hash']);
      },
      found: (at) => here(Math.max(2, at)),
      kind: 'cutOff',
    },
    'a chain that is written anew from there on': {
      run: (m, at) => m.recompute(at, size, { incident: 'inc-innocent' }),
      found: nextSealed,
      kind: 'rewritten',
    },
    'a chain that is written anew as a whole': {
      run: (m) => m.recompute(1, size, { incident: 'inc-innocent' }),
      found: () => nextSealed(1),
      kind: 'rewritten',
    },
    'a chain that is gone, with its head': {
      run: (m) => {
        for (let seq = 1; seq <= size; seq += 1) m.drop(seq);
        m.setHead(0, '');
      },
      found: () => here(1),
      kind: 'cutOff',
    },
    'a long document that was changed in its own rows': {
      run: (m, at) => m.alterPart(longNear(at)),
      found: (at) => here(longNear(at)),
      kind: 'altered',
    },
    'a head that knows another end': {
      run: (m) => m.setHead(size, 'f'.repeat(64)),
      found: () => here(size),
      kind: 'head',
    },
    'a head that knows more': {
      run: (m) => m.setHead(size + 1, 'f'.repeat(64)),
      found: () => [size + 1, size + 1],
    },
  };
}
