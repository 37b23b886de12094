import { existsSync } from 'node:fs';
import type fc from 'fast-check';
import type { Json } from '../../controller/domain/json.js';

/** What the contract suite has to know of an aspect's values. */
export interface Arbitraries {
  /** Values as baselines declare them. */
  readonly value: fc.Arbitrary<Json>;
  /** The same thing in another spelling: a live state with which such a declaration is content. */
  readonly equivalent: (value: Json) => fc.Arbitrary<Json>;
  /** A live state that is other than declared in one field. */
  readonly mutated: (value: Json) => fc.Arbitrary<Json>;
}

/** The arbitraries of an aspect, from `test/aspects/arbitraries/`; rejects if nobody has written them. */
export async function arbitrariesOf(aspect: string): Promise<Arbitraries> {
  const file = aspect.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
  const place = new URL(`../aspects/arbitraries/${file}${extension}`, import.meta.url);
  if (!existsSync(place)) throw new Error(`${aspect} has no test/aspects/arbitraries/${file}.ts`);
  return (await import(/* @vite-ignore */ place.href)) as Arbitraries;
}
