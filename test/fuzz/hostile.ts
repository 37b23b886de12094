import type { Random } from '../../deploy/local/random.js';

/** One of them, by chance. */
export function pick<Value>(random: Random, values: readonly [Value, ...Value[]]): Value {
  return values[Math.floor(random() * values.length)] ?? values[0];
}

const upTo = (random: Random, most: number): number => Math.floor(random() * (most + 1));

/** Any characters at all: mostly plain, some that end lines, hide or are only half of one. */
export function noise(random: Random, length: number): string {
  const one = (): string => {
    const kind = random();
    if (kind < 0.6) return String.fromCharCode(32 + upTo(random, 94));
    if (kind < 0.8) return String.fromCharCode(upTo(random, 31));
    return String.fromCharCode(pick(random, [0x7f, 0x85, 0x2028, 0xfeff, 0xd800, 0xdfff, 0xfffe, 0x202e]));
  };
  return Array.from({ length }, one).join('');
}

const names = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'length',
  '',
  '\u0000',
  'a'.repeat(300),
] as const;
const scalars = [
  'null',
  'true',
  '-0',
  '1e999',
  '-1e-999',
  '123456789012345678901234567890',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"__proto__"',
  '"*"',
  '{}',
  '[]',
] as const;

/** The text of a JSON value with whatever names and numbers make trouble; members may be there twice. */
export function hostileJson(random: Random, words: readonly string[], depth = 0): string {
  const kind = random();
  if (depth > 5 || kind < 0.35) return pick(random, scalars);
  const size = upTo(random, 4);
  if (kind < 0.55)
    return `[${Array.from({ length: size }, () => hostileJson(random, words, depth + 1)).join(',')}]`;
  const name = (): string =>
    JSON.stringify(
      words.length > 0 && random() < 0.7 ? words[upTo(random, words.length - 1)] : pick(random, names),
    );
  const member = (): string => `${name()}:${hostileJson(random, words, depth + 1)}`;
  return `{${Array.from({ length: size }, member).join(',')}}`;
}

/** Something nested deeper than anybody writes, closed or not. */
export function nested(random: Random): string {
  const deep = pick(random, [50, 500, 5_000, 50_000]);
  const [open, close] = pick(random, [
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"__proto__":', '}]'],
  ]);
  return `${open.repeat(deep)}1${random() < 0.7 ? close.repeat(deep) : ''}`;
}

/** A sound text with some edits: fragments put in, pieces taken out, said twice, or moved. */
export function mutated(random: Random, sound: string, fragments: readonly string[]): string {
  let text = sound;
  for (let edits = 1 + upTo(random, 5); edits > 0; edits -= 1) {
    const at = upTo(random, text.length);
    const end = Math.min(text.length, at + upTo(random, 20));
    const piece = text.slice(at, end);
    const put = [
      () => fragments[upTo(random, fragments.length - 1)] ?? '',
      () => piece + piece,
      () => noise(random, upTo(random, 4)),
      () => hostileJson(random, []),
      () => '',
    ][upTo(random, 4)];
    text = text.slice(0, at) + (put?.() ?? '') + text.slice(random() < 0.5 ? end : at);
  }
  return text;
}
