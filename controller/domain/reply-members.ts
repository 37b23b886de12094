import { isObject } from './json.js';

const dropped = Symbol('members that were dropped on reading');

/** Notes on a read's answer which elements of S3's document are missing from it. Does not show when the answer is copied. */
export function noteDroppedMembers(answer: unknown, paths: readonly string[]): void {
  if (isObject(answer)) Object.defineProperty(answer, dropped, { value: paths, enumerable: false });
}

/**
 * The elements of S3's document (`Rule/NewThing`) that the SDK does not know and left out of this answer of a
 * {@link Reader}. A document of which this names any must be escalated and never overwritten.
 */
export function droppedMembers(answer: unknown): readonly string[] {
  const paths: unknown = isObject(answer) ? Reflect.get(answer, dropped) : undefined;
  return Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : [];
}
